#include "exports/run_lengths.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

namespace kili {
inline namespace v0_1 {
namespace labels {
namespace {

/// Marks the pixels of a column that are inside the ring.
void fill(const Ring& ring, double x, std::uint8_t mark, std::vector<std::uint8_t>& column) {
  const auto rows = crossings(ring, x);
  const auto height = static_cast<double>(column.size());
  for (std::size_t i = 0; i + 1 < rows.size(); i += 2) {
    // The first centre, half a pixel below its edge, that does not lie above the crossing.
    const auto begin = static_cast<std::size_t>(std::clamp(std::ceil(rows[i] - 0.5), 0.0, height));
    const auto end = static_cast<std::size_t>(std::clamp(std::ceil(rows[i + 1] - 0.5), 0.0, height));
    for (std::size_t row = begin; row < end; ++row) column[row] = mark;
  }
}

class Runs {
 public:
  void add(bool is_inside, std::uint64_t count) {
    if (count == 0) return;
    if (is_inside != inside_) {
      lengths_.push_back(0);
      inside_ = is_inside;
    }
    lengths_.back() += count;
  }
  [[nodiscard]] std::vector<std::uint64_t> take() && { return std::move(lengths_); }

 private:
  std::vector<std::uint64_t> lengths_{0};
  bool inside_ = false;
};

}  // namespace

std::vector<std::uint64_t> run_lengths(std::span<const AreaPart> parts, std::uint32_t width,
                                       std::uint32_t height) {
  double left = width;
  double right = 0;
  for (const AreaPart& part : parts) {
    const auto [first, last] = std::ranges::minmax(part.outer, {}, &Point::x);
    left = std::min(left, first.x);
    right = std::max(right, last.x);
  }
  const double columns = width;
  const double first_column = std::clamp(std::floor(left), 0.0, columns);
  const auto begin = static_cast<std::uint32_t>(first_column);
  const auto end = static_cast<std::uint32_t>(std::clamp(std::ceil(right), first_column, columns));
  Runs runs;
  runs.add(false, std::uint64_t{begin} * height);
  std::vector<std::uint8_t> column(height);
  std::vector<std::uint8_t> column_of_part(height);
  for (std::uint32_t index = begin; index < end; ++index) {
    const double centre = index + 0.5;
    std::ranges::fill(column, std::uint8_t{0});
    for (const AreaPart& part : parts) {
      std::ranges::fill(column_of_part, std::uint8_t{0});
      fill(part.outer, centre, 1, column_of_part);
      for (const Ring& hole : part.holes) fill(hole, centre, 0, column_of_part);
      for (std::size_t row = 0; row < column.size(); ++row) column[row] |= column_of_part[row];
    }
    for (std::size_t row = 0; row < column.size();) {
      const auto run_end = std::find(column.begin() + static_cast<std::ptrdiff_t>(row), column.end(),
                                     column[row] == 0 ? std::uint8_t{1} : std::uint8_t{0});
      const auto next = static_cast<std::size_t>(run_end - column.begin());
      runs.add(column[row] != 0, next - row);
      row = next;
    }
  }
  runs.add(false, std::uint64_t{width - end} * height);
  return std::move(runs).take();
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
