#include "support/bell.hpp"

namespace kili::support {

void Bell::ring() {
  std::stop_source sleep{std::nostopstate};
  {
    const std::scoped_lock lock(mutex_);
    rung_ = true;
    rung_now_.notify_one();
    sleep = sleep_;
  }
  // Without the lock, since it calls into the clock.
  static_cast<void>(sleep.request_stop());
}

void Bell::wait(std::optional<Clock::TimePoint> until) {
  std::unique_lock lock(mutex_);
  if (!until) {
    rung_now_.wait(lock, [this] { return rung_; });
  } else if (!rung_) {
    sleep_ = std::stop_source();
    const std::stop_token woken = sleep_.get_token();
    lock.unlock();
    static_cast<void>(clock_->sleep_until(*until, woken));
    lock.lock();
    sleep_ = std::stop_source(std::nostopstate);
  }
  rung_ = false;
}

}  // namespace kili::support
