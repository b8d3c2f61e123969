#include "use_cases/documents/document_pages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <utility>

#include "kili/errors.hpp"
#include "support/json_lookup.hpp"
#include "support/json_text.hpp"
#include "support/listing_cursor.hpp"
#include "support/shown_text.hpp"
#include "support/text_hash.hpp"
#include "use_cases/documents/document_arguments.hpp"
#include "use_cases/documents/list_of_answer.hpp"

namespace kili::use_cases {
namespace {

constexpr std::size_t most_elements_per_page = 1000;
constexpr std::string_view method = "pages";

support::CursorOwner owner_of(std::uint64_t fingerprint) {
  return {.method = method, .fingerprint = fingerprint, .made_of = "document, variables or path"};
}

}  // namespace

DocumentPages::DocumentPages(Resources resources, std::string_view document, const Json& variables,
                             PagesSettings settings, support::CallContext context)
    : resources_(std::move(resources)),
      document_(document, settings.operation_name),
      variables_(checked_variables(variables)),
      settings_(std::move(settings)),
      context_(std::move(context)),
      path_(settings_.path),
      place_(settings_.skip) {
  check_arguments();
  fingerprint_ = support::hash_of(support::compact_json(nlohmann::json{
                                      document_.text(), variables_, settings_.path, settings_.operation_name,
                                      settings_.first_variable, settings_.skip_variable}))
                     .high;
  if (!settings_.cursor) return;
  if (settings_.skip > 0) {
    throw IncompatibleArgumentsError(
        "cursor and skip are both given; leave skip out: a cursor counts what was skipped before");
  }
  place_ = support::place_of_cursor(*settings_.cursor, owner_of(fingerprint_));
}

void DocumentPages::check_arguments() const {
  if (!document_.is_query()) {
    throw ValidationError("document is a mutation, which is not read page by page; send it with execute()");
  }
  if (settings_.page_size == 0 || settings_.page_size > most_elements_per_page) {
    throw ValidationError(
        fmt::format("page_size {} is not between 1 and {}", settings_.page_size, most_elements_per_page));
  }
  if (settings_.first_variable == settings_.skip_variable) {
    throw ValidationError(fmt::format("first_variable and skip_variable are both '{}'; name two variables",
                                      support::shown_text(settings_.first_variable)));
  }
  const auto check = [this](std::string_view argument, const std::string& name) {
    if (!document_.has_variable(name)) {
      throw ValidationError(fmt::format(
          "document has no variable ${0}; declare it, such as \"query (${0}: Int!)\", or name the "
          "one that it has by {1}",
          support::shown_text(name), argument));
    }
    if (variables_.contains(name)) {
      throw ValidationError(
          fmt::format("variables have '{}', which pages() gives for each page; leave it out, and use the "
                      "settings page_size, first and skip",
                      support::shown_text(name)));
    }
  };
  check("first_variable", settings_.first_variable);
  check("skip_variable", settings_.skip_variable);
}

std::string DocumentPages::cursor_at(std::size_t place) const {
  return support::cursor_text(owner_of(fingerprint_), place);
}

void DocumentPages::advance() {
  started_ = true;
  if (failure_) std::rethrow_exception(failure_);
  try {
    read_next();
  } catch (...) {
    failure_ = std::current_exception();
    throw;
  }
}

void DocumentPages::read_next() {
  if (current_) place_ += current_->elements.get().size();
  current_.reset();
  const std::size_t wanted = settings_.first.value_or(delivered_ + settings_.page_size) - delivered_;
  const std::size_t asked = std::min(settings_.page_size, wanted);
  if (was_last_ || asked == 0) return;
  nlohmann::json variables = variables_;
  variables[settings_.first_variable] = asked;
  variables[settings_.skip_variable] = place_;
  nlohmann::json data =
      resources_.api->documents.execute(document_, support::compact_json(variables), true, context_);
  if (path_.empty()) path_ = path_of_only_list(data);
  nlohmann::json elements = list_at(data, path_);
  if (elements.size() > asked) throw engine::more_than_asked(method, elements.size(), asked);
  was_last_ = elements.size() < asked;
  if (elements.empty()) return;
  check_advances(elements);
  delivered_ += elements.size();
  const std::size_t behind = place_ + elements.size();
  current_.emplace(
      JsonPage{.cursor = cursor_at(behind), .data = std::move(data), .elements = std::move(elements)});
}

void DocumentPages::check_advances(const nlohmann::json& elements) {
  bool have_ids = true;
  bool is_new = false;
  for (const auto& element : elements) {
    const auto* const id = support::find_text(element, "id");
    have_ids = have_ids && id != nullptr;
    if (id != nullptr && ids_.insert(*id)) is_new = true;
  }
  if (have_ids) {
    if (!is_new && repeated_.is_too_many(elements.size())) throw engine::same_records_again(method, place_);
    return;
  }
  const std::size_t hash = std::hash<nlohmann::json>()(elements);
  equal_pages_ = hash == hash_ ? equal_pages_ + 1 : 0;
  hash_ = hash;
  if (equal_pages_ < most_equal_pages) return;
  throw HttpError(
      fmt::format("pages: the service gave the same elements {} times in a row, up to those after the first "
                  "{}; ask for a "
                  "field that tells them apart, such as id",
                  equal_pages_ + 1, place_));
}

}  // namespace kili::use_cases
