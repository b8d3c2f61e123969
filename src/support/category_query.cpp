#include "support/category_query.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include "support/text.hpp"

namespace kili::support {
namespace {

using Comparison = CategoryQuery::Comparison;
using Kind = CategoryQuery::Kind;

// Far deeper than a person writes a query; the limit keeps the recursion from overflowing the stack.
constexpr int deepest_parentheses = 100;

/// Longer operators stand before those they begin with.
constexpr std::array<std::pair<std::string_view, Comparison>, 5> comparisons{{
    {"==", Comparison::equal},
    {">=", Comparison::greater_equal},
    {"<=", Comparison::less_equal},
    {">", Comparison::greater},
    {"<", Comparison::less},
}};

bool starts_name(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}
bool continues_name(char c) noexcept { return starts_name(c) || c == '-' || c == '*'; }

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  CategoryQuery parse() {
    CategoryQuery query = any(0);
    skip_blanks();
    if (at_ != text_.size()) fail("AND, OR or the end of the query");
    return query;
  }

 private:
  [[noreturn]] void fail(const std::string& expected) const { throw CategoryQueryError(at_, expected); }

  void skip_blanks() {
    while (at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos)
      ++at_;
  }
  bool skip(std::string_view token) {
    if (!text_.substr(at_).starts_with(token)) return false;
    at_ += token.size();
    return true;
  }
  void require(std::string_view token, const std::string& expected) {
    if (!skip(token)) fail(expected);
  }
  /// AND or OR; what follows may be glued to it, as the official grammar has it.
  bool skip_operator(std::string_view word) {
    skip_blanks();
    return skip(word);
  }
  void require_count() {
    constexpr std::string_view word = "count";
    const auto rest = text_.substr(at_);
    const bool is_longer_name = rest.size() > word.size() && continues_name(rest[word.size()]);
    if (is_longer_name || !skip(word)) fail("'count'");
  }

  void require_dot(const std::string& expected) {
    const std::size_t begin = at_;
    skip_blanks();
    if (!skip(".")) {
      at_ = begin;
      fail(expected);
    }
    skip_blanks();
  }

  std::string name(const std::string& what) {
    const std::size_t begin = at_;
    if (at_ >= text_.size() || !starts_name(text_[at_])) fail(what);
    while (at_ < text_.size() && continues_name(text_[at_])) ++at_;
    return std::string(text_.substr(begin, at_ - begin));
  }

  CategoryQuery any(int depth) {
    std::vector<CategoryQuery> children;
    do {
      children.push_back(all(depth));
    } while (skip_operator("OR"));
    return joined(Kind::any_of, std::move(children));
  }
  CategoryQuery all(int depth) {
    std::vector<CategoryQuery> children;
    do {
      children.push_back(one(depth));
    } while (skip_operator("AND"));
    return joined(Kind::all_of, std::move(children));
  }
  static CategoryQuery joined(Kind kind, std::vector<CategoryQuery> children) {
    if (children.size() == 1) return std::move(children.front());
    CategoryQuery query;
    query.kind = kind;
    query.children = std::move(children);
    return query;
  }

  CategoryQuery one(int depth) {
    skip_blanks();
    if (!skip("(")) return comparison();
    if (depth >= deepest_parentheses) fail("fewer than 100 nested parentheses");
    CategoryQuery query = any(depth + 1);
    skip_blanks();
    require(")", "AND, OR or ')'");
    return query;
  }

  CategoryQuery comparison() {
    CategoryQuery query;
    query.job = name("'(' or the name of a job");
    require_dot("'.' and the name of a category");
    query.category = name("the name of a category");
    require_dot("'.count'");
    require_count();
    skip_blanks();
    query.comparison = operation();
    skip_blanks();
    query.number = number();
    return query;
  }

  Comparison operation() {
    for (const auto& [token, comparison] : comparisons) {
      if (skip(token)) return comparison;
    }
    fail("one of ==, >=, <=, >, <");
  }

  double number() {
    double value = 0;
    const std::size_t begin = at_;
    const bool has_plus = skip("+");
    const auto rest = text_.substr(at_);
    const bool may_be_one = !rest.empty() && (is_digit(rest.front()) || rest.front() == '.' ||
                                              (rest.front() == '-' && !has_plus));
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), value);
    if (!may_be_one || error != std::errc{} || !std::isfinite(value)) {
      at_ = begin;
      fail("a number");
    }
    at_ += static_cast<std::size_t>(end - rest.data());
    return value;
  }

  std::size_t at_ = 0;
  std::string_view text_;
};

}  // namespace

CategoryQueryError::CategoryQueryError(std::size_t position, const std::string& expected)
    : std::runtime_error(expected), position_(position) {}

CategoryQuery parse_category_query(std::string_view text) { return Parser(text).parse(); }

}  // namespace kili::support
