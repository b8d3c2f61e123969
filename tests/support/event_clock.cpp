#include "event_clock.hpp"

#include <algorithm>
#include <stop_token>

namespace kili::test {

std::chrono::system_clock::time_point EventClock::OfActor::wall_time() const {
  const std::chrono::system_clock::time_point start{std::chrono::sys_days{std::chrono::year(2024) / 1 / 1}};
  return start + std::chrono::duration_cast<std::chrono::system_clock::duration>(now().time_since_epoch());
}

EventClock::TimePoint EventClock::now() const {
  const std::scoped_lock lock(mutex_);
  return now_;
}

void EventClock::at(TimePoint time, std::function<void()> action) {
  const std::scoped_lock lock(mutex_);
  actions_.emplace(time, std::move(action));
}

void EventClock::finish(std::size_t actor) {
  const std::scoped_lock lock(mutex_);
  actors_[actor].finished = true;
  changed_.notify_all();
}

/// @param surely no thread of an actor was woken that has not come back.
bool EventClock::all_wait(bool surely) const {
  return std::all_of(actors_.begin(), actors_.end(), [surely](const Actor& actor) {
    return actor.finished || (actor.sleepers > 0 && !(surely && actor.computes));
  });
}

void EventClock::move_on(std::unique_lock<std::mutex>& lock) {
  const auto first = std::min_element(sleepers_.begin(), sleepers_.end(),
                                      [](const auto& a, const auto& b) { return a.until < b.until; });
  if (!actions_.empty() && (first == sleepers_.end() || actions_.begin()->first <= first->until)) {
    const auto due = actions_.begin();
    now_ = std::max(now_, due->first);
    const auto action = std::move(due->second);
    actions_.erase(due);
    acts_ = true;
    lock.unlock();
    action();
    lock.lock();
    acts_ = false;
  } else if (first != sleepers_.end()) {
    now_ = first->until;
    for (const auto& sleeper : sleepers_) {
      if (sleeper.until <= now_) actors_[sleeper.actor].computes = true;
    }
  }
  changed_.notify_all();
}

bool EventClock::sleep(std::size_t actor, TimePoint until, const std::stop_token& stop_token) {
  const std::stop_callback wake(stop_token, [this] {
    const std::scoped_lock lock(mutex_);
    changed_.notify_all();
  });
  std::unique_lock lock(mutex_);
  const auto self = sleepers_.insert(sleepers_.end(), {actor, until, stop_token});
  ++actors_[actor].sleepers;
  actors_[actor].computes = false;
  changed_.notify_all();
  // A thread that was woken may have nothing more to do: of an actor with others that wait.
  constexpr auto to_come_back = std::chrono::microseconds(200);
  while (!stop_token.stop_requested() && now_ < until) {
    const bool somebody_is_due = std::any_of(sleepers_.begin(), sleepers_.end(), [this](const auto& each) {
      return each.until <= now_ || each.stop_token.stop_requested();
    });
    if (!acts_ && !somebody_is_due && all_wait(true)) {
      move_on(lock);
    } else if (changed_.wait_for(lock, to_come_back) == std::cv_status::timeout && all_wait(false)) {
      for (auto& each : actors_) each.computes = false;
    }
  }
  sleepers_.erase(self);
  --actors_[actor].sleepers;
  actors_[actor].computes = true;
  changed_.notify_all();
  return now_ >= until || !stop_token.stop_requested();
}

}  // namespace kili::test
