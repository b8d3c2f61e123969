#pragma once

/// @file
/// How readers of label files find the asset of a file.

#include <concepts>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "kili/export.hpp"

namespace kili {
inline namespace v0_1 {

/// Gives the external id of the asset for the name of an image or label file: any callable that takes a
/// `std::string_view` and returns what converts to `std::string`. Copies share the callable.
class KILI_EXPORT ExternalIdRule {
 public:
  /// Not given: the rule of the reader.
  ExternalIdRule() noexcept = default;
  template <typename Callable>
  requires(!std::same_as<std::remove_cvref_t<Callable>, ExternalIdRule> &&
           std::invocable<std::remove_cvref_t<Callable>&, std::string_view> &&
           std::convertible_to<std::invoke_result_t<std::remove_cvref_t<Callable>&, std::string_view>,
                               std::string>)
      ExternalIdRule(Callable&& callable)  // NOLINT(google-explicit-constructor): the callable is the rule
      : rule_(std::make_shared<Held<std::remove_cvref_t<Callable>>>(std::forward<Callable>(callable))) {}

  [[nodiscard]] explicit operator bool() const noexcept { return rule_ != nullptr; }
  /// @param name as the reader says in its options. @return the external id; empty when no asset has it.
  /// @throws what the callable throws.
  [[nodiscard]] std::string operator()(std::string_view name) const { return rule_->call(name); }

 private:
  struct Rule {
    Rule() = default;
    Rule(const Rule&) = delete;
    Rule& operator=(const Rule&) = delete;
    virtual ~Rule() = default;
    virtual std::string call(std::string_view name) = 0;
  };
  template <typename Callable>
  struct Held final : Rule {
    template <typename Given>
    explicit Held(Given&& given) : callable(std::forward<Given>(given)) {}
    std::string call(std::string_view name) override { return callable(name); }
    Callable callable;
  };

  std::shared_ptr<Rule> rule_;
};

}  // namespace v0_1
}  // namespace kili
