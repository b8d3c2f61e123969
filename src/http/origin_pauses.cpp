#include "http/origin_pauses.hpp"

#include <algorithm>

#include "support/process_bound.hpp"

namespace kili::http {

std::shared_ptr<OriginPauses> OriginPauses::process_wide() {
  constinit static support::OnePerProcess<OriginPauses> pauses;
  return pauses.get();
}

void OriginPauses::add(const std::string& origin, Pause pause, support::Clock::TimePoint now) {
  const std::scoped_lock lock(mutex_);
  Pause& kept = pauses_[origin];
  if (kept.until <= now) kept = {};
  kept.too_long = kept.too_long || pause.too_long;
  kept.until = std::max(kept.until, pause.until);
}

std::optional<OriginPauses::Pause> OriginPauses::find(const std::string& origin,
                                                      support::Clock::TimePoint now) {
  const std::scoped_lock lock(mutex_);
  const auto found = pauses_.find(origin);
  if (found == pauses_.end()) return std::nullopt;
  if (found->second.until > now) return found->second;
  pauses_.erase(found);
  return std::nullopt;
}

}  // namespace kili::http
