#pragma once

/// @file
/// What a future and the call that it stands for share.

#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <stop_token>
#include <type_traits>
#include <utility>

#include "kili/callable.hpp"
#include "kili/export.hpp"

namespace kili {
inline namespace v0_1 {
namespace async {
class Executor;
}  // namespace async

namespace detail {

/// All but the value. One side completes it, once; the other one waits or leaves a continuation. Thread-safe.
class KILI_EXPORT FutureState {
 public:
  /// Called with null, or with the reason why the executor did not run it.
  using Continuation = Callable<void(std::exception_ptr)>;

  FutureState();
  /// @param stop what cancel() triggers.
  explicit FutureState(std::stop_source stop);
  FutureState(const FutureState&) = delete;
  FutureState& operator=(const FutureState&) = delete;
  virtual ~FutureState();

  // The side that completes it.
  [[nodiscard]] const std::stop_source& stop() const noexcept;
  void set_error(std::exception_ptr error) noexcept;
  /// After the value or an error was set: wakes who waits, runs the continuation or has it run.
  void complete() noexcept;

  // The side of the future.
  void cancel() noexcept;
  [[nodiscard]] bool is_ready() const noexcept;
  /// @return whether it is ready; always without `until`. @throws UsedAfterForkError.
  bool wait(std::optional<std::chrono::steady_clock::time_point> until = {}) const;
  /// When it is ready. @throws the error.
  void throw_error() const;
  /// At most one, before or after it is ready. @param executor null: on the thread that completes it, or at
  /// once.
  void continue_with(async::Executor* executor, Continuation continuation);

 private:
  class Parts;
  std::unique_ptr<Parts> parts_;
};

/// Stands for void.
struct Nothing {};

template <typename T>
class FutureValue final : public FutureState {
 public:
  using Kept = std::conditional_t<std::is_void_v<T>, Nothing, T>;
  FutureValue() = default;
  explicit FutureValue(std::stop_source stop) : FutureState(std::move(stop)) {}

  /// Keeps what the function returns or throws. It is not complete yet.
  template <typename Function>
  void fill(Function&& function) noexcept {
    try {
      if constexpr (std::is_void_v<T>) {
        std::forward<Function>(function)();
        value.emplace();
      } else {
        value.emplace(std::forward<Function>(function)());
      }
    } catch (...) {
      set_error(std::current_exception());
    }
  }
  /// When it is ready. @throws the error.
  [[nodiscard]] T take() {
    throw_error();
    if constexpr (!std::is_void_v<T>) return std::move(*value);
  }

  std::optional<Kept> value;
};

/// @throws ValidationError.
[[noreturn]] KILI_EXPORT void throw_future_without_result();

}  // namespace detail
}  // namespace v0_1
}  // namespace kili
