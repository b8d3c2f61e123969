#include "support/category_query.hpp"

#include <fmt/format.h>

#include <string>

#include "fuzz/fuzz_properties.hpp"
#include "fuzz/fuzz_targets.hpp"

namespace kili::fuzz {
namespace {

using support::CategoryQuery;

std::string operator_text(CategoryQuery::Comparison comparison) {
  switch (comparison) {
    case CategoryQuery::Comparison::equal:
      return "==";
    case CategoryQuery::Comparison::greater:
      return ">";
    case CategoryQuery::Comparison::greater_equal:
      return ">=";
    case CategoryQuery::Comparison::less:
      return "<";
    default:
      return "<=";
  }
}

std::string search_text(const CategoryQuery& query) {
  if (query.kind == CategoryQuery::Kind::comparison) {
    return fmt::format("{}.{}.count {} {}", query.job, query.category, operator_text(query.comparison),
                       query.number);
  }
  std::string text;
  for (const CategoryQuery& child : query.children) {
    if (!text.empty()) text += query.kind == CategoryQuery::Kind::all_of ? " AND " : " OR ";
    // The words bind by themselves where a sum of products is meant.
    const bool needs_parentheses = child.kind == CategoryQuery::Kind::any_of ||
                                   (child.kind == CategoryQuery::Kind::all_of && child.kind == query.kind);
    text += needs_parentheses ? '(' + search_text(child) + ')' : search_text(child);
  }
  return text;
}

bool is_same_search(const CategoryQuery& left, const CategoryQuery& right) {
  if (left.kind != right.kind || left.children.size() != right.children.size()) return false;
  for (std::size_t i = 0; i < left.children.size(); ++i) {
    if (!is_same_search(left.children[i], right.children[i])) return false;
  }
  return left.kind != CategoryQuery::Kind::comparison ||
         (left.job == right.job && left.category == right.category && left.comparison == right.comparison &&
          left.number == right.number);
}

}  // namespace

void fuzz_category_search(std::string_view input) {
  CategoryQuery query;
  try {
    query = support::parse_category_query(input);
  } catch (const support::CategoryQueryError& error) {
    require(error.position() <= input.size(), "an error of a search stands inside of it");
    require(*error.expected() != '\0', "an error of a search says what might have stood there");
    return;
  }
  const std::string text = search_text(query);
  require(is_same_search(support::parse_category_query(text), query),
          "a search that was written is the same");
}

}  // namespace kili::fuzz
