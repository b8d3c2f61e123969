#include "http/retry_notices.hpp"

#include <fmt/format.h>

namespace kili::http {
RetryNotices::Request::~Request() {
  if (!in_trouble_) return;
  const std::scoped_lock lock(notices_.mutex_);
  --notices_.in_trouble_;
}

void RetryNotices::Request::waits(std::string_view operation, std::string_view reason,
                                  std::chrono::milliseconds elapsed, std::chrono::milliseconds pause,
                                  std::chrono::milliseconds most) {
  if (in_trouble_ || elapsed + pause <= patience) return;
  {
    const std::scoped_lock lock(notices_.mutex_);
    in_trouble_ = true;
    if (++notices_.in_trouble_ > 1) return;
  }
  notices_.log_.warn_http(fmt::format("{}: {}; it is sent again in {} s, and for at most {} s in all",
                                      operation, reason, whole_seconds(pause), whole_seconds(most)));
}

void RetryNotices::Request::succeeded(std::string_view operation,
                                      std::chrono::milliseconds elapsed) noexcept {
  if (!in_trouble_) return;
  {
    const std::scoped_lock lock(notices_.mutex_);
    in_trouble_ = false;
    if (--notices_.in_trouble_ > 0) return;
  }
  notices_.log_.warn_http(
      fmt::format("{}: the service answers again, after {} s", operation, whole_seconds(elapsed)));
}

}  // namespace kili::http
