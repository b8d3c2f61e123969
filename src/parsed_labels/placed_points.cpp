#include "parsed_labels/placed_points.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "kili/labels/errors.hpp"
#include "parsed_labels/label_path.hpp"
#include "support/shown_text.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {
namespace {

/// Rounding errors of boxes that end at the edge; exports allow the same.
constexpr double tolerance = 1e-6;

std::size_t different_vertices(const std::vector<Point>& ring) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < ring.size() && count < 3; ++i) {
    const auto end = ring.begin() + static_cast<std::ptrdiff_t>(i);
    if (std::find(ring.begin(), end, ring[i]) == end) ++count;
  }
  return count;
}

}  // namespace

PointPlacer::PointPlacer(const JobInterface& job, std::string_view category, CoordinateUnit unit,
                         OutsideImage outside, std::optional<ImageSize> size)
    : job_(job), category_(category), unit_(unit), outside_(outside), size_(size.value_or(ImageSize{1, 1})) {
  if (unit == CoordinateUnit::pixels && !size) {
    refuse(
        "pixels need the size of the image; give it to LabelBuilder, or set unit to "
        "CoordinateUnit::fractions");
  }
  if (unit == CoordinateUnit::degrees && job.input_type() != InputType::geospatial) {
    refuse(
        "degrees are coordinates of geographic projects; set unit to CoordinateUnit::pixels or ::fractions");
  }
  if (unit != CoordinateUnit::pixels) size_ = {1, 1};
}

void PointPlacer::refuse(std::string_view what) const {
  throw InvalidMutationError(LabelPath(job_).where(),
                             fmt::format("category '{}': {}", support::shown_text(category_), what));
}

Point PointPlacer::placed(Point point) const {
  if (!std::isfinite(point.x) || !std::isfinite(point.y)) {
    refuse(fmt::format("the point ({}, {}) is not finite", point.x, point.y));
  }
  if (unit_ == CoordinateUnit::degrees) {
    if (std::abs(point.y) <= 90) return point;
    refuse(fmt::format("the latitude {} is beyond 90 degrees; x is the longitude, y the latitude", point.y));
  }
  return {within(point.x / size_.width, point), within(point.y / size_.height, point)};
}

double PointPlacer::within(double fraction, Point given) const {
  const double nearest = std::clamp(fraction, 0.0, 1.0);
  if (outside_ == OutsideImage::clamp || std::abs(fraction - nearest) <= tolerance) return nearest;
  refuse(
      unit_ == CoordinateUnit::pixels
          ? fmt::format("the point ({}, {}) lies outside of the image of {} x {} pixels; set outside to "
                        "OutsideImage::clamp to move it onto the edge",
                        given.x, given.y, size_.width, size_.height)
          : fmt::format("the point ({}, {}) lies outside of the image, whose coordinates are fractions from "
                        "0 to 1; set unit to CoordinateUnit::pixels for pixels, or outside to "
                        "OutsideImage::clamp",
                        given.x, given.y));
}

std::vector<Point> PointPlacer::placed(std::span<const Point> points) const {
  std::vector<Point> vertices;
  vertices.reserve(points.size());
  for (const Point& point : points) vertices.push_back(placed(point));
  return vertices;
}

std::vector<Point> PointPlacer::ring(std::span<const Point> points) const {
  std::vector<Point> vertices = placed(points);
  if (vertices.size() > 1 && vertices.front() == vertices.back()) vertices.pop_back();
  if (different_vertices(vertices) < 3) {
    refuse(fmt::format("a ring has at least 3 different vertices; this one has {}, {} different",
                       vertices.size(), different_vertices(vertices)));
  }
  return vertices;
}

std::vector<Point> PointPlacer::rectangle(Point corner, Point opposite) const {
  const Point one = placed(corner);
  const Point other = placed(opposite);
  const auto [left, right] = std::minmax({one.x, other.x});
  const auto [top, bottom] = std::minmax({one.y, other.y});
  if (!(left < right) || !(top < bottom)) {
    refuse(fmt::format("the box from ({}, {}) to ({}, {}) has no area{}", corner.x, corner.y, opposite.x,
                       opposite.y, outside_ == OutsideImage::clamp ? " within the image" : ""));
  }
  return {{left, bottom}, {left, top}, {right, top}, {right, bottom}};
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
