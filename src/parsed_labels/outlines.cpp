#include "parsed_labels/outlines.hpp"

#include <fmt/format.h>

#include <utility>

#include "kili/labels/errors.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {
namespace {

nlohmann::json coordinate(double value, bool is_integer) {
  return is_integer ? nlohmann::json(static_cast<std::int64_t>(value)) : nlohmann::json(value);
}

}  // namespace

void add_vertex(detail::VertexList& vertices, Point point, unsigned integers) {
  if (integers != 0 || !vertices.integers.empty()) {
    vertices.integers.resize(vertices.points.size());
    vertices.integers.push_back(static_cast<std::uint8_t>(integers));
  }
  vertices.points.push_back(point);
}

std::string vertex_count_problem(AnnotationTool tool, std::size_t count) {
  if (tool == AnnotationTool::rectangle && count != 4) {
    return fmt::format("a rectangle has 4 vertices, not {}", count);
  }
  if (tool == AnnotationTool::polygon && count < 3) {
    return fmt::format("a polygon has at least 3 vertices, not {}", count);
  }
  return {};
}

void check_vertex_count(AnnotationTool tool, std::size_t count, const LabelPath& place) {
  const std::string problem = vertex_count_problem(tool, count);
  if (!problem.empty()) throw InvalidMutationError(place.where(), problem);
}

void check_has_outlines(const JobInterface& job, const LabelPath& place) {
  if (job.ml_task() == MlTask::object_detection || job.ml_task() == MlTask::named_entities_recognition)
    return;
  throw InvalidMutationError(place.where(),
                             fmt::format("annotations of the task {} have no outlines", job.ml_task_word()));
}

nlohmann::json vertex_to_json(const detail::VertexList& vertices, std::size_t index) {
  const Point& point = vertices.points[index];
  const unsigned integers = vertices.integers.empty() ? 0U : vertices.integers[index];
  nlohmann::json::object_t vertex;
  vertex.emplace("x", coordinate(point.x, (integers & 1U) != 0));
  vertex.emplace("y", coordinate(point.y, (integers & 2U) != 0));
  return vertex;
}

nlohmann::json vertices_to_json(const detail::VertexList& vertices, std::size_t begin, std::size_t end) {
  nlohmann::json::array_t array;
  array.reserve(end - begin);
  for (std::size_t i = begin; i < end; ++i) array.push_back(vertex_to_json(vertices, i));
  return array;
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
