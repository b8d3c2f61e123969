#pragma once

#include <chrono>
#include <limits>
#include <optional>
#include <string_view>

#include "kili/http_transport.hpp"
#include "kili/retry_options.hpp"

namespace kili::http {

/// How long and how often a request is sent again (docs/service.md, "Retries").
struct RetryPolicy {
  std::chrono::milliseconds first_delay{1'000};
  std::chrono::milliseconds longest_delay{30'000};
  unsigned max_retries = std::numeric_limits<unsigned>::max();
  std::chrono::milliseconds total{120'000};

  /// The same for uploads and downloads: a storage is asked again sooner, and less often.
  [[nodiscard]] RetryPolicy of_storage() const noexcept;
  /// The same with what the options say about one operation.
  [[nodiscard]] RetryPolicy of_operation(std::string_view operation, const RetryOptions& options) const;
};

/// What kind of service a request is for: they fail in different ways.
enum class RequestTarget {
  api,
  storage
};

/// How a failed attempt may be followed by another one.
struct Retry {
  static constexpr unsigned no_limit = std::numeric_limits<unsigned>::max();
  /// Attempts that may end with an unknown outcome before the request is given up.
  unsigned most_attempts = no_limit;
  /// The request was surely not carried out: it may be sent again whatever it does.
  bool not_processed = false;
};

/// @param key_accepted the service has accepted the key of this request before.
/// @param options whose `further_statuses` count; what is never retried is asked of is_never_retried().
/// @return nothing when the answer is final.
[[nodiscard]] std::optional<Retry> retry_of(RequestTarget target, const HttpResponse& response,
                                            bool key_accepted, const RetryOptions& options);
[[nodiscard]] bool is_never_retried(int status, const RetryOptions& options) noexcept;
/// @return nothing when the same request would fail again.
[[nodiscard]] std::optional<Retry> retry_of(RequestTarget target, TransportFailure failure) noexcept;

/// Value of a Retry-After header: seconds, or an HTTP date. Nothing for what is neither, and for negative
/// numbers; values beyond a year are a year.
/// @param date value of the Date header of the same answer: service and machine may disagree on the time.
/// Without it a date is measured against `wall_time`, and is a minute at most.
[[nodiscard]] std::optional<std::chrono::milliseconds> parse_retry_after(
    std::string_view value, std::string_view date, std::chrono::system_clock::time_point wall_time);

}  // namespace kili::http
