#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>

#include "support/clock.hpp"

namespace kili::test {

/// Time that passes only when somebody sleeps: sleeping returns at once and moves it on.
class VirtualClock final : public support::Clock {
 public:
  /// @param idle_from a sleep of that length waits for something else to happen, such as an open import that
  /// has nothing to do until the deadline of its call: who is to wake it gets up to ten seconds for that
  /// before time is moved on.
  explicit VirtualClock(Duration idle_from = (Duration::max)()) : idle_from_(idle_from) {}

  [[nodiscard]] TimePoint now() const override { return TimePoint(Duration(ticks_.load())); }
  [[nodiscard]] std::chrono::system_clock::time_point wall_time() const override {
    return start_ + std::chrono::duration_cast<std::chrono::system_clock::duration>(now().time_since_epoch());
  }
  [[nodiscard]] bool sleep_until(TimePoint until, const std::stop_token& stop_token) const override {
    if (stop_token.stop_requested() || (until - now() >= idle_from_ && is_woken(stop_token))) return false;
    auto current = ticks_.load();
    const auto target = until.time_since_epoch().count();
    while (current < target && !ticks_.compare_exchange_weak(current, target)) {
    }
    return true;
  }
  [[nodiscard]] std::chrono::milliseconds elapsed() const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(now().time_since_epoch());
  }
  void advance(Duration by) { ticks_ += by.count(); }

 private:
  static bool is_woken(const std::stop_token& stop_token) {
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    never.wait_for(lock, stop_token, std::chrono::seconds(10), [] { return false; });
    return stop_token.stop_requested();
  }

  Duration idle_from_;
  std::chrono::system_clock::time_point start_{std::chrono::sys_days{std::chrono::year(2024) / 1 / 1}};
  mutable std::atomic<Duration::rep> ticks_{0};
};

}  // namespace kili::test
