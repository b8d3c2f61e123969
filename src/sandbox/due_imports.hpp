#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "kili/sandbox.hpp"

namespace kili::sandbox {

/// The ends of asynchronous imports in a sandbox without threads: they are made up for when somebody looks.
/// Thread-safe.
class DueImports {
 public:
  explicit DueImports(std::shared_ptr<const SandboxClock> clock) : clock_(std::move(clock)) {}

  void add(std::string notification_id, std::chrono::milliseconds duration) {
    const std::scoped_lock lock(mutex_);
    imports_.push_back({clock_->now() + duration, std::move(notification_id)});
  }

  /// Takes those whose time has come, the earliest first. @return their notification ids.
  [[nodiscard]] std::vector<std::string> take_due();

 private:
  struct Import {
    std::chrono::steady_clock::time_point due;
    std::string notification_id;
  };

  std::shared_ptr<const SandboxClock> clock_;
  std::vector<Import> imports_;
  std::mutex mutex_;
};

}  // namespace kili::sandbox
