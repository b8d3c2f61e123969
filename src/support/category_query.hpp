#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace kili::support {

/// A label category search (specification: `assets`, "How to filter based on label categories"), as a tree:
///
///     any        = all *("OR" all)
///     all        = one *("AND" one)
///     one        = "(" any ")" / comparison
///     comparison = name "." name "." "count" ("==" / ">=" / "<=" / ">" / "<") number
///
/// Blanks may stand between the words, dots included. None is needed around AND and OR: "J.A.count >
/// 0ANDJ.B.count > 0" is a search, too.
struct CategoryQuery {
  enum class Kind {
    all_of,
    any_of,
    comparison
  };
  enum class Comparison {
    equal,
    greater,
    greater_equal,
    less,
    less_equal
  };

  std::string category;
  std::vector<CategoryQuery> children;  ///< Of all_of and any_of.
  Comparison comparison = Comparison::equal;
  std::string job;
  Kind kind = Kind::comparison;
  double number = 0;
};

/// A text that is no category search.
class CategoryQueryError : public std::runtime_error {
 public:
  CategoryQueryError(std::size_t position, const std::string& expected);
  /// Byte at which it stops being one, from 0.
  [[nodiscard]] std::size_t position() const noexcept { return position_; }
  /// What might have stood there.
  [[nodiscard]] const char* expected() const noexcept { return what(); }

 private:
  std::size_t position_;
};

/// @throws CategoryQueryError.
[[nodiscard]] CategoryQuery parse_category_query(std::string_view text);

}  // namespace kili::support
