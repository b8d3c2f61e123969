#pragma once

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "http/rate_limiter.hpp"
#include "http/retry_budget.hpp"
#include "http/retry_notices.hpp"
#include "http/retry_policy.hpp"
#include "support/backoff.hpp"
#include "support/clock.hpp"
#include "support/random.hpp"

namespace kili::http {

/// The attempts of one operation: how many were made, since when, and when the next one may start. One budget
/// for all reasons to retry, beside those that all requests to an origin and all of the client share. Used by
/// one thread.
class Attempts {
 public:
  Attempts(const RetryPolicy& policy, std::shared_ptr<const support::Clock> clock,
           std::shared_ptr<support::RandomSource> random, RetryNotices& notices,
           std::shared_ptr<RateLimiter> limiter, RetryBudget& budget, std::string origin)
      : budget_(budget),
        policy_(policy),
        clock_(std::move(clock)),
        limiter_(std::move(limiter)),
        notice_(notices),
        origin_(std::move(origin)),
        random_(std::move(random)),
        started_(clock_->now()),
        backoff_(policy.first_delay, policy.longest_delay) {}
  Attempts(const Attempts&) = delete;
  Attempts& operator=(const Attempts&) = delete;

  void count() noexcept { ++made_; }
  [[nodiscard]] unsigned made() const noexcept { return made_; }
  [[nodiscard]] std::chrono::milliseconds elapsed() const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(clock_->now() - started_);
  }
  [[nodiscard]] std::chrono::milliseconds most_time() const noexcept { return policy_.total; }
  /// What the user is told about these attempts.
  [[nodiscard]] RetryNotices::Request& notice() noexcept { return notice_; }

  /// When the next attempt may start, or nothing when the attempts or the time are used up.
  /// @param asked the pause that the service asked for.
  [[nodiscard]] std::optional<support::Clock::TimePoint> next(
      const Retry& retry, std::optional<std::chrono::milliseconds> asked) {
    if (retry.most_attempts != Retry::no_limit && ++of_limited_number_ >= retry.most_attempts)
      return std::nullopt;
    if (made_ > policy_.max_retries) return std::nullopt;
    const bool has_asked = asked && asked->count() > 0;
    const support::Clock::Duration pause = has_asked ? *asked : backoff_.next_with_jitter(*random_);
    /// Keeps sums of times far from the end of their type.
    constexpr auto longest_time = std::chrono::milliseconds(std::chrono::hours(24 * 365));
    const auto now = clock_->now();
    const auto at = limiter_->retry_turn(origin_, now, now + pause);
    if (at - started_ > std::min<std::chrono::milliseconds>(policy_.total, longest_time)) return std::nullopt;
    if (!budget_.take(now)) return std::nullopt;
    return at;
  }

 private:
  RetryBudget& budget_;
  RetryPolicy policy_;
  std::shared_ptr<const support::Clock> clock_;
  std::shared_ptr<RateLimiter> limiter_;
  RetryNotices::Request notice_;
  std::string origin_;
  std::shared_ptr<support::RandomSource> random_;
  support::Clock::TimePoint started_;
  support::Backoff backoff_;
  unsigned made_ = 0;
  unsigned of_limited_number_ = 0;  ///< Failed attempts whose number is limited.
};

}  // namespace kili::http
