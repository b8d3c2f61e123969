#pragma once

/// @file
/// The result of a call that is still under way, for threads and continuations; for coroutines include
/// kili/async/coroutines.hpp, or kili/async.hpp.

#include <chrono>
#include <concepts>
#include <exception>
#include <memory>
#include <optional>
#include <stop_token>
#include <type_traits>
#include <utility>

#include "kili/async/executor.hpp"
#include "kili/async/future_state.hpp"

namespace kili {
inline namespace v0_1 {
namespace async {
template <typename T>
class Future;
}  // namespace async

namespace detail {

template <typename T>
inline constexpr bool is_future = false;
template <typename T>
inline constexpr bool is_future<async::Future<T>> = true;

struct FutureFactory;
template <typename T>
struct FuturePromise;
template <typename T>
class FutureAwaiter;

template <typename Function, typename T>
struct ValueContinuation : std::invoke_result<Function&, T> {};
template <typename Function>
struct ValueContinuation<Function, void> : std::invoke_result<Function&> {};

/// Whether it takes the future itself, the error too, and not the value alone.
template <typename Function, typename T>
inline constexpr bool takes_future = std::invocable<Function&, async::Future<T>>;

template <typename Function, typename T>
using ContinuationResult =
    typename std::conditional_t<takes_future<Function, T>, std::invoke_result<Function&, async::Future<T>>,
                                ValueContinuation<Function, T>>::type;

}  // namespace detail

namespace async {

/// The result of a call that is under way, or its error. Taken once: get(), then(), co_await and resume_on()
/// leave the future without a result, and everything but valid() then throws ValidationError.
///
/// A future that is destroyed does not end its call, and its result or error is lost: keep it, or cancel it
/// and wait.
///
/// A function that returns a Future may be a coroutine: it begins at once on the thread that calls it, and
/// cancel() of its future cancels what it awaits then or later. Its parameters live as long as it runs, but
/// what references and pointers among them refer to must do so too.
///
/// In a child process of fork() a future that is not ready stays so: waiting throws UsedAfterForkError.
template <typename T>
class [[nodiscard]] Future {
 public:
  using promise_type = detail::FuturePromise<T>;
  using value_type = T;

  /// Without a result.
  Future() noexcept = default;
  Future(const Future&) = delete;
  Future(Future&&) noexcept = default;
  Future& operator=(const Future&) = delete;
  Future& operator=(Future&&) noexcept = default;
  ~Future() = default;

  [[nodiscard]] bool valid() const noexcept { return state_ != nullptr; }
  /// Whether get() would not wait.
  [[nodiscard]] bool ready() const { return state().is_ready(); }
  void wait() const { state().wait(); }
  /// @return whether it is ready.
  bool wait_for(std::chrono::milliseconds time) const {
    return state().wait(std::chrono::steady_clock::now() + time);
  }
  /// Waits for the result. @throws what the call threw.
  T get() {
    wait();
    return take()->take();
  }
  /// Ends the call with Cancelled within 100 ms, also one that has not begun. Nothing when it has ended. Has
  /// an effect on what the future was made of by then() too.
  void cancel() const { state().cancel(); }

  /// Has `function` called when the result is there. It takes the value (for void: nothing), and is then not
  /// called after an error, which goes on to the returned future; or it takes the ready Future, and then sees
  /// errors too.
  /// @param executor where it runs. @return the future of what it returns.
  template <typename Function>
  auto then(Executor& executor, Function function) {
    return continue_on(&executor, std::move(function));
  }
  /// The same where the call ends, on a thread of its client, or at once when the result is there.
  template <typename Function>
  auto then(Function function) {
    return continue_on(nullptr, std::move(function));
  }

  /// `co_await future`: the value or the error. The coroutine goes on where the call ends, on a thread of its
  /// client.
  [[nodiscard]] detail::FutureAwaiter<T> operator co_await();
  /// `co_await future.resume_on(executor)`: the coroutine goes on there, also when the result is there
  /// already.
  [[nodiscard]] detail::FutureAwaiter<T> resume_on(Executor& executor);

 private:
  friend struct detail::FutureFactory;
  using State = detail::FutureValue<T>;

  explicit Future(std::shared_ptr<State> state) noexcept : state_(std::move(state)) {}

  [[nodiscard]] State& state() const {
    if (!state_) detail::throw_future_without_result();
    return *state_;
  }
  [[nodiscard]] std::shared_ptr<State> take() {
    static_cast<void>(state());
    return std::move(state_);
  }
  template <typename Function>
  auto continue_on(Executor* executor, Function function);

  std::shared_ptr<State> state_;
};

}  // namespace async

namespace detail {

struct FutureFactory {
  template <typename T>
  [[nodiscard]] static async::Future<T> make(std::shared_ptr<FutureValue<T>> state) noexcept {
    return async::Future<T>(std::move(state));
  }
};

}  // namespace detail

namespace async {

template <typename T>
template <typename Function>
auto Future<T>::continue_on(Executor* executor, Function function) {
  using Result = detail::ContinuationResult<Function, T>;
  static_assert(!detail::is_future<Result>, "a continuation that itself waits is better a coroutine");
  const auto before = take();
  // One stop source for both: who cancels what follows cancels the call.
  const auto after = std::make_shared<detail::FutureValue<Result>>(before->stop());
  before->continue_with(
      executor, [before, after, function = std::move(function)](const std::exception_ptr& not_run) mutable {
        after->fill([&]() -> Result {
          if (not_run) std::rethrow_exception(not_run);
          if constexpr (detail::takes_future<Function, T>) {
            return function(Future(before));
          } else if constexpr (std::is_void_v<T>) {
            before->take();
            return function();
          } else {
            return function(before->take());
          }
        });
        after->complete();
      });
  return detail::FutureFactory::make(after);
}

}  // namespace async
}  // namespace v0_1
}  // namespace kili
