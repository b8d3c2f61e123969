#pragma once

#include <algorithm>
#include <chrono>

#include "support/call_context.hpp"
#include "support/clock.hpp"
#include "support/random.hpp"

namespace kili::support {

/// Pauses that double until they reach the longest: between retries, repairs and reads of a state that
/// changes. Used by one thread.
class Backoff {
 public:
  Backoff(std::chrono::milliseconds first, std::chrono::milliseconds longest) noexcept
      : next_(std::min(first, longest)), longest_(longest) {}

  /// The pause that comes next. The one after it is twice as long.
  std::chrono::milliseconds next() noexcept {
    const auto pause = next_;
    next_ = std::min(next_ * 2, longest_);
    return pause;
  }
  /// The same with jitter: between nothing and all of the pause, so that clients do not retry in step.
  Clock::Duration next_with_jitter(RandomSource& random) {
    const std::chrono::duration<double, std::milli> pause = next();
    return std::chrono::duration_cast<Clock::Duration>(pause * random.fraction());
  }
  /// Waits for the next pause. @throws Cancelled, and DeadlineExceeded at once when it would overrun the
  /// deadline.
  void wait(const Clock& clock, const CallContext& context) {
    context.sleep_until(clock, clock.now() + next());
  }

 private:
  std::chrono::milliseconds next_;
  std::chrono::milliseconds longest_;
};

}  // namespace kili::support
