#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include <nlohmann/json.hpp>

#include "kili/labels/bounding_poly.hpp"
#include "kili/labels/point.hpp"
#include "parsed_labels/label_path.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

/// Adds a vertex. @param integers bit 0: JSON wrote x as an integer, bit 1: y.
void add_vertex(detail::VertexList& vertices, Point point, unsigned integers);
/// Why an outline of the tool cannot have so many vertices, or an empty text.
[[nodiscard]] std::string vertex_count_problem(AnnotationTool tool, std::size_t count);
/// @throws InvalidMutationError a rectangle has not 4 vertices, a polygon less than 3.
void check_vertex_count(AnnotationTool tool, std::size_t count, const LabelPath& place);
/// @throws InvalidMutationError the task of the job has no outlines.
void check_has_outlines(const JobInterface& job, const LabelPath& place);
/// Vertices [begin, end) in the form in which they were read.
[[nodiscard]] nlohmann::json vertices_to_json(const detail::VertexList& vertices, std::size_t begin,
                                              std::size_t end);
[[nodiscard]] nlohmann::json vertex_to_json(const detail::VertexList& vertices, std::size_t index);

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
