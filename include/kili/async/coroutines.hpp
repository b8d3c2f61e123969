#pragma once

/// @file
/// Futures in coroutines: what `co_await` and functions that return a Future need.

#include <concepts>
#include <coroutine>
#include <exception>
#include <memory>
#include <optional>
#include <stop_token>
#include <utility>

#include "kili/async/future.hpp"

namespace kili {
inline namespace v0_1 {
namespace detail {

/// What `co_await` of a future uses.
template <typename T>
class FutureAwaiter {
 public:
  FutureAwaiter(std::shared_ptr<FutureValue<T>> state, async::Executor* executor) noexcept
      : state_(std::move(state)), executor_(executor) {}

  [[nodiscard]] bool await_ready() const noexcept { return executor_ == nullptr && state_->is_ready(); }
  template <typename Promise>
  void await_suspend(std::coroutine_handle<Promise> coroutine) {
    if constexpr (requires { coroutine.promise().state->stop(); }) {
      follow_.emplace(coroutine.promise().state->stop().get_token(), Cancel{state_});
    }
    // Whatever follows may destroy the coroutine, and this object with it.
    const std::shared_ptr<FutureValue<T>> state = state_;
    state->continue_with(executor_, [this, coroutine](std::exception_ptr not_run) {
      not_run_ = std::move(not_run);
      coroutine.resume();
    });
  }
  T await_resume() {
    follow_.reset();
    if (not_run_) std::rethrow_exception(std::move(not_run_));
    return state_->take();
  }

 private:
  struct Cancel {
    std::shared_ptr<FutureValue<T>> state;
    void operator()() const noexcept { state->cancel(); }
  };

  std::shared_ptr<FutureValue<T>> state_;
  async::Executor* executor_;
  std::optional<std::stop_callback<Cancel>> follow_;
  std::exception_ptr not_run_;
};

/// The end of a coroutine: its variables and parameters are gone before its future is ready.
struct CoroutineEnd {
  [[nodiscard]] bool await_ready() const noexcept { return false; }
  template <typename Promise>
  void await_suspend(std::coroutine_handle<Promise> coroutine) const noexcept {
    const auto state = std::move(coroutine.promise().state);
    coroutine.destroy();
    state->complete();
  }
  void await_resume() const noexcept {}
};

template <typename T>
struct FuturePromiseBase {
  [[nodiscard]] async::Future<T> get_return_object() { return FutureFactory::make(state); }
  [[nodiscard]] std::suspend_never initial_suspend() const noexcept { return {}; }
  [[nodiscard]] CoroutineEnd final_suspend() const noexcept { return {}; }
  void unhandled_exception() noexcept { state->set_error(std::current_exception()); }

  std::shared_ptr<FutureValue<T>> state = std::make_shared<FutureValue<T>>();
};
template <typename T>
struct FuturePromise : FuturePromiseBase<T> {
  template <std::convertible_to<T> Value>
  void return_value(Value&& value) {
    this->state->value.emplace(std::forward<Value>(value));
  }
};
template <>
struct FuturePromise<void> : FuturePromiseBase<void> {
  void return_void() { this->state->value.emplace(); }
};

}  // namespace detail

namespace async {

template <typename T>
detail::FutureAwaiter<T> Future<T>::operator co_await() {
  return {take(), nullptr};
}
template <typename T>
detail::FutureAwaiter<T> Future<T>::resume_on(Executor& executor) {
  return {take(), &executor};
}

}  // namespace async
}  // namespace v0_1
}  // namespace kili
