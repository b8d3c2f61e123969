#include "support/id_locks.hpp"

#include <algorithm>
#include <chrono>

namespace kili::support {
namespace {
/// How often a waiting call checks its deadline.
constexpr auto deadline_check = std::chrono::milliseconds(20);
}  // namespace

IdLocks::Guard IdLocks::lock(std::vector<std::string> ids, const Clock& clock, const CallContext& context) {
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  std::unique_lock lock(mutex_);
  const auto all_free = [&] {
    return std::none_of(ids.begin(), ids.end(), [&](const std::string& id) { return held_.contains(id); });
  };
  while (!released_.wait_for(lock, context.stop_token, deadline_check, all_free)) context.check(clock.now());
  held_.insert(ids.begin(), ids.end());
  return {*this, std::move(ids)};
}

void IdLocks::unlock(const std::vector<std::string>& ids) noexcept {
  const std::scoped_lock lock(mutex_);
  for (const auto& id : ids) held_.erase(id);
  released_.notify_all();
}

}  // namespace kili::support
