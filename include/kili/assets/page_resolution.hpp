#pragma once

/// @file
/// Sizes of images and of pages of documents.

#include <optional>

namespace kili {
inline namespace v0_1 {

/// Size of an image or video in pixels (specification: `resolution_array`).
struct Resolution {
  double height = 0;
  double width = 0;
};

/// Size of one page of a document (specification: `page_resolutions_array`).
struct PageResolution {
  double height = 0;
  int page_number = 0;  ///< Counts from 1.
  /// Degrees, clockwise. Not given: the page keeps its own.
  std::optional<int> rotation{};
  double width = 0;
};

}  // namespace v0_1
}  // namespace kili
