#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <utility>

#include "support/condition.hpp"
#include "support/task_scope.hpp"
#include "support/worker_pool.hpp"

namespace kili::engine {

/// Jobs of a call on the worker pool. What follows a job runs on the thread of the call, so that the
/// call's own data need no lock. The destructor stops the jobs and waits for them.
class Jobs {
 public:
  /// @param on_event is called on the thread of each job when its run_event() can come; may be empty.
  Jobs(const std::shared_ptr<support::WorkerPool>& pool, const std::stop_token& stop_token,
       std::function<void()> on_event = {})
      : on_event_(std::move(on_event)), scope_(pool, stop_token) {}

  /// Runs `job` on the pool, and `then` in a later run_event(). `job` must not throw.
  void start(std::function<void()> job, std::function<void()> then, bool urgent);
  /// Runs what follows one job that has ended. @param wait waits for such a job when there is none.
  /// @return false when there was none.
  bool run_event(bool wait);
  /// Number of jobs whose run_event() is still to come.
  [[nodiscard]] std::size_t running() const noexcept { return running_; }
  [[nodiscard]] std::stop_token stop_token() const { return scope_.stop_token(); }

 private:
  std::function<void()> on_event_;
  std::size_t running_ = 0;
  std::mutex mutex_;  // of the events
  support::Condition event_arrived_;
  std::deque<std::function<void()>> events_;
  support::TaskScope scope_;  // last: its destructor waits for the jobs, which use the rest
};

}  // namespace kili::engine
