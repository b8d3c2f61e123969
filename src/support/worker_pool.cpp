#include "support/worker_pool.hpp"

#include <system_error>
#include <utility>

#include "support/fibre_scheduler.hpp"

namespace kili::support {

WorkerPool::WorkerPool(std::size_t max_threads) : max_threads_(max_threads) {}

WorkerPool::~WorkerPool() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
    while (!sleepers_.empty()) wake_last_sleeper();
  }
  for (auto& thread : threads_) thread.join();
}

void WorkerPool::submit(std::function<void()> job, bool urgent) {
  if (FibreScheduler::is_on_fibre()) {
    FibreScheduler::submit_job_here(std::move(job), urgent);
    return;
  }
  const std::scoped_lock lock(mutex_);
  if (urgent) {
    jobs_.push_front(std::move(job));
  } else {
    jobs_.push_back(std::move(job));
  }
  if (!sleepers_.empty()) {
    wake_last_sleeper();
  } else if (threads_.size() < max_threads_) {
    try {
      sleepers_.reserve(threads_.size() + 1);
      threads_.emplace_back([this] { run(); });
    } catch (const std::system_error&) {
      // One thread is enough to run all jobs, only later.
      if (threads_.empty()) {
        jobs_.clear();
        throw;
      }
    }
  }
}

void WorkerPool::wake_last_sleeper() {
  Sleeper& sleeper = *sleepers_.back();
  sleepers_.pop_back();
  sleeper.is_woken = true;
  sleeper.wake.notify_one();
}

void WorkerPool::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    while (jobs_.empty()) {
      if (stopping_) return;
      Sleeper sleeper;
      sleepers_.push_back(&sleeper);
      sleeper.wake.wait(lock, [&sleeper] { return sleeper.is_woken; });
    }
    const auto job = std::move(jobs_.front());
    jobs_.pop_front();
    lock.unlock();
    job();
    lock.lock();
  }
}

}  // namespace kili::support
