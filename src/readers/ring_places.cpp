#include "readers/ring_places.hpp"

#include <algorithm>
#include <cstddef>

namespace kili {
inline namespace v0_1 {
namespace labels {
namespace {

constexpr std::size_t most_looked_at = 64;

/// By the even-odd rule, edges included.
bool is_within(const Point& point, const std::vector<Point>& ring) {
  bool is_inside = false;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const Point& from = ring[i];
    const Point& to = ring[(i + 1) % ring.size()];
    const double side = (to.x - from.x) * (point.y - from.y) - (to.y - from.y) * (point.x - from.x);
    const auto [left, right] = std::minmax(from.x, to.x);
    const auto [top, bottom] = std::minmax(from.y, to.y);
    const bool is_beside = left <= point.x && point.x <= right && top <= point.y && point.y <= bottom;
    if (side == 0 && is_beside) return true;
    if ((from.y > point.y) != (to.y > point.y) && (side > 0) == (to.y > from.y)) is_inside = !is_inside;
  }
  return is_inside;
}

}  // namespace

bool lies_within(const std::vector<Point>& ring, const std::vector<Point>& outer) {
  const std::size_t step = std::max<std::size_t>(1, ring.size() / most_looked_at);
  for (std::size_t i = 0; i < ring.size(); i += step) {
    if (!is_within(ring[i], outer)) return false;
  }
  return !ring.empty();
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
