#include "http/retry_budget.hpp"

#include <fmt/format.h>

#include <utility>

namespace kili::http {

RetryBudget::RetryBudget(std::optional<std::size_t> most, support::MessageLog log)
    : log_(std::move(log)), most_(most) {}

bool RetryBudget::take(support::Clock::TimePoint now) {
  if (!most_) return true;
  {
    const std::scoped_lock lock(mutex_);
    while (!taken_.empty() && taken_.front() + window <= now) taken_.pop_front();
    if (taken_.size() < *most_) {
      taken_.push_back(now);
      return true;
    }
    if (told_ && *told_ + window > now) return false;
    told_ = now;
  }
  log_.warn_http(fmt::format(
      "the {} retries within 60 s that ClientOptions::retry allows are used up; what fails is not "
      "sent again",
      *most_));
  return false;
}

}  // namespace kili::http
