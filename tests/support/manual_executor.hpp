#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <utility>

#include "kili/async/executor.hpp"
#include "support/condition.hpp"

namespace kili::test {

/// Keeps tasks until somebody runs them.
class ManualExecutor final : public async::Executor {
 public:
  void post(detail::Callable<void()> task) override {
    const std::scoped_lock lock(mutex_);
    if (refuses_) throw std::runtime_error("refused");
    tasks_.push_back(std::move(task));
    changed_.notify_all();
  }
  void refuse() {
    const std::scoped_lock lock(mutex_);
    refuses_ = true;
  }
  /// Waits for a task and runs it.
  void run_one() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !tasks_.empty(); });
    const auto task = std::move(tasks_.front());
    tasks_.pop_front();
    lock.unlock();
    task();
  }
  void drop_all() {
    std::deque<detail::Callable<void()>> dropped;
    const std::scoped_lock lock(mutex_);
    dropped.swap(tasks_);
  }
  [[nodiscard]] std::size_t waiting() {
    const std::scoped_lock lock(mutex_);
    return tasks_.size();
  }

 private:
  support::Condition changed_;
  std::mutex mutex_;
  bool refuses_ = false;
  std::deque<detail::Callable<void()>> tasks_;
};

}  // namespace kili::test
