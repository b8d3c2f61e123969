#pragma once

#include <vector>

#include "kili/labels/point.hpp"
#include "parsed_labels/annotation_data.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

/// The outlines of an object: parts of rings, of which the first is the outer one.
using PartsOfRings = std::vector<std::vector<std::vector<Point>>>;

/// Adds a place to an annotation in a PDF; its outlines are lists of rings.
void add_place(detail::AnnotationData& annotation, const JobInterface& job, const PartsOfRings& parts,
               int page);

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
