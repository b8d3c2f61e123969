#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace kili::support {

/// Threads that wait for the network on behalf of a client. A thread is started when there is a job and no
/// thread is idle, up to a limit; all are joined on destruction. Jobs must not wait for other jobs of the
/// same pool. Thread-safe. Every job that was submitted runs; one that a fibre submits, on a fibre of its
/// scheduler.
class WorkerPool {
 public:
  explicit WorkerPool(std::size_t max_threads);
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  /// `job` must not throw. Urgent jobs run before the others.
  void submit(std::function<void()> job, bool urgent);

 private:
  /// A thread without a job.
  struct Sleeper {
    bool is_woken = false;
    std::condition_variable wake;
  };

  void run();
  /// The thread that was busy last gets the next job: the allocator keeps memory for each thread that had
  /// large jobs, so that they should be few.
  void wake_last_sleeper();

  std::size_t max_threads_;
  std::mutex mutex_;
  std::deque<std::function<void()>> jobs_;
  std::vector<Sleeper*> sleepers_;
  std::vector<std::thread> threads_;
  bool stopping_ = false;
};

}  // namespace kili::support
