#include "category_expression.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <tuple>

namespace kili::test {

using Kind = CategoryExpression::Kind;

bool CategoryExpression::holds(const Counts& counts) const {
  const auto child_holds = [&](const CategoryExpression& child) { return child.holds(counts); };
  if (kind == Kind::all_of) return std::all_of(children.begin(), children.end(), child_holds);
  if (kind == Kind::any_of) return std::any_of(children.begin(), children.end(), child_holds);
  const auto count = static_cast<double>(counts(job, category));
  double bound = 0;
  std::from_chars(number.data(), number.data() + number.size(), bound);
  if (operation == "==") return count == bound;
  if (operation == ">=") return count >= bound;
  if (operation == "<=") return count <= bound;
  return operation == ">" ? count > bound : count < bound;
}

std::size_t CategoryExpressions::below(std::size_t end) {
  return std::uniform_int_distribution<std::size_t>(0, end - 1)(random_);
}

std::string CategoryExpressions::blanks() {
  static constexpr std::array<const char*, 6> choices{"", "", "", " ", "  ", "\t\n"};
  return choices[below(choices.size())];
}

CategoryExpression CategoryExpressions::make(std::size_t depth) {
  static constexpr std::array<const char*, 5> operations{"==", ">=", "<=", ">", "<"};
  static constexpr std::array<const char*, 8> numbers{"0", "1", "2", "3", "1.0", "0.5", "-1", "2e0"};
  CategoryExpression expression;
  if (depth == 0 || below(4) == 0) {
    std::tie(expression.job, expression.category) = operands_[below(operands_.size())];
    expression.operation = operations[below(operations.size())];
    expression.number = numbers[below(numbers.size())];
    return expression;
  }
  expression.kind = below(2) == 0 ? Kind::all_of : Kind::any_of;
  const std::size_t size = 2 + below(3);
  expression.children.reserve(size);
  for (std::size_t i = 0; i < size; ++i) expression.children.emplace_back(make(depth - 1));
  return expression;
}

std::string CategoryExpressions::written(const CategoryExpression& expression) {
  if (expression.kind == Kind::comparison) {
    return expression.job + blanks() + "." + blanks() + expression.category + blanks() + "." + blanks() +
           "count" + blanks() + expression.operation + blanks() + expression.number;
  }
  std::string text;
  for (const auto& child : expression.children) {
    if (!text.empty()) text += expression.kind == Kind::all_of ? " AND " : " OR ";
    // AND binds closer, so that only an OR within an AND needs parentheses; others get some now and then.
    const bool is_needed = child.kind == Kind::any_of && expression.kind == Kind::all_of;
    const bool has_parentheses = is_needed || below(5) == 0;
    std::string inner = written(child);
    text += has_parentheses ? "(" + blanks() + inner + blanks() + ")" : std::move(inner);
  }
  return text;
}

}  // namespace kili::test
