#include "http/rate_limiter.hpp"

#include <fmt/format.h>

#include "kili/errors.hpp"
#include "support/process_bound.hpp"

namespace kili::http {
namespace {
constexpr auto window = std::chrono::seconds(60);
constexpr auto longest_wait = std::chrono::seconds(120);
}  // namespace

std::shared_ptr<RateLimiter> RateLimiter::process_wide() {
  constinit static support::OnePerProcess<RateLimiter> limiter;
  return limiter.get();
}

void RateLimiter::acquire(std::size_t calls_per_minute, const support::Clock& clock,
                          const support::CallContext& context) {
  if (calls_per_minute == 0) return;
  const auto give_up = clock.now() + longest_wait;
  for (;;) {
    support::Clock::TimePoint turn;
    {
      const std::scoped_lock lock(mutex_);
      const auto now = clock.now();
      while (!calls_.empty() && calls_.front() + window <= now) calls_.pop_front();
      if (calls_.size() < calls_per_minute) {
        calls_.push_back(now);
        return;
      }
      turn = calls_[calls_.size() - calls_per_minute] + window;
    }
    if (turn > give_up) {
      throw HttpError(
          fmt::format("more than {} calls per minute are waiting for their turn; make fewer calls at once "
                      "or raise ClientOptions::calls_per_minute if the service allows it",
                      calls_per_minute));
    }
    context.sleep_until(clock, turn);
  }
}

}  // namespace kili::http
