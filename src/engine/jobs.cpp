#include "engine/jobs.hpp"

#include <utility>

namespace kili::engine {

void Jobs::start(std::function<void()> job, std::function<void()> then, bool urgent) {
  scope_.run(
      [this, job = std::move(job), then = std::move(then)]() mutable {
        job();
        {
          const std::scoped_lock lock(mutex_);
          events_.push_back(std::move(then));
          event_arrived_.notify_all();
        }
        if (on_event_) on_event_();
      },
      urgent);
  ++running_;
}

bool Jobs::run_event(bool wait) {
  scope_.check_process();
  std::unique_lock lock(mutex_);
  if (wait) event_arrived_.wait(lock, [this] { return !events_.empty(); });
  if (events_.empty()) return false;
  const auto event = std::move(events_.front());
  events_.pop_front();
  lock.unlock();
  --running_;
  event();
  return true;
}

}  // namespace kili::engine
