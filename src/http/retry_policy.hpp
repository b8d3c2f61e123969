#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace kili::http {

/// When a request is repeated and how long to wait before (docs/service.md, "Retries").
struct RetryPolicy {
  std::chrono::milliseconds first_delay{100};
  std::chrono::milliseconds longest_delay{10'000};
  /// Of a service that cannot be reached at all: telling the user soon is worth more than patience.
  unsigned max_connect_retries = 3;
  unsigned max_retries = 10;
  std::chrono::milliseconds total{180'000};

  /// Statuses after which the same request may succeed.
  [[nodiscard]] static bool is_retryable_status(int status) noexcept;
};

/// Value of a Retry-After header: seconds, or an HTTP date.
[[nodiscard]] std::optional<std::chrono::milliseconds> parse_retry_after(
    std::string_view value, std::chrono::system_clock::time_point wall_time);

}  // namespace kili::http
