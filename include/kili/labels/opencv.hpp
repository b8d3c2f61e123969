#pragma once

/// @file
/// Conversion between labels and the types of OpenCV. The templates take any types with the same members; the
/// functions for OpenCV's own types exist when <opencv2/core/types.hpp> can be included.

#include <cmath>
#include <concepts>
#include <ranges>
#include <span>
#include <type_traits>
#include <vector>

#include "kili/labels/geometry.hpp"
#include "kili/labels/point.hpp"

#if __has_include(<opencv2/core/types.hpp>)
#include <opencv2/core/types.hpp>
#endif

namespace kili {
inline namespace v0_1 {

/// A point like `cv::Point2d`: x and y.
template <typename Type>
concept PointLike = requires(Type point) {
  point.x;
  point.y;
  requires std::constructible_from<Type, decltype(point.x), decltype(point.y)>;
};
/// A box like `cv::Rect2d`: x, y, width and height.
template <typename Type>
concept RectLike = requires(Type box) {
  box.width;
  box.height;
  requires std::constructible_from<Type, decltype(box.x), decltype(box.y), decltype(box.width),
                                   decltype(box.height)>;
};

namespace detail {
/// Rounds to the nearest integer for integral coordinates.
template <typename Coordinate>
[[nodiscard]] Coordinate coordinate_cast(double value) {
  if constexpr (std::integral<Coordinate>)
    return static_cast<Coordinate>(std::lround(value));
  else
    return static_cast<Coordinate>(value);
}
}  // namespace detail

/// The point as another type, for example `point_cast<cv::Point2f>(point)`.
template <PointLike Type>
[[nodiscard]] Type point_cast(const Point& point) {
  using Coordinate = std::remove_cvref_t<decltype(Type::x)>;
  return Type(detail::coordinate_cast<Coordinate>(point.x), detail::coordinate_cast<Coordinate>(point.y));
}
/// The point of another type.
template <PointLike Type>
[[nodiscard]] Point point_of(const Type& point) {
  return {static_cast<double>(point.x), static_cast<double>(point.y)};
}
/// The polygon as points of another type, for example for `cv::fillPoly`.
template <PointLike Type>
[[nodiscard]] std::vector<Type> polygon_cast(std::span<const Point> polygon) {
  std::vector<Type> points;
  points.reserve(polygon.size());
  for (const Point& point : polygon) points.push_back(point_cast<Type>(point));
  return points;
}
/// The box as another type. Edges are rounded, so that adjacent boxes stay adjacent.
template <RectLike Type>
[[nodiscard]] Type rect_cast(const PixelBox& box) {
  using Coordinate = std::remove_cvref_t<decltype(Type::x)>;
  const auto left = detail::coordinate_cast<Coordinate>(box.x);
  const auto top = detail::coordinate_cast<Coordinate>(box.y);
  return Type(left, top,
              static_cast<Coordinate>(detail::coordinate_cast<Coordinate>(box.x + box.width) - left),
              static_cast<Coordinate>(detail::coordinate_cast<Coordinate>(box.y + box.height) - top));
}
/// The box of another type.
template <RectLike Type>
[[nodiscard]] PixelBox box_of(const Type& box) {
  return {static_cast<double>(box.x), static_cast<double>(box.y), static_cast<double>(box.width),
          static_cast<double>(box.height)};
}
/// The normalised vertices of a contour in pixels, for example one of `cv::findContours`, for a polygon or
/// mask.
/// @throws ValidationError a point lies outside the image.
template <std::ranges::input_range Contour>
requires PointLike<std::ranges::range_value_t<Contour>>
[[nodiscard]] std::vector<Point> contour_vertices(const Contour& contour, ImageSize size) {
  std::vector<Point> vertices;
  for (const auto& point : contour) vertices.push_back(to_normalized(point_of(point), size));
  return vertices;
}

#if __has_include(<opencv2/core/types.hpp>)
[[nodiscard]] inline cv::Point2d to_cv(const Point& point) { return point_cast<cv::Point2d>(point); }
[[nodiscard]] inline cv::Rect2d to_cv(const PixelBox& box) { return rect_cast<cv::Rect2d>(box); }
[[nodiscard]] inline std::vector<cv::Point2d> to_cv(std::span<const Point> polygon) {
  return polygon_cast<cv::Point2d>(polygon);
}
[[nodiscard]] inline ImageSize image_size(const cv::Size& size) {
  return {static_cast<double>(size.width), static_cast<double>(size.height)};
}
#endif

}  // namespace v0_1
}  // namespace kili
