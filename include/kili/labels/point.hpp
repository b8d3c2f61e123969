#pragma once

/// @file
/// The vertex of labels.

namespace kili {
inline namespace v0_1 {

/// A vertex of a label: fractions of the width and height of what is labelled, 0 to 1, from the top left
/// corner to the right and down. In geographic projects, longitude and latitude. Results in pixels use the
/// same axes.
struct Point {
  double x = 0;
  double y = 0;

  [[nodiscard]] friend constexpr bool operator==(const Point&, const Point&) = default;
};

}  // namespace v0_1
}  // namespace kili
