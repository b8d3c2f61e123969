#include "http/rate_limiter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "kili/errors.hpp"
#include "support/process_bound.hpp"

namespace kili::http {
namespace {

using std::chrono::seconds;

constexpr auto window = seconds(60);
constexpr auto longest_wait = seconds(120);

// The pace after a refusal.
constexpr double slower = 0.7;
constexpr double faster = 1.5;
constexpr double least_pace = 60;         ///< Calls per minute; a slower process is not the reason.
constexpr auto one_refusal = seconds(1);  ///< Calls that were under way are refused together.
constexpr auto pace_holds = seconds(10);  ///< Then a faster one is tried.

// Retries for each origin.
constexpr double most_tokens = 50;
constexpr double tokens_per_second = 0.5;
constexpr double tokens_of_success = 0.5;
constexpr std::size_t most_origins = 256;

std::int64_t second_of(support::Clock::TimePoint time) {
  return std::chrono::floor<seconds>(time.time_since_epoch()).count();
}

}  // namespace

std::shared_ptr<RateLimiter> RateLimiter::process_wide() {
  constinit static support::OnePerProcess<RateLimiter> limiter;
  return limiter.get();
}

void RateLimiter::acquire(std::size_t calls_per_minute, const support::Clock& clock,
                          const support::CallContext& context) {
  const auto give_up = clock.now() + longest_wait;
  for (;;) {
    TimePoint next;
    {
      const std::scoped_lock lock(mutex_);
      const auto now = clock.now();
      next = turn(calls_per_minute, now);
      if (next <= now) {
        if (calls_per_minute > 0) calls_.push_back(now);
        count(now);
        return;
      }
    }
    if (next > give_up) {
      throw HttpError(
          fmt::format("more than {} calls per minute are waiting for their turn; make fewer calls at once "
                      "or raise ClientOptions::calls_per_minute if the service allows it",
                      calls_per_minute));
    }
    context.sleep_until(clock, next);
  }
}

RateLimiter::TimePoint RateLimiter::turn(std::size_t calls_per_minute, TimePoint now) {
  TimePoint next = now;
  while (!calls_.empty() && calls_.front() + window <= now) calls_.pop_front();
  if (calls_per_minute > 0 && calls_.size() >= calls_per_minute) {
    next = calls_[calls_.size() - calls_per_minute] + window;
  }
  recover_pace(calls_per_minute, now);
  if (pace_ > 0) {
    const std::chrono::duration<double> between(60.0 / pace_);
    next = std::max(next, last_call_ + std::chrono::duration_cast<support::Clock::Duration>(between));
  }
  return next;
}

void RateLimiter::count(TimePoint now) {
  last_call_ = now;
  const std::int64_t second = second_of(now);
  auto& [counted, calls] = seconds_.at(static_cast<std::size_t>(second % 60));
  if (counted != second) calls = 0;
  counted = second;
  ++calls;
}

std::size_t RateLimiter::calls_of_last_minute(TimePoint now) const {
  const std::int64_t oldest = second_of(now) - 59;
  return std::accumulate(seconds_.begin(), seconds_.end(), std::size_t{0},
                         [oldest](std::size_t sum, const auto& second) {
                           return second.first >= oldest ? sum + second.second : sum;
                         });
}

void RateLimiter::take_refusal(TimePoint now) {
  const std::scoped_lock lock(mutex_);
  if (pace_ > 0 && now < pace_changed_ + one_refusal) return;
  const double calls = pace_ > 0 ? pace_ : static_cast<double>(calls_of_last_minute(now));
  if (calls < least_pace) return;
  pace_before_ = std::max(pace_before_, calls);
  pace_ = std::max(least_pace, calls * slower);
  pace_changed_ = now;
}

void RateLimiter::recover_pace(std::size_t calls_per_minute, TimePoint now) {
  if (pace_ <= 0 || now < pace_changed_ + pace_holds) return;
  pace_ *= faster;
  pace_changed_ = now;
  const bool is_as_before =
      calls_per_minute > 0 ? pace_ >= static_cast<double>(calls_per_minute) : pace_ >= 2 * pace_before_;
  if (!is_as_before) return;
  pace_ = 0;
  pace_before_ = 0;
}

RateLimiter::TimePoint RateLimiter::retry_turn(const std::string& origin, TimePoint now, TimePoint at) {
  const std::scoped_lock lock(mutex_);
  const auto filled = [now](const RetryTokens& tokens) {
    const std::chrono::duration<double> passed = std::max(now - tokens.at, support::Clock::Duration(0));
    return std::min(most_tokens, tokens.count + passed.count() * tokens_per_second);
  };
  if (tokens_.size() >= most_origins) {
    std::erase_if(tokens_, [&](const auto& entry) { return filled(entry.second) >= most_tokens; });
  }
  if (tokens_.size() >= most_origins) tokens_.clear();
  RetryTokens& tokens =
      tokens_.try_emplace(origin, RetryTokens{.count = most_tokens, .at = now}).first->second;
  tokens = {.count = filled(tokens) - 1, .at = now};
  if (tokens.count >= 0) return at;
  const std::chrono::duration<double> wait(-tokens.count / tokens_per_second);
  return std::max(at, now + std::chrono::duration_cast<support::Clock::Duration>(wait));
}

void RateLimiter::take_success(const std::string& origin) {
  const std::scoped_lock lock(mutex_);
  const auto found = tokens_.find(origin);
  if (found == tokens_.end()) return;
  found->second.count = std::min(most_tokens, found->second.count + tokens_of_success);
}

}  // namespace kili::http
