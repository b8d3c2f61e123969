#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>

#include "support/call_context.hpp"
#include "support/clock.hpp"

namespace kili::http {

/// Counts the API calls of the last 60 seconds (docs/service.md, "Numbers": 500, waiting up to 120 s).
/// Thread-safe.
class RateLimiter {
 public:
  /// The one that all clients of the process share, as the specification asks.
  [[nodiscard]] static std::shared_ptr<RateLimiter> process_wide();

  /// Waits until another call keeps within `calls_per_minute` and counts it. 0: does not count.
  /// @throws Cancelled, DeadlineExceeded, and HttpError when the turn would come only after 120 s.
  void acquire(std::size_t calls_per_minute, const support::Clock& clock,
               const support::CallContext& context);

 private:
  std::mutex mutex_;
  std::deque<support::Clock::TimePoint> calls_;
};

}  // namespace kili::http
