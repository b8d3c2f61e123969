#pragma once

/// @file
/// Binary images and their exact outlines.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "kili/export.hpp"
#include "kili/labels/point.hpp"

namespace kili {
inline namespace v0_1 {

/// A binary image in memory of the caller: a byte for each pixel, row by row from the top left corner; every
/// byte that is not 0 is inside. For example the data of a `cv::Mat` of the type CV_8UC1, or of the bytes of
/// a segmentation model.
struct BinaryMask {
  std::size_t height = 0;                  ///< Rows.
  std::span<const std::uint8_t> pixels{};  ///< At least the bytes of all rows.
  std::size_t stride = 0;                  ///< Bytes from one row to the next; 0 means `width`.
  std::size_t width = 0;                   ///< Pixels of a row.
};

/// A connected part of a mask: what its outer ring encloses, without the holes.
struct MaskPart {
  std::vector<std::vector<Point>> holes{};
  std::vector<Point> outer{};
};

/// The outlines of a mask, along the edges of its pixels: vertices are corners of pixels, in pixels from the
/// top left corner of the image, so that a mask of all pixels has the corners (0, 0) and (width, height).
/// Filling the parts gives exactly the mask again: a pixel is inside when its centre is inside an outer ring
/// and in none of its holes. Pixels that meet at a corner alone belong to different parts. Time and memory
/// grow with the number of pixels.
/// @return the parts in the order of their first pixels; nothing when no pixel is inside. Outer rings go
/// clockwise as they are seen, holes counter-clockwise.
/// @throws ValidationError there are less bytes than rows need, or the stride is less than the width.
[[nodiscard]] KILI_EXPORT std::vector<MaskPart> mask_outlines(const BinaryMask& mask);

}  // namespace v0_1
}  // namespace kili
