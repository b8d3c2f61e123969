#pragma once

#include <cstdint>
#include <functional>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace kili::test {

/// A reference for category searches that shares nothing with the parser of the library: an expression is
/// made as a tree, written as text, and evaluated as the tree that it is. Nothing is parsed.
struct CategoryExpression {
  enum class Kind {
    comparison,
    all_of,
    any_of
  };
  /// How often a category occurs in a job of a label.
  using Counts = std::function<std::size_t(const std::string& job, const std::string& category)>;

  /// Whether a label with these counts satisfies the expression.
  [[nodiscard]] bool holds(const Counts& counts) const;

  std::vector<CategoryExpression> children{};  ///< Of all_of and any_of, two or more.
  std::string category{};
  std::string job{};
  Kind kind = Kind::comparison;
  std::string number{};     ///< As it is written.
  std::string operation{};  ///< One of ==, >=, <=, >, <.
};

/// Makes random expressions and writes them with random blanks and parentheses.
class CategoryExpressions {
 public:
  /// @param operands jobs and categories that are counted.
  CategoryExpressions(std::uint64_t seed, std::vector<std::pair<std::string, std::string>> operands)
      : operands_(std::move(operands)), random_(seed) {}

  /// @param depth how many levels of AND and OR there are at most.
  [[nodiscard]] CategoryExpression make(std::size_t depth);
  [[nodiscard]] std::string written(const CategoryExpression& expression);

 private:
  [[nodiscard]] std::size_t below(std::size_t end);
  [[nodiscard]] std::string blanks();

  std::vector<std::pair<std::string, std::string>> operands_;
  std::mt19937_64 random_;
};

}  // namespace kili::test
