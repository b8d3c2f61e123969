#include "engine/recent_changes.hpp"

#include <algorithm>
#include <chrono>

#include "engine/repair_pace.hpp"

namespace kili::engine {
namespace {

/// Services are moved and repaired while clients run.
constexpr auto memory_of_stale_reads = std::chrono::minutes(10);

}  // namespace

void RecentChanges::note(std::span<const std::string> ids, support::Clock::TimePoint now) {
  const std::scoped_lock lock(mutex_);
  for (const auto& id : ids) {
    const auto [entry, is_new] = changed_.try_emplace(id, now);
    if (!is_new && entry->second == now) continue;
    entry->second = now;
    in_order_.emplace_back(now, &entry->first);
  }
  for (; !in_order_.empty() && in_order_.front().first + longest_read_lag <= now; in_order_.pop_front()) {
    // The last entry of an id removes it, so that those before it still find it.
    const auto found = changed_.find(*in_order_.front().second);
    if (found->second == in_order_.front().first) changed_.erase(found);
  }
}

void RecentChanges::note_stale_read(support::Clock::TimePoint now) {
  const std::scoped_lock lock(mutex_);
  stale_read_ = now;
}

std::optional<support::Clock::TimePoint> RecentChanges::shown_from(std::span<const std::string> ids,
                                                                   support::Clock::TimePoint now) const {
  {
    const std::scoped_lock lock(mutex_);
    if (!stale_read_ || *stale_read_ + memory_of_stale_reads < now) return std::nullopt;
  }
  return surely_shown_from(ids, now);
}

std::optional<support::Clock::TimePoint> RecentChanges::surely_shown_from(
    std::span<const std::string> ids, support::Clock::TimePoint now) const {
  const std::scoped_lock lock(mutex_);
  std::optional<support::Clock::TimePoint> latest;
  for (const auto& id : ids) {
    const auto found = changed_.find(id);
    if (found == changed_.end()) continue;
    const auto shown = found->second + longest_read_lag;
    if (shown > now) latest = latest ? std::max(*latest, shown) : shown;
  }
  return latest;
}

void RecentChanges::wait_until_shown(std::span<const std::string> ids, const support::Clock& clock,
                                     const support::CallContext& context) const {
  if (const auto shown = shown_from(ids, clock.now())) context.sleep_until(clock, *shown);
}

}  // namespace kili::engine
