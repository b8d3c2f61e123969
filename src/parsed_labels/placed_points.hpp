#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "kili/labels/answers_builder.hpp"
#include "kili/labels/geometry.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

/// Turns the coordinates of an object into those of labels, and refuses those that labels cannot have.
class PointPlacer {
 public:
  /// @param size of the image, if it is known. @throws InvalidMutationError the unit does not fit.
  PointPlacer(const JobInterface& job, std::string_view category, CoordinateUnit unit, OutsideImage outside,
              std::optional<ImageSize> size);

  /// @throws InvalidMutationError it is not finite, or outside of the image.
  [[nodiscard]] Point placed(Point point) const;
  [[nodiscard]] std::vector<Point> placed(std::span<const Point> points) const;
  /// A ring without its first vertex at its end. @throws InvalidMutationError also: it has less than 3
  /// different vertices.
  [[nodiscard]] std::vector<Point> ring(std::span<const Point> points) const;
  /// The vertices of a rectangle annotation. @throws InvalidMutationError also: it has no area.
  [[nodiscard]] std::vector<Point> rectangle(Point corner, Point opposite) const;

  /// An error of the object. @throws InvalidMutationError always.
  [[noreturn]] void refuse(std::string_view what) const;

 private:
  [[nodiscard]] double within(double fraction, Point given) const;

  const JobInterface& job_;
  std::string_view category_;
  CoordinateUnit unit_;
  OutsideImage outside_;
  ImageSize size_;
};

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
