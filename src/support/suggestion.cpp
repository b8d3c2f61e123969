#include "support/suggestion.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "support/shown_text.hpp"
#include "support/text.hpp"

namespace kili::support {
namespace {

/// Longer names are not compared: the cost grows with the square of the length.
constexpr std::size_t longest_compared = 100;

/// How many edits a name of that length may be away.
constexpr std::size_t farthest(std::size_t length) noexcept { return std::max<std::size_t>(1, length / 3); }

}  // namespace

std::size_t edit_distance(std::string_view left_text, std::string_view right_text) {
  const std::string left = to_lower(left_text);
  const std::string right = to_lower(right_text);
  // Three rows of the table: an exchange of neighbours looks two rows up.
  std::vector<std::size_t> above(right.size() + 1);
  std::vector<std::size_t> row(right.size() + 1);
  std::vector<std::size_t> two_above(right.size() + 1);
  for (std::size_t j = 0; j < row.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= left.size(); ++i) {
    std::swap(two_above, above);
    std::swap(above, row);
    row[0] = i;
    for (std::size_t j = 1; j <= right.size(); ++j) {
      const std::size_t replaced = above[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
      row[j] = std::min({replaced, above[j] + 1, row[j - 1] + 1});
      const bool exchanged = i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
      if (exchanged) row[j] = std::min(row[j], two_above[j - 2] + 1);
    }
  }
  return row[right.size()];
}

Suggestion::Suggestion(std::string_view wanted) noexcept
    : wanted_(wanted), distance_(farthest(wanted.size()) + 1) {}

void Suggestion::consider(std::string_view name) {
  if (name.empty() || wanted_.empty() || name.size() > longest_compared ||
      wanted_.size() > longest_compared) {
    return;
  }
  const std::size_t longer = std::max(name.size(), wanted_.size());
  if (longer - std::min(name.size(), wanted_.size()) >= distance_) return;  // so many insertions alone
  const std::size_t distance = edit_distance(wanted_, name);
  if (distance >= distance_ || distance >= longer) return;  // not a character in common
  distance_ = distance;
  closest_ = name;
}

std::string Suggestion::question() const {
  return closest_.empty() ? std::string() : fmt::format("; did you mean '{}'?", shown_text(closest_));
}

}  // namespace kili::support
