#include "readers/geojson_shapes.hpp"

#include <fmt/format.h>

#include <stdexcept>
#include <utility>

#include "support/json_lookup.hpp"
#include "support/shown_text.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {
namespace {

using nlohmann::json;

class ShapeReader {
 public:
  GeoShape read(const std::string& type, const json& coordinates) {
    if (type == "Point") {
      shape_.points.push_back(position(coordinates));
    } else if (type == "MultiPoint") {
      shape_.points = positions(coordinates);
    } else if (type == "LineString") {
      shape_.lines.push_back(positions(coordinates));
    } else if (type == "MultiLineString") {
      for (const json& line : list(coordinates)) shape_.lines.push_back(positions(line));
    } else if (type == "Polygon") {
      shape_.polygons.push_back(polygon(coordinates));
    } else if (type == "MultiPolygon") {
      for (const json& part : list(coordinates)) shape_.polygons.push_back(polygon(part));
    } else {
      throw std::invalid_argument(
          fmt::format("its geometry '{}' has no place in labels", support::shown_text(type, 50)));
    }
    if (shape_.points.empty() && shape_.lines.empty() && shape_.polygons.empty())
      throw std::invalid_argument("its geometry is empty");
    return std::move(shape_);
  }

 private:
  static const json& list(const json& value) {
    if (!value.is_array()) throw std::invalid_argument("its coordinates are not lists as its type has them");
    return value;
  }
  Point position(const json& value) {
    const bool is_position =
        value.is_array() && value.size() >= 2 && value[0].is_number() && value[1].is_number();
    if (!is_position) throw std::invalid_argument("a position of it is not a list of at least two numbers");
    shape_.has_heights = shape_.has_heights || value.size() > 2;
    return {value[0].get<double>(), value[1].get<double>()};
  }
  std::vector<Point> positions(const json& value) {
    std::vector<Point> points;
    points.reserve(list(value).size());
    for (const json& element : value) points.push_back(position(element));
    return points;
  }
  MaskPart polygon(const json& value) {
    if (list(value).empty()) throw std::invalid_argument("a polygon of it has no ring");
    MaskPart part{.outer = positions(value[0])};
    for (std::size_t i = 1; i < value.size(); ++i) part.holes.push_back(positions(value[i]));
    return part;
  }

  GeoShape shape_;
};

}  // namespace

std::optional<GeoShape> geo_shape(const json& geometry, std::string& problem) {
  const std::string type = support::text_or_empty(geometry, "type");
  const json* coordinates = support::find_member(geometry, "coordinates");
  const json none;
  try {
    return ShapeReader().read(type, coordinates == nullptr ? none : *coordinates);
  } catch (const std::invalid_argument& error) {
    problem = error.what();
    return std::nullopt;
  }
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
