#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "kili/labels/mask.hpp"
#include "kili/labels/point.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

/// A geometry of GeoJSON: one of the lists has elements.
struct GeoShape {
  bool has_heights = false;  ///< Positions have more than two numbers.
  std::vector<std::vector<Point>> lines{};
  std::vector<Point> points{};
  std::vector<MaskPart> polygons{};
};

/// @param problem set to the reason when it is not a geometry that labels can have.
[[nodiscard]] std::optional<GeoShape> geo_shape(const nlohmann::json& geometry, std::string& problem);

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
