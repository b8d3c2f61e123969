#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <set>
#include <stop_token>

#include "support/clock.hpp"

namespace kili::test {

/// Time that a test moves. Who sleeps waits for it.
class ManualClock final : public support::Clock {
 public:
  [[nodiscard]] TimePoint now() const override {
    const std::scoped_lock lock(mutex_);
    return now_;
  }
  [[nodiscard]] std::chrono::system_clock::time_point wall_time() const override {
    const std::chrono::system_clock::time_point start{std::chrono::sys_days{std::chrono::year(2024) / 1 / 1}};
    return start + std::chrono::duration_cast<std::chrono::system_clock::duration>(now().time_since_epoch());
  }
  [[nodiscard]] bool sleep_until(TimePoint until, const std::stop_token& stop_token) const override {
    std::unique_lock lock(mutex_);
    const auto self = sleepers_.insert(until);
    changed_.notify_all();
    changed_.wait(lock, stop_token, [&] { return now_ >= until; });
    sleepers_.erase(self);
    return !stop_token.stop_requested();
  }

  void advance(Duration by) {
    const std::scoped_lock lock(mutex_);
    now_ += by;
    changed_.notify_all();
  }
  /// Returns when somebody sleeps until that moment.
  void await_sleeper(TimePoint until) const {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return sleepers_.contains(until); });
  }

 private:
  mutable std::condition_variable_any changed_;
  mutable std::mutex mutex_;
  TimePoint now_{std::chrono::hours(1)};
  mutable std::multiset<TimePoint> sleepers_;
};

}  // namespace kili::test
