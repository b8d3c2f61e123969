#include "client/retry_settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "kili/errors.hpp"
#include "support/shown_text.hpp"

namespace kili {
inline namespace v0_1 {
namespace {

constexpr auto longest_time = std::chrono::milliseconds(std::chrono::hours(24));

[[noreturn]] void refuse_retry(std::string_view option, std::string_view problem) {
  throw ValidationError(fmt::format("ClientOptions::retry.{} {}", option, problem));
}

void check_time(std::chrono::milliseconds time, std::string_view option) {
  if (time.count() > 0 && time <= longest_time) return;
  refuse_retry(option, fmt::format("{} ms is not between 1 ms and a day", time.count()));
}

void check_statuses(const std::vector<int>& statuses, std::string_view option) {
  for (const int status : statuses) {
    if (status < 400 || status > 599) {
      refuse_retry(option, fmt::format("has {}; give statuses of errors, 400 to 599", status));
    }
  }
}

/// Whether a text can be the name of an operation, or of a field of GraphQL.
bool is_operation_name(std::string_view text) noexcept {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  return !text.empty() && is_letter(text.front()) && std::all_of(text.begin(), text.end(), [&](char c) {
    return is_letter(c) || (c >= '0' && c <= '9');
  });
}

void check_operation(const OperationRetry& operation) {
  const std::string name = support::shown_text(operation.operation);
  if (!is_operation_name(operation.operation)) {
    refuse_retry("operations",
                 fmt::format("has '{}', which is not the name of an operation; give one such as "
                             "\"assets\", \"appendManyAssets\", \"upload\" or \"download\"",
                             name));
  }
  if (operation.max_attempts == 0U) {
    refuse_retry("operations", fmt::format("has max_attempts 0 for '{}'; give 1 for no retry", name));
  }
  if (operation.retry_deadline) {
    check_time(*operation.retry_deadline, fmt::format("operations: retry_deadline of '{}':", name));
  }
}

}  // namespace

void check_retry_options(const RetryOptions& options) {
  check_time(options.first_delay, "first_delay");
  check_time(options.longest_delay, "longest_delay");
  if (options.longest_delay < options.first_delay) {
    refuse_retry("longest_delay", fmt::format("{} ms is shorter than first_delay, {} ms",
                                              options.longest_delay.count(), options.first_delay.count()));
  }
  check_statuses(options.further_statuses, "further_statuses");
  check_statuses(options.never_statuses, "never_statuses");
  for (const int status : options.further_statuses) {
    if (std::find(options.never_statuses.begin(), options.never_statuses.end(), status) !=
        options.never_statuses.end()) {
      refuse_retry("never_statuses",
                   fmt::format("has {}, and so has further_statuses; name it once", status));
    }
  }
  std::set<std::string_view> names;
  for (const auto& operation : options.operations) {
    check_operation(operation);
    if (!names.insert(operation.operation).second) {
      refuse_retry("operations", fmt::format("names '{}' twice; give all that differs for it together",
                                             operation.operation));
    }
  }
}

}  // namespace v0_1
}  // namespace kili
