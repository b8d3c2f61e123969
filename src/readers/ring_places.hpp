#pragma once

#include <vector>

#include "kili/labels/point.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

/// Whether the vertices of a ring lie in another one, or on its edges. Of a ring of many vertices, some are
/// looked at.
[[nodiscard]] bool lies_within(const std::vector<Point>& ring, const std::vector<Point>& outer);

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
