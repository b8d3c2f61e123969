#pragma once

#include <atomic>

#include "support/clock.hpp"

namespace kili::test {

/// Time that passes only when somebody sleeps: sleeping returns at once and moves it on.
class VirtualClock final : public support::Clock {
 public:
  [[nodiscard]] TimePoint now() const override { return TimePoint(Duration(ticks_.load())); }
  [[nodiscard]] std::chrono::system_clock::time_point wall_time() const override {
    return start_ + std::chrono::duration_cast<std::chrono::system_clock::duration>(now().time_since_epoch());
  }
  [[nodiscard]] bool sleep_until(TimePoint until, const std::stop_token& stop_token) const override {
    if (stop_token.stop_requested()) return false;
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
  std::chrono::system_clock::time_point start_{std::chrono::sys_days{std::chrono::year(2024) / 1 / 1}};
  mutable std::atomic<Duration::rep> ticks_{0};
};

}  // namespace kili::test
