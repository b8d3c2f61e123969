#include "support/fibre_scheduler_core.hpp"

#include <algorithm>
#include <new>
#include <utility>

namespace kili::support {
namespace {

/// Stacks that a thread keeps for the next work.
constexpr std::size_t most_idle_fibres = 32;

/// The fibre that this thread runs. Fibres stay on their threads.
thread_local Fibre* running_fibre = nullptr;

}  // namespace

Fibre* current_fibre() noexcept { return running_fibre; }
void park(std::optional<FibreScheduler::Time> until) noexcept {
  Fibre& fibre = *running_fibre;
  fibre.thread.scheduler.park(fibre, until);
}
void wake(Fibre& fibre) noexcept { fibre.thread.scheduler.wake(fibre); }

Fibre::Fibre(FibreThread& owner)
    : thread(owner), context(FibreScheduler::stack_bytes, &Fibre::run, this, *owner.own) {
  Timers timers;
  timer = timers.emplace(FibreScheduler::Time(), this);
  timer_node = timers.extract(timer);
}

void Fibre::run(void* self) noexcept {
  Fibre& fibre = *static_cast<Fibre*>(self);
  while (!fibre.is_to_end) {
    fibre.work();
    fibre.work = nullptr;
    ExecutionContext::switch_to(fibre.context, *fibre.thread.own);
  }
}

void FibreScheduler::Core::run() {
  ExecutionContext own;
  std::unique_lock lock(mutex_);
  FibreThread& thread = threads_.emplace_back(*this);
  thread.own = &own;
  for (;;) {
    wake_due(thread, std::chrono::steady_clock::now());
    if (Fibre* const fibre = thread.first_ready; fibre != nullptr) {
      thread.first_ready = fibre->next_ready;
      resume(*fibre, lock);
    } else if (auto next = take_work()) {
      start(thread, std::move(*next), lock);
    } else if (is_stopping_ && thread.busy == 0 && !has_work()) {
      break;
    } else {
      wait(thread, lock);
    }
  }
  for (FibreThread& other : threads_) wake_up(other);  // one that waited for work has none to come
  auto idle = std::exchange(thread.idle, {});
  lock.unlock();
  for (const auto& fibre : idle) {
    fibre->is_to_end = true;
    ExecutionContext::switch_to(own, fibre->context);
  }
}

void FibreScheduler::Core::stop() {
  const std::scoped_lock lock(mutex_);
  is_stopping_ = true;
  for (FibreThread& thread : threads_) wake_up(thread);
}

FibreScheduler::Core::CallNumber FibreScheduler::Core::submit_call(Work call, std::optional<Time> latest) {
  const std::scoped_lock lock(mutex_);
  const CallNumber number = next_number_++;
  const auto place =
      waiting_calls_.emplace(number, WaitingCall{.work = std::move(call), .latest = latest}).first;
  try {
    if (latest) latest_begins_.emplace(*latest, number);
  } catch (...) {
    waiting_calls_.erase(place);
    throw;
  }
  wake_a_waiting_thread();
  return number;
}

void FibreScheduler::Core::expedite(CallNumber number) noexcept {
  const std::scoped_lock lock(mutex_);
  if (const auto found = waiting_calls_.find(number); found != waiting_calls_.end()) {
    expedited_.insert(waiting_calls_.extract(found));
    wake_a_waiting_thread();
  }
}

void FibreScheduler::Core::submit_job(Work job, bool urgent) {
  const std::scoped_lock lock(mutex_);
  if (urgent) {
    waiting_jobs_.push_front(std::move(job));
  } else {
    waiting_jobs_.push_back(std::move(job));
  }
  wake_a_waiting_thread();
}

void FibreScheduler::Core::give_place_back(Fibre& fibre) noexcept {
  const std::scoped_lock lock(mutex_);
  take_end_of(std::exchange(fibre.kind, FibreWork::unlimited));
  wake_a_waiting_thread();
}

void FibreScheduler::Core::park(Fibre& fibre, std::optional<Time> until) noexcept {
  {
    const std::scoped_lock lock(mutex_);
    if (std::exchange(fibre.wake_is_pending, false)) return;
    fibre.is_parked = true;
    if (until) {
      fibre.timer_node.key() = *until;
      fibre.timer = fibre.thread.timers.insert(std::move(fibre.timer_node));
    }
  }
  // From here on it may be made ready, but only the loop below it, on this thread, goes on with it.
  ExecutionContext::switch_to(fibre.context, *fibre.thread.own);
}

void FibreScheduler::Core::wake(Fibre& fibre) noexcept {
  const std::scoped_lock lock(mutex_);
  if (!fibre.is_parked) {
    fibre.wake_is_pending = true;
    return;
  }
  make_ready(fibre);
  wake_up(fibre.thread);
}

std::size_t FibreScheduler::Core::most_stack_used() const {
  const std::scoped_lock lock(mutex_);
  return most_stack_used_;
}

void FibreScheduler::Core::make_ready(Fibre& fibre) noexcept {
  FibreThread& thread = fibre.thread;
  fibre.is_parked = false;
  if (fibre.timer_node.empty()) fibre.timer_node = thread.timers.extract(fibre.timer);
  fibre.next_ready = nullptr;
  if (thread.first_ready == nullptr) {
    thread.first_ready = &fibre;
  } else {
    thread.last_ready->next_ready = &fibre;
  }
  thread.last_ready = &fibre;
}

void FibreScheduler::Core::wake_due(FibreThread& thread, Time now) noexcept {
  while (!thread.timers.empty() && thread.timers.begin()->first <= now)
    make_ready(*thread.timers.begin()->second);
  while (!latest_begins_.empty() && latest_begins_.begin()->first <= now) {
    const CallNumber number = latest_begins_.begin()->second;
    latest_begins_.erase(latest_begins_.begin());
    if (const auto found = waiting_calls_.find(number); found != waiting_calls_.end())
      expedited_.insert(waiting_calls_.extract(found));
  }
}

bool FibreScheduler::Core::has_work() const noexcept {
  return !waiting_calls_.empty() || !waiting_jobs_.empty() || !expedited_.empty();
}

std::optional<FibreScheduler::Core::Next> FibreScheduler::Core::take_work() {
  const auto take_call = [this](WaitingCalls& calls, FibreWork kind) {
    const auto call = calls.extract(calls.begin());
    if (call.mapped().latest) {
      auto [place, end] = latest_begins_.equal_range(*call.mapped().latest);
      place = std::find_if(place, end, [&](const auto& begin) { return begin.second == call.key(); });
      if (place != end) latest_begins_.erase(place);
    }
    return Next{.work = std::move(call.mapped().work), .kind = kind};
  };
  if (!expedited_.empty()) return take_call(expedited_, FibreWork::unlimited);
  if (!waiting_jobs_.empty() && jobs_ < limits_.jobs) {
    ++jobs_;
    Next next{.work = std::move(waiting_jobs_.front()), .kind = FibreWork::job};
    waiting_jobs_.pop_front();
    return next;
  }
  if (!waiting_calls_.empty() && calls_ < limits_.calls) {
    ++calls_;
    return take_call(waiting_calls_, FibreWork::call);
  }
  return std::nullopt;
}

void FibreScheduler::Core::start(FibreThread& thread, Next next, std::unique_lock<std::mutex>& lock) {
  Fibre* fibre = nullptr;
  if (!thread.idle.empty()) {
    fibre = thread.idle.back().release();
    thread.idle.pop_back();
  } else {
    lock.unlock();
    try {
      fibre = std::make_unique<Fibre>(thread).release();
    } catch (const std::bad_alloc&) {
      // Without a stack the work blocks the thread.
      next.work();
      next.work = nullptr;
      lock.lock();
      take_end_of(next.kind);
      return;
    }
    lock.lock();
  }
  ++thread.busy;
  fibre->work = std::move(next.work);
  fibre->kind = next.kind;
  fibre->wake_is_pending = false;
  resume(*fibre, lock);
}

void FibreScheduler::Core::resume(Fibre& fibre, std::unique_lock<std::mutex>& lock) {
  lock.unlock();
  running_fibre = &fibre;
  ExecutionContext::switch_to(*fibre.thread.own, fibre.context);
  running_fibre = nullptr;
  lock.lock();
  if (!fibre.work) put_aside(fibre, lock);
}

/// A fibre whose work has ended.
void FibreScheduler::Core::put_aside(Fibre& fibre, std::unique_lock<std::mutex>& lock) {
  FibreThread& thread = fibre.thread;
  take_end_of(fibre.kind);
  if (has_work()) wake_a_waiting_thread();
  --thread.busy;
  std::unique_ptr<Fibre> kept(&fibre);
  if (thread.idle.size() < most_idle_fibres) {
    thread.idle.push_back(std::move(kept));
    return;
  }
  lock.unlock();
  kept->is_to_end = true;
  ExecutionContext::switch_to(*thread.own, kept->context);
  const std::size_t used = kept->context.stack_used();
  kept.reset();
  lock.lock();
  most_stack_used_ = std::max(most_stack_used_, used);
}

void FibreScheduler::Core::take_end_of(FibreWork kind) noexcept {
  if (kind == FibreWork::call) --calls_;
  if (kind == FibreWork::job) --jobs_;
}

void FibreScheduler::Core::wake_up(FibreThread& thread) noexcept {
  if (std::exchange(thread.is_waiting, false)) thread.wake.notify_one();
}

void FibreScheduler::Core::wake_a_waiting_thread() noexcept {
  for (FibreThread& thread : threads_) {
    if (thread.is_waiting) return wake_up(thread);
  }
}

void FibreScheduler::Core::wait(FibreThread& thread, std::unique_lock<std::mutex>& lock) {
  std::optional<Time> until;
  if (!thread.timers.empty()) until = thread.timers.begin()->first;
  if (!latest_begins_.empty() && (!until || latest_begins_.begin()->first < *until))
    until = latest_begins_.begin()->first;
  thread.is_waiting = true;
  const auto is_woken = [&thread] { return !thread.is_waiting; };
  if (until) {
    thread.wake.wait_until(lock, *until, is_woken);
  } else {
    thread.wake.wait(lock, is_woken);
  }
  thread.is_waiting = false;
}

}  // namespace kili::support
