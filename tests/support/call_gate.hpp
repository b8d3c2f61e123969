#pragma once

#include <cstddef>
#include <mutex>
#include <stop_token>

#include "kili/errors.hpp"
#include "support/condition.hpp"

namespace kili::test {

/// Requests wait here until it is opened, without blocking the threads of asynchronous calls.
class CallGate {
 public:
  void open() {
    const std::scoped_lock lock(mutex_);
    is_open_ = true;
    changed_.notify_all();
  }
  /// @throws Cancelled.
  void pass(const std::stop_token& stop_token) {
    std::unique_lock lock(mutex_);
    ++arrived_;
    changed_.notify_all();
    if (!changed_.wait(lock, stop_token, [this] { return is_open_; })) throw Cancelled("at the gate");
  }
  /// Waits until so many requests have come.
  void wait_for(std::size_t requests) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return arrived_ >= requests; });
  }
  [[nodiscard]] std::size_t arrived() {
    const std::scoped_lock lock(mutex_);
    return arrived_;
  }

 private:
  std::size_t arrived_ = 0;
  support::Condition changed_;
  bool is_open_ = false;
  std::mutex mutex_;
};

}  // namespace kili::test
