#include "http/retry_policy.hpp"

#include <algorithm>
#include <charconv>
#include <string>

#include "http/http_date.hpp"
#include "support/text.hpp"

namespace kili::http {

bool RetryPolicy::is_retryable_status(int status) noexcept {
  switch (status) {
    case 429:
    case 502:
    case 503:
    case 504:
    case 520:
    case 521:
    case 522:
      return true;
    default:
      return false;
  }
}

std::optional<std::chrono::milliseconds> parse_retry_after(std::string_view value,
                                                           std::chrono::system_clock::time_point wall_time) {
  value = support::trim(value);
  if (value.empty()) return std::nullopt;
  double seconds = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), seconds);
  if (error == std::errc{} && end == value.data() + value.size()) {
    constexpr double a_day = 86'400;
    if (!(seconds >= 0)) return std::nullopt;
    return std::chrono::milliseconds(static_cast<std::int64_t>(std::min(seconds, a_day) * 1000));
  }
  const auto date = parse_http_date(value);
  if (!date) return std::nullopt;
  const auto left = *date - std::chrono::floor<std::chrono::seconds>(wall_time);
  return std::clamp<std::chrono::seconds>(left, std::chrono::seconds(0), std::chrono::days(1));
}

}  // namespace kili::http
