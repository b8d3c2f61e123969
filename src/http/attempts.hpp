#pragma once

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <utility>

#include "http/retry_policy.hpp"
#include "support/backoff.hpp"
#include "support/clock.hpp"
#include "support/random.hpp"

namespace kili::http {

/// The attempts of one operation: how many were made, since when, and when the next one may start. One budget
/// for all reasons to retry. Used by one thread.
class Attempts {
 public:
  Attempts(const RetryPolicy& policy, std::shared_ptr<const support::Clock> clock,
           std::shared_ptr<support::RandomSource> random)
      : policy_(policy),
        clock_(std::move(clock)),
        random_(std::move(random)),
        started_(clock_->now()),
        backoff_(policy.first_delay, policy.longest_delay) {}

  void count() noexcept { ++made_; }
  [[nodiscard]] unsigned made() const noexcept { return made_; }
  [[nodiscard]] std::chrono::milliseconds elapsed() const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(clock_->now() - started_);
  }

  /// When the next attempt may start, or nothing when the retries or the time are used up.
  /// @param most_retries for this reason; the policy's own limit holds too.
  /// @param at_least the pause that the service asked for.
  [[nodiscard]] std::optional<support::Clock::TimePoint> next(
      unsigned most_retries, std::optional<std::chrono::milliseconds> at_least) {
    if (made_ > std::min(most_retries, policy_.max_retries)) return std::nullopt;
    support::Clock::Duration pause = backoff_.next_with_jitter(*random_);
    if (at_least) pause = std::max<support::Clock::Duration>(pause, *at_least);
    return after(pause);
  }
  /// The same after a pause that the caller chose.
  [[nodiscard]] std::optional<support::Clock::TimePoint> next_after(support::Clock::Duration pause) const {
    if (made_ > policy_.max_retries) return std::nullopt;
    return after(pause);
  }

 private:
  [[nodiscard]] std::optional<support::Clock::TimePoint> after(support::Clock::Duration pause) const {
    /// Keeps sums of times far from the end of their type.
    constexpr auto longest_time = std::chrono::milliseconds(std::chrono::hours(24 * 365));
    const auto at = clock_->now() + pause;
    if (at - started_ > std::min<std::chrono::milliseconds>(policy_.total, longest_time)) return std::nullopt;
    return at;
  }

  RetryPolicy policy_;
  std::shared_ptr<const support::Clock> clock_;
  std::shared_ptr<support::RandomSource> random_;
  support::Clock::TimePoint started_;
  support::Backoff backoff_;
  unsigned made_ = 0;
};

}  // namespace kili::http
