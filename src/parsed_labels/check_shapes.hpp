#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "kili/labels/ontology.hpp"
#include "parsed_labels/json_source.hpp"
#include "parsed_labels/label_findings.hpp"
#include "parsed_labels/label_path.hpp"
#include "parsed_labels/ml_task.hpp"
#include "parsed_labels/read_outlines.hpp"
#include "parsed_labels/read_values.hpp"
#include "support/shown_text.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

/// The members of an annotation that say with what tool and where it was drawn.
template <typename Source>
struct ShapeMembers {
  std::optional<Source> outlines;
  std::optional<Source> point;
  std::optional<Source> polyline;
  std::optional<Source> type;

  void keep(std::string_view key, const Source& member) {
    if (key == "type") {
      type = member;
    } else if (key == "boundingPoly") {
      outlines = member;
    } else if (key == "polyline") {
      polyline = member;
    } else if (key == "point") {
      point = member;
    }
  }
};

/// A vertex has two finite numbers, fractions but in geographic projects. @return whether there is nothing
/// to say about it.
template <typename Source>
bool check_vertex(const Source& vertex, const JobInterface& job, LabelFindings& findings,
                  const LabelPath& place) {
  bool known[2] = {false, false};
  bool inside = true;
  if (vertex.is_object()) {
    vertex.for_each_member([&](std::string_view key, const Source& coordinate) {
      if (key != "x" && key != "y") return;
      const JsonKind kind = coordinate.kind();
      if (kind != JsonKind::integer && kind != JsonKind::other_integer && kind != JsonKind::floating) return;
      const double number = coordinate.number();
      known[key == "x" ? 0 : 1] = std::isfinite(number);
      inside = inside && number >= 0 && number <= 1;
    });
  }
  if (!known[0] || !known[1]) {
    findings.error(place, "the vertex does not have two finite numbers, \"x\" and \"y\"");
    return false;
  }
  if (inside || job.input_type() == InputType::geospatial) return true;
  findings.warning(place,
                   "the vertex lies outside the image; coordinates are fractions of its sides, 0 to 1, from "
                   "the top left corner");
  return false;
}

/// One finding for a list at most: what is wrong with one vertex usually is with all.
template <typename Source>
void check_vertices(const Source& vertices, const JobInterface& job, LabelFindings& findings,
                    const LabelPath& place) {
  bool fine = true;
  std::size_t index = 0;
  vertices.for_each_element([&](const Source& vertex) {
    if (fine) fine = check_vertex(vertex, job, findings, place.element(index++));
  });
}

template <typename Source>
void check_ring(const Source& ring, AnnotationTool tool, const JobInterface& job, LabelFindings& findings,
                const LabelPath& place) {
  if (!ring.is_array()) {
    if (!is_empty_container(ring)) findings.error(place, "the ring is not a list of vertices");
    return;
  }
  if (const std::string problem = vertex_count_problem(tool, ring.size()); !problem.empty()) {
    findings.error(place, problem);
    return;
  }
  check_vertices(ring, job, findings, place);
}

template <typename Source>
void check_outline(const Source& outline, AnnotationTool tool, const JobInterface& job,
                   LabelFindings& findings, const LabelPath& place) {
  const auto vertices = outline.is_object() ? outline.find("normalizedVertices") : std::nullopt;
  if (!vertices || !vertices->is_array()) {
    findings.error(place, "the outline has no \"normalizedVertices\" that are a list");
    return;
  }
  const LabelPath where = place.member("normalizedVertices");
  if (!begins_with_list(*vertices)) {
    check_ring(*vertices, tool, job, findings, where);
    return;
  }
  std::size_t index = 0;
  vertices->for_each_element(
      [&](const Source& ring) { check_ring(ring, tool, job, findings, where.element(index++)); });
}

/// The tool of an annotation. @return the tool for its outlines.
template <typename Source>
AnnotationTool check_type(const Source& type, const JobInterface& job, LabelFindings& findings,
                          const LabelPath& place) {
  const bool is_text = type.kind() == JsonKind::string;
  const std::string_view word = is_text ? type.text() : std::string_view();
  const AnnotationTool tool = is_text ? tool_of(word) : AnnotationTool::other;
  if (!job.has_tools()) return tool;
  const auto tools = job.tools();
  const auto has = [&tools](std::string_view name) {
    return std::find(tools.begin(), tools.end(), name) != tools.end();
  };
  if (!is_text) {
    findings.error(place, "the \"type\" is not a text");
  } else if (!has(word) && !(tool == AnnotationTool::marker && has("pose"))) {
    findings.error(place, no_such_tool(word, job));
  }
  return is_truthy(type) ? tool : AnnotationTool::absent;
}

/// A list of outlines; of masks, also a list of parts, each a list of outlines.
template <typename Source>
void check_outlines(const Source& value, AnnotationTool tool, const JobInterface& job,
                    LabelFindings& findings, const LabelPath& place) {
  if (!value.is_array()) return;
  std::size_t index = 0;
  value.for_each_element([&](const Source& element) {
    const LabelPath where = place.element(index++);
    if (tool != AnnotationTool::semantic || !element.is_array()) {
      check_outline(element, tool, job, findings, where);
      return;
    }
    std::size_t inner = 0;
    element.for_each_element(
        [&](const Source& outline) { check_outline(outline, tool, job, findings, where.element(inner++)); });
  });
}

template <typename Source>
void check_shapes(const ShapeMembers<Source>& shapes, const JobInterface& job, LabelFindings& findings,
                  const LabelPath& place) {
  const AnnotationTool tool =
      shapes.type ? check_type(*shapes.type, job, findings, place.member("type")) : AnnotationTool::absent;
  if (shapes.outlines) check_outlines(*shapes.outlines, tool, job, findings, place.member("boundingPoly"));
  if (shapes.polyline && shapes.polyline->is_array()) {
    check_vertices(*shapes.polyline, job, findings, place.member("polyline"));
  }
  if (shapes.point) check_vertex(*shapes.point, job, findings, place.member("point"));
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
