#include "kili/labels/geometry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "kili/errors.hpp"

namespace kili {
inline namespace v0_1 {
namespace {

void check_size(ImageSize size) {
  if (size.width > 0 && size.height > 0 && std::isfinite(size.width) && std::isfinite(size.height)) return;
  throw ValidationError(fmt::format("the size of the image is {} x {}; both sides must be more than 0",
                                    size.width, size.height));
}

/// Twice the area, positive where the vertices go counter-clockwise and y grows upwards. Differences from the
/// first vertex are exact where coordinates are large.
double doubled_signed_area(std::span<const Point> polygon) noexcept {
  double sum = 0;
  for (std::size_t i = 1; i + 1 < polygon.size(); ++i) {
    const Point& origin = polygon[0];
    const Point& from = polygon[i];
    const Point& to = polygon[i + 1];
    sum += (from.x - origin.x) * (to.y - origin.y) - (from.y - origin.y) * (to.x - origin.x);
  }
  return sum;
}

}  // namespace

Point undo_rotation(Point vertex, int rotation) {
  switch (rotation) {
    case 0:
      return vertex;
    case 90:
      return {vertex.y, 1 - vertex.x};
    case 180:
      return {1 - vertex.x, 1 - vertex.y};
    case 270:
      return {1 - vertex.y, vertex.x};
    default:
      throw ValidationError(fmt::format("the rotation is {}, not 0, 90, 180 or 270", rotation));
  }
}

Point apply_rotation(Point vertex, int rotation) {
  return undo_rotation(vertex, rotation == 90 || rotation == 270 ? 360 - rotation : rotation);
}

Point to_pixels(Point vertex, ImageSize size, Origin origin) {
  check_size(size);
  const double y = origin == Origin::bottom_left ? 1 - vertex.y : vertex.y;
  return {vertex.x * size.width, y * size.height};
}

Point to_normalized(Point pixel, ImageSize size, Origin origin) {
  check_size(size);
  Point vertex{pixel.x / size.width, pixel.y / size.height};
  if (origin == Origin::bottom_left) vertex.y = 1 - vertex.y;
  if (vertex.x >= 0 && vertex.x <= 1 && vertex.y >= 0 && vertex.y <= 1) return vertex;
  throw ValidationError(fmt::format("the point ({}, {}) lies outside the image of {} x {}", pixel.x, pixel.y,
                                    size.width, size.height));
}

std::vector<Point> pixel_polygon(std::span<const Point> vertices, ImageSize size, int rotation) {
  check_size(size);
  std::vector<Point> polygon;
  polygon.reserve(vertices.size());
  for (const Point& vertex : vertices) {
    const Point stored = undo_rotation(vertex, rotation);
    polygon.push_back({stored.x * size.width, stored.y * size.height});
  }
  return polygon;
}

PixelBox pixel_box(std::span<const Point> vertices, ImageSize size, int rotation) {
  if (vertices.empty()) throw ValidationError("there is no box around no vertices");
  const auto polygon = pixel_polygon(vertices, size, rotation);
  const auto [left, right] = std::minmax_element(
      polygon.begin(), polygon.end(), [](const Point& one, const Point& other) { return one.x < other.x; });
  const auto [top, bottom] = std::minmax_element(
      polygon.begin(), polygon.end(), [](const Point& one, const Point& other) { return one.y < other.y; });
  return {left->x, top->y, right->x - left->x, bottom->y - top->y};
}

std::vector<Point> rectangle_vertices(const PixelBox& box, ImageSize size) {
  const double right = box.x + box.width;
  const double bottom = box.y + box.height;
  return rectangle_vertices(BoxCorners{.bottom_left = {box.x, bottom},
                                       .bottom_right = {right, bottom},
                                       .top_left = {box.x, box.y},
                                       .top_right = {right, box.y}},
                            size, Origin::top_left);
}

std::vector<Point> rectangle_vertices(const BoxCorners& corners, ImageSize size, Origin origin) {
  const auto& [bottom_left, bottom_right, top_left, top_right] = corners;
  const double upwards = origin == Origin::bottom_left ? 1 : -1;
  if (bottom_left.x > bottom_right.x || top_left.x > top_right.x) {
    throw ValidationError("a left corner of the box lies right of the right one");
  }
  if (upwards * bottom_left.y > upwards * top_left.y || upwards * bottom_right.y > upwards * top_right.y) {
    throw ValidationError("a bottom corner of the box lies above the top one");
  }
  std::vector<Point> vertices;
  for (const Point& corner : {bottom_left, top_left, top_right, bottom_right}) {
    vertices.push_back(to_normalized(corner, size, origin));
  }
  return vertices;
}

BoxCorners rectangle_corners(std::span<const Point> vertices, ImageSize size, Origin origin) {
  if (vertices.size() != 4) {
    throw ValidationError(fmt::format("a rectangle has 4 vertices, not {}", vertices.size()));
  }
  return {.bottom_left = to_pixels(vertices[0], size, origin),
          .bottom_right = to_pixels(vertices[3], size, origin),
          .top_left = to_pixels(vertices[1], size, origin),
          .top_right = to_pixels(vertices[2], size, origin)};
}

double box_iou(const PixelBox& left, const PixelBox& right) noexcept {
  const double width = std::min(left.x + left.width, right.x + right.width) - std::max(left.x, right.x);
  const double height = std::min(left.y + left.height, right.y + right.height) - std::max(left.y, right.y);
  const double both = std::max(width, 0.0) * std::max(height, 0.0);
  const double together = left.width * left.height + right.width * right.height - both;
  return together > 0 ? both / together : 0;
}

double polygon_area(std::span<const Point> polygon) noexcept {
  return polygon.size() < 3 ? 0 : std::abs(doubled_signed_area(polygon)) / 2;
}

bool is_counter_clockwise(std::span<const Point> polygon) noexcept {
  return doubled_signed_area(polygon) > 0;
}

}  // namespace v0_1
}  // namespace kili
