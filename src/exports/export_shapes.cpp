#include "exports/export_shapes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "kili/enums.hpp"
#include "kili/labels/errors.hpp"
#include "kili/labels/geometry.hpp"
#include "support/shown_text.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {
namespace {

/// Shares of the coordinates, or of the box around a ring, that are what computing with doubles leaves of
/// nothing.
constexpr double least_share = 1e-12;
/// A vertex this far outside of the image lies on its edge: fractions that were computed are rounded.
constexpr double rounding_of_fractions = 1e-6;

struct Extent {
  double width = 0;
  double height = 0;
};

Extent extent_of(std::span<const Point> ring) noexcept {
  const auto [left, right] = std::ranges::minmax(ring, {}, &Point::x);
  const auto [top, bottom] = std::ranges::minmax(ring, {}, &Point::y);
  return {right.x - left.x, bottom.y - top.y};
}

/// Whether the box around the ring has two sides.
bool has_sides(std::span<const Point> ring) noexcept {
  const auto [width, height] = extent_of(ring);
  const double least = least_share * std::max(std::abs(ring.front().x), std::abs(ring.front().y));
  return width > least && height > least;
}

double turn(const Point& from, const Point& to, const Point& point) noexcept {
  return (to.x - from.x) * (point.y - from.y) - (to.y - from.y) * (point.x - from.x);
}

/// Whether the edges cross, not only touch.
bool edges_cross(const Point& a, const Point& b, const Point& c, const Point& d) noexcept {
  return turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0;
}

/// Four corners in an order in which the edges do not cross, from the first corner on.
void order_corners(Ring& corners) {
  if (corners.size() != 4) return;
  if (edges_cross(corners[0], corners[1], corners[2], corners[3])) {
    std::swap(corners[1], corners[2]);
  } else if (edges_cross(corners[1], corners[2], corners[3], corners[0])) {
    std::swap(corners[2], corners[3]);
  }
}

std::vector<Ring> rings_of(std::span<const BoundingPoly> outlines) {
  std::vector<Ring> rings;
  rings.reserve(outlines.size());
  for (const BoundingPoly& outline : outlines) {
    const std::size_t count = outline.ring_count();
    for (std::size_t i = 0; i < count; ++i) {
      const auto vertices = outline.ring(i);
      rings.emplace_back(vertices.begin(), vertices.end());
    }
  }
  return rings;
}

/// How a note names a part or a hole: not at all when there is one part.
std::string named_part(std::size_t index, std::size_t count) {
  return count == 1 ? std::string() : fmt::format("part {}: ", index + 1);
}

std::string image_ring_problem(Ring& ring, int rotation) {
  auto problem = ring_problem(ring);
  if (!problem.empty()) return problem;
  for (Point& vertex : ring) {
    vertex = undo_rotation(vertex, rotation);
    for (double* coordinate : {&vertex.x, &vertex.y}) {
      if (*coordinate < -rounding_of_fractions || *coordinate > 1 + rounding_of_fractions) {
        return fmt::format("it reaches out of the image: a coordinate is {}, not 0 to 1", *coordinate);
      }
      *coordinate = std::clamp(*coordinate, 0.0, 1.0);
    }
  }
  return encloses_area(ring) ? std::string() : "it has no area";
}

const CategoryInterface* class_of(const Annotation& annotation, const JobInterface& job,
                                  const LossNotes& notes) {
  const CategoryList& categories = annotation.categories();
  if (categories.empty()) {
    notes.add("it has no class");
    return nullptr;
  }
  const CategoryInterface* category = class_named(categories[0].name(), job, notes);
  if (category != nullptr && categories.size() > 1) {
    notes.add(fmt::format("it is written as '{}', without its {} further classes",
                          support::shown_text(category->name), categories.size() - 1));
  }
  return category;
}

bool is_area(AnnotationTool tool) noexcept {
  return tool == AnnotationTool::rectangle || tool == AnnotationTool::polygon ||
         tool == AnnotationTool::semantic || tool == AnnotationTool::absent;
}

}  // namespace

double doubled_signed_area(std::span<const Point> ring) noexcept {
  if (ring.size() < 3 || !has_sides(ring)) return 0;
  const double area = 2 * polygon_area(ring);
  const auto [width, height] = extent_of(ring);
  if (!std::isfinite(area) || area <= least_share * width * height) return 0;
  return is_counter_clockwise(ring) ? area : -area;
}

bool encloses_area(std::span<const Point> ring) {
  if (ring.size() < 3 || !has_sides(ring)) return false;
  if (doubled_signed_area(ring) != 0) return true;
  const auto [width, height] = extent_of(ring);
  return enclosed_area(ring) > least_share * width * height;  // a bow tie
}

double y_at(const Point& from, const Point& to, double x) noexcept {
  return from.y + (x - from.x) / (to.x - from.x) * (to.y - from.y);
}

std::vector<double> crossings(const Ring& ring, double x) {
  std::vector<double> rows;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const Point& from = ring[i];
    const Point& to = ring[i + 1 == ring.size() ? 0 : i + 1];
    if ((from.x <= x) != (to.x <= x)) rows.push_back(y_at(from, to, x));
  }
  std::ranges::sort(rows);
  return rows;
}

std::string ring_problem(std::span<const Point> ring) {
  Ring different;
  for (const Point& vertex : ring) {
    if (!std::isfinite(vertex.x) || !std::isfinite(vertex.y)) return "a coordinate is not a finite number";
    if (different.size() < 3 && std::ranges::find(different, vertex) == different.end())
      different.push_back(vertex);
  }
  if (different.size() >= 3) return {};
  return fmt::format("it has no area: its outline has {} different vertices", different.size());
}

std::vector<AreaPart> area_parts(const Annotation& annotation, const RingCheck& check,
                                 const LossNotes& notes) {
  const BoundingPolyList& outlines = annotation.bounding_poly();
  const std::size_t count = outlines.part_count();
  std::vector<AreaPart> parts;
  parts.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    auto rings = rings_of(outlines.part(i));
    const std::string name = named_part(i, count);
    if (rings.empty()) {
      notes.add(name + "it has no outline");
      continue;
    }
    AreaPart part;
    for (std::size_t index = 0; index < rings.size(); ++index) {
      Ring& ring = rings[index];
      if (annotation.tool() == AnnotationTool::rectangle) order_corners(ring);
      const std::string problem = check(ring);
      if (!problem.empty()) {
        notes.add(index == 0 ? name + problem : fmt::format("{}hole {}: {}", name, index, problem));
        if (index == 0) break;
        continue;
      }
      if (index == 0) {
        part.outer = std::move(ring);
      } else {
        part.holes.push_back(std::move(ring));
      }
    }
    if (!part.outer.empty()) parts.push_back(std::move(part));
  }
  if (count == 0) notes.add("it has no outline");
  return parts;
}

std::vector<AreaPart> parts_in_image(const Annotation& annotation, int rotation, const LossNotes& notes) {
  try {
    if (is_area(annotation.tool()) && annotation.has(Attribute::bounding_poly)) {
      return area_parts(
          annotation, [rotation](Ring& ring) { return image_ring_problem(ring, rotation); }, notes);
    }
    notes.add("it has no outline");
  } catch (const LabelError& error) {
    notes.add(error.what());
  }
  return {};
}

const CategoryInterface* class_named(const std::string& name, const JobInterface& job,
                                     const LossNotes& notes) {
  const CategoryInterface* category = job.find_category(name);
  if (category == nullptr) notes.add(fmt::format("the job has no class '{}'", support::shown_text(name)));
  return category;
}

std::optional<ImageObject> image_object(const Annotation& annotation, const JobInterface& job, int rotation,
                                        const LossNotes& notes) {
  try {
    ImageObject object;
    object.parts = parts_in_image(annotation, rotation, notes);
    if (object.parts.empty()) return std::nullopt;
    object.category = class_of(annotation, job, notes);
    if (object.category == nullptr) return std::nullopt;
    return object;
  } catch (const LabelError& error) {
    notes.add(error.what());
    return std::nullopt;
  }
}

void for_each_annotation(const ParsedJob& answer, const JobInterface& job, const LossNotes& notes,
                         const std::function<void(const Annotation&, const LossNotes&)>& use) {
  if (answer.empty()) return;
  const LossNotes job_notes = notes.at(job);
  const AnnotationList* annotations = nullptr;
  try {
    annotations = &answer.annotations();
  } catch (const LabelError& error) {
    job_notes.add(error.what());
    return;
  }
  for (std::size_t i = 0; i < annotations->size(); ++i) {
    const Annotation& annotation = (*annotations)[i];
    use(annotation, job_notes.at(annotation, i));
  }
}

void for_each_image_object(
    const ParsedJob& answer, const JobInterface& job, int rotation, const LossNotes& notes,
    const std::function<void(const Annotation&, std::optional<ImageObject>, const LossNotes&)>& use) {
  for_each_annotation(answer, job, notes, [&](const Annotation& annotation, const LossNotes& here) {
    use(annotation, image_object(annotation, job, rotation, here), here);
  });
}

std::optional<int> rotation_of(const ParsedLabel& label, const LossNotes& notes) {
  try {
    return label.rotation();
  } catch (const LabelError& error) {
    notes.add(error.what());
    return std::nullopt;
  }
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
