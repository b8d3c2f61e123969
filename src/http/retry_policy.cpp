#include "http/retry_policy.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string>
#include <vector>

#include "http/http_date.hpp"
#include "support/http_status.hpp"
#include "support/text.hpp"

namespace kili::http {
namespace {

/// This machine's clock may be an hour off: an hour's pause that only it tells of is not believed.
constexpr auto longest_by_own_clock = std::chrono::seconds(60);
constexpr unsigned most_storage_retries = 10;
constexpr unsigned most_storage_connects = 4;

// Of queries whose outcome is unknown (docs/service.md, "Retries").
constexpr unsigned attempts_after_loss = 5;
constexpr unsigned attempts_after_timeout = 2;

/// Whether a proxy says with a 503 that it did not pass the request on. One that tried several times knows
/// only how the last try ended.
bool never_reached_the_service(std::string_view body) {
  constexpr std::size_t longest_message = 4096;  // of a proxy; all else is a page for people
  const std::string text = support::to_lower(body.substr(0, longest_message));
  if (text.find("retried") != std::string::npos) return false;
  if (text.find("no healthy upstream") != std::string::npos) return true;
  constexpr std::string_view mark = "reset reason:";
  constexpr std::array<std::string_view, 3> reasons{"overflow", "connection failure",
                                                    "remote connection failure"};
  const auto at = text.find(mark);
  if (at == std::string::npos) return false;
  const auto reason = support::trim(std::string_view(text).substr(at + mark.size()));
  return std::any_of(reasons.begin(), reasons.end(),
                     [&](std::string_view each) { return reason.starts_with(each); });
}

std::optional<Retry> retry_of_api(const HttpResponse& response, bool key_accepted) {
  constexpr Retry again{.most_attempts = Retry::no_limit, .not_processed = true};
  switch (response.status) {
    case 401:
      // A gateway that loses its own service forgets keys for a while.
      return key_accepted ? std::optional(again) : std::nullopt;
    case 429:
    case 521:
      return again;
    case 503:
      if (never_reached_the_service(response.body)) return again;
      [[fallthrough]];
    case 502:
    case 520:
    case 522:
      return Retry{.most_attempts = attempts_after_loss, .not_processed = false};
    case 504:
    case 524:
      return Retry{.most_attempts = attempts_after_timeout, .not_processed = false};
    default:
      return std::nullopt;
  }
}

bool contains(const std::vector<int>& statuses, int status) noexcept {
  return std::find(statuses.begin(), statuses.end(), status) != statuses.end();
}

std::optional<Retry> retry_of_storage(const HttpResponse& response) {
  if (response.status == 429 || response.status == 521) {
    return Retry{.most_attempts = Retry::no_limit, .not_processed = true};
  }
  return support::is_gateway_failure(response.status) ? std::optional(Retry{}) : std::nullopt;
}

}  // namespace

RetryPolicy RetryPolicy::of_storage() const noexcept {
  RetryPolicy policy = *this;
  policy.first_delay = std::chrono::milliseconds(250);
  policy.longest_delay = std::chrono::milliseconds(10'000);
  policy.max_retries = std::min(max_retries, most_storage_retries);
  return policy;
}

RetryPolicy RetryPolicy::of_operation(std::string_view operation, const RetryOptions& options) const {
  RetryPolicy policy = *this;
  const auto found = std::find_if(options.operations.begin(), options.operations.end(),
                                  [&](const OperationRetry& each) { return each.operation == operation; });
  if (found == options.operations.end()) return policy;
  if (found->max_attempts) policy.max_retries = *found->max_attempts - 1;
  policy.total = found->retry_deadline.value_or(policy.total);
  return policy;
}

std::optional<Retry> retry_of(RequestTarget target, const HttpResponse& response, bool key_accepted,
                              const RetryOptions& options) {
  if (target == RequestTarget::storage) return retry_of_storage(response);
  const auto retry = retry_of_api(response, key_accepted);
  if (retry || !contains(options.further_statuses, response.status)) return retry;
  return Retry{.most_attempts = attempts_after_loss, .not_processed = false};
}

bool is_never_retried(int status, const RetryOptions& options) noexcept {
  return contains(options.never_statuses, status);
}

std::optional<Retry> retry_of(RequestTarget target, TransportFailure failure) noexcept {
  const bool is_api = target == RequestTarget::api;
  switch (failure) {
    case TransportFailure::could_not_connect:
      return Retry{.most_attempts = is_api ? Retry::no_limit : most_storage_connects, .not_processed = true};
    case TransportFailure::connection_lost:
      return Retry{.most_attempts = is_api ? attempts_after_loss : Retry::no_limit, .not_processed = false};
    case TransportFailure::timed_out:
      return Retry{.most_attempts = is_api ? attempts_after_timeout : Retry::no_limit,
                   .not_processed = false};
    default:
      return std::nullopt;
  }
}

std::optional<std::chrono::milliseconds> parse_retry_after(std::string_view value, std::string_view date,
                                                           std::chrono::system_clock::time_point wall_time) {
  constexpr auto longest = std::chrono::seconds(std::chrono::years(1));
  value = support::trim(value);
  if (value.empty()) return std::nullopt;
  double seconds = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), seconds);
  if (end == value.data() + value.size()) {
    // More digits than a number can have are as good as the longest wait.
    if (error == std::errc::result_out_of_range && value.find('-') == std::string_view::npos) return longest;
    if (error != std::errc{} || !std::isfinite(seconds) || seconds < 0) return std::nullopt;
    const auto most = static_cast<double>(longest.count());
    return std::chrono::milliseconds(static_cast<std::int64_t>(std::min(seconds, most) * 1000));
  }
  const auto until = parse_http_date(value);
  if (!until) return std::nullopt;
  const auto now = parse_http_date(support::trim(date));
  if (now) return std::clamp<std::chrono::seconds>(*until - *now, std::chrono::seconds(0), longest);
  const auto by_own_clock = *until - std::chrono::floor<std::chrono::seconds>(wall_time);
  return std::clamp<std::chrono::seconds>(by_own_clock, std::chrono::seconds(0), longest_by_own_clock);
}

}  // namespace kili::http
