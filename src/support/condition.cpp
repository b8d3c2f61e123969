#include "support/condition.hpp"

namespace kili::support {

void Condition::wait_on_fibre(std::unique_lock<std::mutex>& lock, std::optional<FibreScheduler::Time> until) {
  Waiting self{.fibre = current_fibre()};
  {
    const std::scoped_lock list_lock(mutex_);
    self.next = std::exchange(first_, &self);
  }
  lock.unlock();
  park(until);
  {
    const std::scoped_lock list_lock(mutex_);
    Waiting** place = &first_;
    while (*place != &self) place = &(*place)->next;
    *place = self.next;
  }
  lock.lock();
}

void Condition::wake_fibres() noexcept {
  const std::scoped_lock list_lock(mutex_);
  for (const Waiting* waiting = first_; waiting != nullptr; waiting = waiting->next) wake(*waiting->fibre);
}

}  // namespace kili::support
