#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "exports/losses.hpp"
#include "kili/labels/annotation.hpp"
#include "kili/labels/ontology.hpp"
#include "kili/labels/parsed_job.hpp"
#include "kili/labels/parsed_label.hpp"
#include "kili/labels/point.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

using Ring = std::vector<Point>;

/// A part of an object: what its outer ring encloses, without the holes.
struct AreaPart {
  Ring outer;
  std::vector<Ring> holes;
};

/// Twice the signed area, positive where the vertices go counter-clockwise and y grows upwards; exactly 0
/// when it is not distinguishable from 0.
[[nodiscard]] double doubled_signed_area(std::span<const Point> ring) noexcept;
/// Whether the ring encloses something, by the even-odd rule.
[[nodiscard]] bool encloses_area(std::span<const Point> ring);

/// Where the edge meets the line of all points with this x, which lies between its ends.
[[nodiscard]] double y_at(const Point& from, const Point& to, double x) noexcept;
/// Every y at which the ring crosses that line, in ascending order.
[[nodiscard]] std::vector<double> crossings(const Ring& ring, double x);

/// May mend the ring. @return why it cannot be written, or an empty text.
using RingCheck = std::function<std::string(Ring& ring)>;

/// The parts of an object with outlines, as its label has them. Vertices of rectangles are in an order that
/// goes around; other vertices keep theirs. Rings that `check` refuses are left out and noted: a hole alone,
/// an outer ring with its part.
/// @throws LabelError the outlines are missing or malformed.
[[nodiscard]] std::vector<AreaPart> area_parts(const Annotation& annotation, const RingCheck& check,
                                               const LossNotes& notes);

/// Why no format can express the ring, or an empty text: a coordinate that is not finite, less than three
/// different vertices.
[[nodiscard]] std::string ring_problem(std::span<const Point> ring);

/// An object of an image.
struct ImageObject {
  const CategoryInterface* category = nullptr;
  std::vector<AreaPart> parts;  ///< At least one; fractions of the image as it is stored, 0 to 1.
};

/// The parts of an object within the image: fractions of the image as it is stored, 0 to 1. None when it has
/// no outline with an area there; the reason is noted.
/// @param rotation see ParsedLabel::rotation().
[[nodiscard]] std::vector<AreaPart> parts_in_image(const Annotation& annotation, int rotation,
                                                   const LossNotes& notes);
/// The class of the job with this name; notes one that the job does not have, and gives a null pointer.
[[nodiscard]] const CategoryInterface* class_named(const std::string& name, const JobInterface& job,
                                                   const LossNotes& notes);

/// The object as formats of images can express it: with an area within the image and a class. Otherwise
/// nothing, and the reason is noted; so are further classes.
/// @param job whose classes are written. @param rotation see ParsedLabel::rotation().
[[nodiscard]] std::optional<ImageObject> image_object(const Annotation& annotation, const JobInterface& job,
                                                      int rotation, const LossNotes& notes);

/// Calls `use` with each annotation of the answer, in order. An answer that cannot be read is noted.
void for_each_annotation(const ParsedJob& answer, const JobInterface& job, const LossNotes& notes,
                         const std::function<void(const Annotation&, const LossNotes&)>& use);
/// Calls `use` with what `image_object()` makes of each annotation of the answer, in order. An answer that
/// cannot be read is noted. @param job of the writer: that of the label may belong to another copy of the
/// interface.
void for_each_image_object(
    const ParsedJob& answer, const JobInterface& job, int rotation, const LossNotes& notes,
    const std::function<void(const Annotation&, std::optional<ImageObject>, const LossNotes&)>& use);

/// The rotation of the label; notes a label whose rotation is unknown, which cannot be written.
[[nodiscard]] std::optional<int> rotation_of(const ParsedLabel& label, const LossNotes& notes);

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
