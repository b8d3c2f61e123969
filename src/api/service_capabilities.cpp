#include "api/service_capabilities.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace kili::api {
namespace {

/// How a validation error goes on around the name that is not known.
struct Wording {
  std::string_view before;
  std::string_view after;
};

// The texts of graphql-js, on which the service is built; other servers quote by apostrophes.
constexpr auto wordings = std::to_array<Wording>({{"Cannot query field ", ""},
                                                  {"Field ", " is not defined by type"},
                                                  {"Unknown argument ", ""},
                                                  {"Unknown type ", ""},
                                                  {"Value ", " does not exist in"}});

bool says_unknown(const std::string& message, std::string_view name) {
  return std::any_of(wordings.begin(), wordings.end(), [&](const Wording& wording) {
    const auto is_quoted_by = [&](char quote) {
      return message.find(fmt::format("{}{}{}{}{}", wording.before, quote, name, quote, wording.after)) !=
             std::string::npos;
    };
    return is_quoted_by('"') || is_quoted_by('\'');
  });
}

}  // namespace

bool names_unknown(const GraphQLError& error, std::string_view name) {
  return std::any_of(error.messages().begin(), error.messages().end(),
                     [&](const std::string& message) { return says_unknown(message, name); });
}

bool ServiceCapabilities::lacks(std::string_view name) const {
  const std::scoped_lock lock(mutex_);
  const auto found = lacking_until_.find(name);
  return found != lacking_until_.end() && clock_->now() < found->second;
}

void ServiceCapabilities::note_lack(std::string_view name) const {
  const std::scoped_lock lock(mutex_);
  lacking_until_.insert_or_assign(std::string(name), clock_->now() + memory);
}

void ServiceCapabilities::refuse_unknown(std::span<const Requirement> requirements,
                                         const GraphQLError& error) const {
  for (const auto& requirement : requirements) {
    if (!names_unknown(error, requirement.name)) continue;
    note_lack(requirement.name);
    throw_unsupported(requirement, error.context());
  }
}

void ServiceCapabilities::throw_unsupported(const Requirement& requirement, const ErrorContext& context) {
  const std::string message = fmt::format(
      "{}: this installation of the service is of an earlier version and does not know '{}'; leave "
      "the argument out, or have the service updated",
      requirement.argument, requirement.name);
  throw UnsupportedByServiceError(message, context, {message});
}

}  // namespace kili::api
