#pragma once

#include <cstddef>

namespace kili::support {

/// Memory for a stack of execution with a page below it that nothing may touch: a stack that is too small
/// ends the program instead of writing over something else. Memory is taken as far as it is used.
class GuardedStack {
 public:
  /// @param bytes rounded up to whole pages. @throws std::bad_alloc.
  explicit GuardedStack(std::size_t bytes);
  ~GuardedStack();
  GuardedStack(const GuardedStack&) = delete;
  GuardedStack& operator=(const GuardedStack&) = delete;

  [[nodiscard]] std::byte* bottom() const noexcept { return mapped_ + guard_; }
  [[nodiscard]] std::byte* top() const noexcept { return mapped_ + guard_ + bytes_; }
  [[nodiscard]] std::size_t size() const noexcept { return bytes_; }
  /// Bytes that were ever written to, in whole pages, from the top down to the lowest of them.
  [[nodiscard]] std::size_t used() const;

 private:
  std::size_t guard_;
  std::size_t bytes_;
  std::byte* mapped_ = nullptr;
};

}  // namespace kili::support
