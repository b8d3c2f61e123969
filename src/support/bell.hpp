#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <utility>

#include "support/clock.hpp"

namespace kili::support {

/// Wakes the one thread that waits for something to do, or for a time. ring() may be called from any thread.
class Bell {
 public:
  explicit Bell(std::shared_ptr<const Clock> clock) : clock_(std::move(clock)) {}

  void ring();
  /// Returns when the bell was rung since the last return, or when the time has come. Absent: no time.
  void wait(std::optional<Clock::TimePoint> until);

 private:
  std::shared_ptr<const Clock> clock_;
  std::mutex mutex_;
  bool rung_ = false;
  std::condition_variable rung_now_;
  std::stop_source sleep_{std::nostopstate};  ///< Ends the sleep of the waiting thread.
};

}  // namespace kili::support
