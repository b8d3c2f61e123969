#pragma once

/// @file
/// Where what follows a call is to run.

#include "kili/callable.hpp"
#include "kili/export.hpp"

namespace kili {
inline namespace v0_1 {
namespace async {

/// Runs tasks on threads of the program, such as those of an event loop. Outlives the futures that it was
/// given to.
class KILI_EXPORT Executor {
 public:
  virtual ~Executor();

  /// Takes a task and returns without waiting for it; the task runs once, later, and does not throw. Called
  /// by any thread. When it throws, or when a task is destroyed before it ran, what waits for the task ends
  /// with Cancelled.
  virtual void post(detail::Callable<void()> task) = 0;

 protected:
  Executor() = default;
  Executor(const Executor&) = default;
  Executor& operator=(const Executor&) = default;
};

}  // namespace async
}  // namespace v0_1
}  // namespace kili
