#pragma once

/// @file
/// Callables as arguments.

#include <concepts>
#include <memory>
#include <type_traits>
#include <utility>

#include "kili/export.hpp"

namespace kili {
inline namespace v0_1 {
namespace detail {

template <typename Signature>
class Callable;

/// Any callable that takes these arguments and returns what converts to the result, or none. Copies share it.
/// Costs its users less to compile than `std::function`.
template <typename Result, typename... Arguments>
class KILI_EXPORT Callable<Result(Arguments...)> {
 public:
  /// Not given.
  Callable() noexcept = default;
  template <typename Given>
  requires(!std::same_as<std::remove_cvref_t<Given>, Callable> &&
           std::invocable<std::remove_cvref_t<Given>&, Arguments...> &&
           std::convertible_to<std::invoke_result_t<std::remove_cvref_t<Given>&, Arguments...>, Result>)
      Callable(Given&& given)  // NOLINT(google-explicit-constructor): a callable is its own argument
      : target_(std::make_shared<Held<std::remove_cvref_t<Given>>>(std::forward<Given>(given))) {}

  [[nodiscard]] explicit operator bool() const noexcept { return target_ != nullptr; }
  /// Precondition: it is given. @throws what the callable throws.
  [[nodiscard]] Result operator()(Arguments... arguments) const {
    return target_->call(std::forward<Arguments>(arguments)...);
  }

 private:
  struct Target {
    Target() = default;
    Target(const Target&) = delete;
    Target& operator=(const Target&) = delete;
    virtual ~Target() = default;
    virtual Result call(Arguments... arguments) = 0;
  };
  template <typename Function>
  struct Held final : Target {
    template <typename Given>
    explicit Held(Given&& given) : function(std::forward<Given>(given)) {}
    Result call(Arguments... arguments) override { return function(std::forward<Arguments>(arguments)...); }
    Function function;
  };

  std::shared_ptr<Target> target_;
};

}  // namespace detail
}  // namespace v0_1
}  // namespace kili
