#pragma once

#include <chrono>
#include <memory>
#include <stop_token>

namespace kili::support {

/// The clock of the library. Tests replace it by a virtual one. Thread-safe.
class Clock {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;
  using Duration = std::chrono::steady_clock::duration;

  Clock() = default;
  Clock(const Clock&) = delete;
  Clock& operator=(const Clock&) = delete;
  virtual ~Clock() = default;

  [[nodiscard]] virtual TimePoint now() const = 0;
  /// For dates that are shown or sent, never for waiting.
  [[nodiscard]] virtual std::chrono::system_clock::time_point wall_time() const = 0;
  /// Returns false when `stop_token` was triggered before `until`.
  [[nodiscard]] virtual bool sleep_until(TimePoint until, const std::stop_token& stop_token) const = 0;
};

/// The steady and the system clock of the machine.
[[nodiscard]] std::shared_ptr<const Clock> system_clock();

}  // namespace kili::support
