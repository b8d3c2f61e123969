#pragma once

#include <cstddef>
#include <memory>

#include "support/os/guarded_stack.hpp"

namespace kili::support {

/// Where an execution stands that can be left and gone on with: that of a thread, or of a fibre with a stack
/// of its own. A fibre stays on the thread that it began on, so that locks and thread-local variables are
/// those of one thread. Sanitizers are told of every change, and exceptions that are being handled stay with
/// their fibre. Used by one thread.
class ExecutionContext {
 public:
  using Function = void (*)(void* argument) noexcept;

  /// Of the thread, as it runs.
  ExecutionContext();
  /// Of a fibre: calls the function when it is first switched to. When the function returns, `next` goes on,
  /// and the fibre must not be switched to any more. Until then it must not be destroyed.
  /// @throws std::bad_alloc no memory for its stack.
  ExecutionContext(std::size_t stack_bytes, Function function, void* argument, ExecutionContext& next);
  ~ExecutionContext();
  ExecutionContext(const ExecutionContext&) = delete;
  ExecutionContext& operator=(const ExecutionContext&) = delete;

  /// Leaves `from`, which is running, for `to`. Returns when somebody switches to `from`.
  static void switch_to(ExecutionContext& from, ExecutionContext& to) noexcept;

  /// Bytes of the stack that were ever used, in whole pages; 0 for a thread.
  [[nodiscard]] std::size_t stack_used() const { return stack_ ? stack_->used() : 0; }

 private:
  struct Switching;

  static void leave(ExecutionContext& from, ExecutionContext& to, bool for_ever) noexcept;

  std::unique_ptr<GuardedStack> stack_;  ///< Null for a thread.
  Function function_ = nullptr;
  void* argument_ = nullptr;
  ExecutionContext* next_ = nullptr;
  void* place_ = nullptr;           ///< Where to go on.
  ExecutionContext* to_ = nullptr;  ///< What it was left for.

  /// Of the C++ runtime: exceptions that are being handled, and how many are on their way.
  struct Exceptions {
    void* caught = nullptr;
    unsigned int uncaught = 0;
  };
  Exceptions exceptions_;

  // For sanitizers.
  void* thread_state_ = nullptr;
  [[maybe_unused]] void* fake_stack_ = nullptr;
  const void* stack_bottom_ = nullptr;
  std::size_t stack_size_ = 0;
};

}  // namespace kili::support
