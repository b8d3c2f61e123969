#pragma once

#include <string>
#include <vector>

#include "exports/export_shapes.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

// RFC 7946, 3.1.9: geometry that crosses the antimeridian is cut there. A shape crosses it when its
// longitudes go on beyond 180 degrees, or when they jump by more than 180 and less than 360 degrees from one
// vertex to the next, since people draw such an edge the short way round. The functions take longitude and
// latitude in degrees, of any range, and give longitudes from -180 to 180.

[[nodiscard]] Point within_antimeridian(Point point) noexcept;

/// Makes the longitudes of a ring, which is not closed, continuous: no step is longer than half a turn.
/// @return false when it goes around a pole.
[[nodiscard]] bool make_continuous(Ring& ring);

/// @param line at least two vertices. @return the pieces of the line, each at least two vertices.
[[nodiscard]] std::vector<std::vector<Point>> cut_line(std::vector<Point> line);

/// @param part outer ring counter-clockwise, holes clockwise, all continuous and none closed. What results is
/// of the same form. @param problem set when there is no such polygon: it goes more than once around the
/// Earth, or crosses itself where it is cut.
[[nodiscard]] std::vector<AreaPart> cut_part(AreaPart part, std::string& problem);

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
