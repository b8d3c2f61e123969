#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kili/callable.hpp"
#include "kili/progress.hpp"
#include "support/clock.hpp"

namespace kili::support {

/// Counts what a call does and tells its observers: when its work begins, then ten times a second at most,
/// and once when it is over. Observers are called by the thread of the call alone (of a range: the one that
/// reads it), never while a lock is held, and never from within a report; what they throw is ignored. Of a
/// call whose work does not begin, nothing is reported.
class ProgressMeter {
 public:
  using Observer = detail::Callable<void(const Progress&)>;

  static constexpr auto shortest_pause = std::chrono::milliseconds(100);
  /// The rate is that of so long.
  static constexpr auto time_of_rate = std::chrono::seconds(5);

  /// The call begins.
  explicit ProgressMeter(std::shared_ptr<const Clock> clock)
      : clock_(std::move(clock)), made_(clock_->now()) {}
  ProgressMeter(const ProgressMeter&) = delete;
  ProgressMeter& operator=(const ProgressMeter&) = delete;
  ~ProgressMeter() = default;

  // Any thread.
  void add_bytes(std::uint64_t count) noexcept { bytes_ += count; }
  void add_done(std::uint64_t items) noexcept { done_ += items; }

  // The thread of the call.
  void add_observer(Observer observer) { observers_.push_back(std::move(observer)); }
  /// The work of the call begins. @return false when it has begun before: this is a part of it then, which is
  /// neither counted nor ended by itself.
  [[nodiscard]] bool begin(std::string_view title, std::optional<std::uint64_t> total);
  /// Reports when it is time to.
  void report() noexcept;
  /// Reports for the last time.
  void finish() noexcept;

 private:
  struct Sample {
    Clock::TimePoint at;
    std::uint64_t done = 0;
  };

  void tell(Clock::TimePoint now, bool finished) noexcept;
  [[nodiscard]] double rate(Clock::TimePoint now, std::uint64_t done);

  std::shared_ptr<const Clock> clock_;
  Clock::TimePoint made_;
  std::atomic<std::uint64_t> bytes_{0};
  std::atomic<std::uint64_t> done_{0};
  std::vector<Observer> observers_;
  std::string title_;
  std::optional<std::uint64_t> total_;
  std::deque<Sample> samples_;  ///< Of reports.
  Clock::TimePoint told_{};
  bool begun_ = false;
  bool finished_ = false;
  bool telling_ = false;
};

}  // namespace kili::support
