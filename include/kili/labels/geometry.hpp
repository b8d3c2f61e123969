#pragma once

/// @file
/// Conversion between normalised vertices and pixels, and computations on boxes and polygons.

#include <span>
#include <vector>

#include "kili/export.hpp"
#include "kili/labels/point.hpp"

namespace kili {
inline namespace v0_1 {

/// Size of an image in pixels, as it is stored, before it was turned for labelling.
struct ImageSize {
  double width = 0;
  double height = 0;

  [[nodiscard]] friend constexpr bool operator==(const ImageSize&, const ImageSize&) = default;
};

/// The corner where pixels are counted from. Normalised vertices always count from the top left.
enum class Origin {
  bottom_left,  ///< y grows upwards.
  top_left      ///< y grows downwards.
};

/// An upright box in pixels, from the top left corner of the image.
struct PixelBox {
  double x = 0;  ///< Of the left edge.
  double y = 0;  ///< Of the top edge.
  double width = 0;
  double height = 0;

  [[nodiscard]] friend constexpr bool operator==(const PixelBox&, const PixelBox&) = default;
};

/// The corners of a box.
struct BoxCorners {
  Point bottom_left{};
  Point bottom_right{};
  Point top_left{};
  Point top_right{};
};

// Rotation. An image may have been turned when it was labelled (ParsedLabel::rotation()); its vertices are
// then fractions of the turned image. The functions below give places in the image as it is stored.

/// The vertex in the image as it is stored. @param rotation degrees clockwise: 0, 90, 180 or 270.
/// @throws ValidationError another rotation.
[[nodiscard]] KILI_EXPORT Point undo_rotation(Point vertex, int rotation);
/// The vertex in the turned image: the inverse of undo_rotation().
[[nodiscard]] KILI_EXPORT Point apply_rotation(Point vertex, int rotation);

// Vertices and pixels.

/// @throws ValidationError a side is not more than 0; so do all functions that take a size.
[[nodiscard]] KILI_EXPORT Point to_pixels(Point vertex, ImageSize size, Origin origin = Origin::top_left);
/// @throws ValidationError the point lies outside the image.
[[nodiscard]] KILI_EXPORT Point to_normalized(Point pixel, ImageSize size, Origin origin = Origin::top_left);

/// The polygon in pixels.
[[nodiscard]] KILI_EXPORT std::vector<Point> pixel_polygon(std::span<const Point> vertices, ImageSize size,
                                                           int rotation = 0);
/// The smallest upright box around the vertices, in pixels. @throws ValidationError there are no vertices.
[[nodiscard]] KILI_EXPORT PixelBox pixel_box(std::span<const Point> vertices, ImageSize size,
                                             int rotation = 0);

/// The vertices of a rectangle annotation, in Kili's order: bottom left, top left, top right, bottom right.
/// @throws ValidationError the box reaches out of the image or has a negative side.
[[nodiscard]] KILI_EXPORT std::vector<Point> rectangle_vertices(const PixelBox& box, ImageSize size);
/// The same from four corners in pixels.
/// @throws ValidationError a corner lies outside the image, or on the wrong side of another.
[[nodiscard]] KILI_EXPORT std::vector<Point> rectangle_vertices(const BoxCorners& corners, ImageSize size,
                                                                Origin origin = Origin::top_left);
/// The corners in pixels of the vertices of a rectangle annotation. @throws ValidationError not 4 vertices.
[[nodiscard]] KILI_EXPORT BoxCorners rectangle_corners(std::span<const Point> vertices, ImageSize size,
                                                       Origin origin = Origin::top_left);

// Areas.

/// Area of the intersection divided by the area of the union, 0 to 1; 0 when neither box has an area.
[[nodiscard]] KILI_EXPORT double box_iou(const PixelBox& left, const PixelBox& right) noexcept;
/// Area of a simple polygon (shoelace formula) in either orientation; 0 for less than 3 vertices.
[[nodiscard]] KILI_EXPORT double polygon_area(std::span<const Point> polygon) noexcept;
/// Whether the vertices are counter-clockwise when y grows upwards.
[[nodiscard]] KILI_EXPORT bool is_counter_clockwise(std::span<const Point> polygon) noexcept;
/// Area of a polygon that may intersect itself, as Kili's COCO export computes it: the sum of the areas of
/// the parts inside by the even-odd rule, where holes of a part are added, not subtracted.
/// @throws ValidationError a coordinate is not finite.
[[nodiscard]] KILI_EXPORT double enclosed_area(std::span<const Point> polygon);

}  // namespace v0_1
}  // namespace kili
