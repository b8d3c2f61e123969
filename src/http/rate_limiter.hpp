#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "support/call_context.hpp"
#include "support/clock.hpp"

namespace kili::http {

/// How many calls and retries the clients of a process may make (docs/service.md, "Numbers" and "Retries").
/// Thread-safe.
class RateLimiter {
 public:
  /// The one that all clients of the process share, as the specification asks.
  [[nodiscard]] static std::shared_ptr<RateLimiter> process_wide();

  /// Waits until another API call keeps within `calls_per_minute` of the last 60 seconds, and within the pace
  /// that the service has shown to take, and counts it. @param calls_per_minute 0: no limit but that pace.
  /// @throws Cancelled, DeadlineExceeded, and HttpError when the turn would come only after 120 s.
  void acquire(std::size_t calls_per_minute, const support::Clock& clock,
               const support::CallContext& context);
  /// The service refused an API call because there are too many (429): a busy process makes fewer from now
  /// on, and by and by more again.
  void take_refusal(support::Clock::TimePoint now);

  /// When a request to this origin that could be sent again at `at` may be. A service that is down gets a
  /// burst of retries and then a trickle, however many requests fail.
  [[nodiscard]] support::Clock::TimePoint retry_turn(const std::string& origin, support::Clock::TimePoint now,
                                                     support::Clock::TimePoint at);
  /// A request to this origin succeeded: more retries may be worth it.
  void take_success(const std::string& origin);

 private:
  using TimePoint = support::Clock::TimePoint;

  /// Retries that may be made; negative when some wait for their turn.
  struct RetryTokens {
    double count = 0;
    TimePoint at{};
  };

  /// When the next call may be made; calls are counted with it.
  [[nodiscard]] TimePoint turn(std::size_t calls_per_minute, TimePoint now);
  void count(TimePoint now);
  [[nodiscard]] std::size_t calls_of_last_minute(TimePoint now) const;
  void recover_pace(std::size_t calls_per_minute, TimePoint now);

  mutable std::mutex mutex_;
  std::deque<TimePoint> calls_;  ///< Of the last 60 seconds, where there is a limit.
  /// Calls of each of the last 60 seconds, and which second that was.
  std::array<std::pair<std::int64_t, std::size_t>, 60> seconds_{};

  double pace_ = 0;  ///< Calls per minute that the service takes; 0: it has not refused any.
  TimePoint pace_changed_{};
  double pace_before_ = 0;  ///< When it was refused.
  TimePoint last_call_{};
  std::map<std::string, RetryTokens, std::less<>> tokens_;  ///< Of origins where retries were made.
};

}  // namespace kili::http
