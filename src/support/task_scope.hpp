#pragma once

#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <utility>

#include "support/condition.hpp"
#include "support/process_bound.hpp"
#include "support/worker_pool.hpp"

namespace kili::support {

/// Jobs of one call on the pool of its client. The scope's own stop token follows the caller's; leaving the
/// scope stops what is still running and waits for it, so that jobs may refer to objects outside the
/// scope.
class TaskScope {
 public:
  TaskScope(std::shared_ptr<WorkerPool> pool, const std::stop_token& caller)
      : pool_(std::move(pool)), follow_caller_(caller, RequestStop{&stop_}) {}
  ~TaskScope() {
    if (!process_.is_of_this_process()) return;  // the jobs run in the parent
    stop_.request_stop();
    wait_for_jobs();
  }
  TaskScope(const TaskScope&) = delete;
  TaskScope& operator=(const TaskScope&) = delete;

  [[nodiscard]] std::stop_token stop_token() const noexcept { return stop_.get_token(); }
  void request_stop() noexcept { stop_.request_stop(); }

  /// Before waiting for what jobs do. @throws UsedAfterForkError in a child process, where no job runs.
  void check_process() const { process_.check(); }
  /// Waits until every job has run. @throws UsedAfterForkError.
  void wait() {
    check_process();
    wait_for_jobs();
  }
  /// `job` must not throw. Urgent jobs run before the others of the pool. @throws UsedAfterForkError.
  void run(std::function<void()> job, bool urgent = false) {
    check_process();
    {
      const std::scoped_lock lock(mutex_);
      ++running_;
    }
    try {
      pool_->submit(
          [this, job = std::move(job)]() mutable {
            job();
            job = nullptr;  // destroys what it holds before the scope can be left
            finish_one();
          },
          urgent);
    } catch (...) {
      finish_one();
      throw;
    }
  }

 private:
  void wait_for_jobs() {
    std::unique_lock lock(mutex_);
    finished_.wait(lock, [this] { return running_ == 0; });
  }
  void finish_one() {
    const std::scoped_lock lock(mutex_);
    --running_;
    finished_.notify_all();
  }

  struct RequestStop {
    std::stop_source* source;
    void operator()() const noexcept { source->request_stop(); }
  };

  std::shared_ptr<WorkerPool> pool_;
  ProcessMark process_;
  std::stop_source stop_;
  std::stop_callback<RequestStop> follow_caller_;
  std::mutex mutex_;
  Condition finished_;
  std::size_t running_ = 0;
};

/// A value that a job computes, or the exception that it ended with.
template <typename T>
class Outcome {
 public:
  /// Runs `compute` and keeps what it returned or threw.
  template <typename Compute>
  void fill(Compute&& compute) noexcept {
    try {
      value_.emplace(std::forward<Compute>(compute)());
    } catch (...) {
      error_ = std::current_exception();
    }
  }
  /// The value. @throws what the job threw.
  [[nodiscard]] T take() {
    if (error_) std::rethrow_exception(error_);
    return std::move(*value_);
  }
  [[nodiscard]] std::exception_ptr error() const noexcept { return error_; }

 private:
  std::optional<T> value_;
  std::exception_ptr error_;
};

}  // namespace kili::support
