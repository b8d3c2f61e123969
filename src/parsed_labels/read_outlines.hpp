#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kili/labels/errors.hpp"
#include "parsed_labels/access.hpp"
#include "parsed_labels/json_source.hpp"
#include "parsed_labels/label_path.hpp"
#include "parsed_labels/outlines.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

/// Reads a vertex, `{"x": number, "y": number}`. @return false when it is something else.
template <typename Source>
[[nodiscard]] bool read_vertex(const Source& value, detail::VertexList& vertices) {
  if (!value.is_object() || value.size() != 2) return false;
  Point point;
  unsigned found = 0;
  unsigned integers = 0;
  value.for_each_member([&](std::string_view key, const Source& coordinate) {
    if (key.size() != 1 || (key[0] != 'x' && key[0] != 'y')) return;
    const unsigned bit = key[0] == 'x' ? 1 : 2;
    double& target = key[0] == 'x' ? point.x : point.y;
    const JsonKind kind = coordinate.kind();
    if (kind == JsonKind::floating) {
      target = coordinate.number();
    } else if (kind == JsonKind::integer && is_exact(coordinate.integer())) {
      target = static_cast<double>(coordinate.integer());
      integers |= bit;
    } else {
      return;
    }
    found |= bit;
  });
  if (found != 3) return false;
  add_vertex(vertices, point, integers);
  return true;
}

/// Reads a list of vertices. @return false when an element is not a vertex.
template <typename Source>
[[nodiscard]] bool read_vertices(const Source& value, detail::VertexList& vertices) {
  if (!value.is_array()) return false;
  vertices.points.reserve(vertices.points.size() + value.size());
  bool regular = true;
  value.for_each_element([&](const Source& vertex) { regular = regular && read_vertex(vertex, vertices); });
  return regular;
}

template <typename Source>
[[nodiscard]] bool begins_with_list(const Source& array) {
  const auto first = array.front();
  return first && first->is_array();
}

/// The first check of "normalizedVertices" in Python's SDK: a list whose first element is a vertex or a list
/// that begins with a vertex.
template <typename Source>
[[nodiscard]] bool begins_like_vertices(const Source& value, bool may_nest = true) {
  if (!value.is_array()) return false;
  const auto first = value.front();
  if (!first) return true;
  if (may_nest && first->is_array()) return begins_like_vertices(*first, false);
  if (!first->is_object()) return false;
  if (first->size() == 0) return true;
  auto coordinate = first->find("x");
  if (!coordinate) coordinate = first->find("y");
  if (!coordinate) return false;
  const JsonKind kind = coordinate->kind();
  return kind == JsonKind::integer || kind == JsonKind::other_integer || kind == JsonKind::floating ||
         kind == JsonKind::boolean;
}

/// Keeps a malformed outline that Python accepts at construction; reading it is an error.
template <typename Source>
void keep_vertices(const Source& value, BoundingPoly& poly) {
  detail::LabelAccess::vertices(poly) = {};
  detail::LabelAccess::ring_ends(poly).clear();
  detail::LabelAccess::unread_members(poly)["normalizedVertices"] = value.to_json();
}

/// Reads a list of rings. @return false when a vertex is malformed.
template <typename Source>
[[nodiscard]] bool read_rings(const Source& value, BoundingPoly& poly) {
  detail::LabelAccess::set_nested(poly, true);
  auto& vertices = detail::LabelAccess::vertices(poly);
  auto& ring_ends = detail::LabelAccess::ring_ends(poly);
  bool regular = true;
  value.for_each_element([&](const Source& ring) {
    regular = regular && read_vertices(ring, vertices);
    ring_ends.push_back(static_cast<std::uint32_t>(vertices.points.size()));
  });
  return regular;
}

template <typename Source>
void check_are_objects(const Source& vertices, const LabelPath& place) {
  std::size_t index = 0;
  vertices.for_each_element([&](const Source& vertex) {
    if (!vertex.is_object()) {
      throw MalformedLabelError(place.element(index).where(), "the vertex is not an object",
                                "AssertionError");
    }
    ++index;
  });
}

/// The number of elements that Python counts in a ring, which need not be a list; of a text, its characters.
template <typename Source>
[[nodiscard]] std::size_t elements_of_ring(const Source& ring, const LabelPath& place) {
  switch (ring.kind()) {
    case JsonKind::array:
    case JsonKind::object:
      return ring.size();
    case JsonKind::string:
      return static_cast<std::size_t>(std::ranges::count_if(
          ring.text(), [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }));
    default:
      throw MalformedLabelError(place.where(), "the ring is not a list of vertices", "TypeError");
  }
}

/// Checks the rings as Python does: first how many vertices each has, when a tool drew them, then that all
/// are objects.
template <typename Source>
void check_rings(const Source& rings, AnnotationTool tool, const LabelPath& place) {
  std::size_t index = 0;
  rings.for_each_element([&](const Source& ring) {
    if (tool == AnnotationTool::absent) return;
    const LabelPath where = place.element(index++);
    check_vertex_count(tool, elements_of_ring(ring, where), where);
  });
  index = 0;
  rings.for_each_element([&](const Source& ring) {
    const LabelPath where = place.element(index++);
    if (ring.is_array()) {
      check_are_objects(ring, where);
    } else if (elements_of_ring(ring, where) != 0) {
      throw MalformedLabelError(where.where(), "the ring is not a list of vertices", "AssertionError");
    }
  });
}

/// Reads "normalizedVertices" into a new outline: a list of vertices, or a list of rings when it begins with
/// a list. PDFs have rings whatever tool drew them.
template <typename Source>
void read_normalized_vertices(const Source& value, BoundingPoly& poly, AnnotationTool tool,
                              const LabelPath& place) {
  if (!begins_like_vertices(value)) {
    throw MalformedLabelError(place.where(), "a list of vertices with numbers x and y is needed",
                              "TypeCheckError");
  }
  if (begins_with_list(value)) {
    check_rings(value, tool, place);
    if (!read_rings(value, poly)) keep_vertices(value, poly);
    return;
  }
  check_vertex_count(tool, value.size(), place);
  check_are_objects(value, place);
  if (!read_vertices(value, detail::LabelAccess::vertices(poly))) keep_vertices(value, poly);
}

/// Keeps what an outline has beside its vertices.
template <typename Source>
void keep_other_members(const Source& outline, BoundingPoly& poly) {
  if (outline.size() == 1) return;
  outline.for_each_member([&](std::string_view key, const Source& member) {
    if (key != "normalizedVertices") {
      detail::LabelAccess::unread_members(poly)[std::string(key)] = member.to_json();
    }
  });
}

/// Reads an outline, `{"normalizedVertices": [...]}`.
template <typename Source>
[[nodiscard]] BoundingPoly read_bounding_poly(const Source& value, const JobInterface& job,
                                              AnnotationTool tool, const LabelPath& place) {
  if (!value.is_object()) {
    throw MalformedLabelError(place.where(), "the outline is not an object", "TypeCheckError");
  }
  const auto vertices = value.find("normalizedVertices");
  if (!vertices) {
    throw MalformedLabelError(place.where(), "the outline has no \"normalizedVertices\"",
                              value.size() == 0 ? "KeyError" : "TypeCheckError");
  }
  auto poly = detail::LabelAccess::make_bounding_poly(job, tool);
  read_normalized_vertices(*vertices, poly, tool, place.member("normalizedVertices"));
  keep_other_members(value, poly);
  check_has_outlines(job, place);
  return poly;
}

/// Reads the polys of an annotation in a PDF. @return false when they are not a list of regular outlines.
template <typename Source>
[[nodiscard]] bool read_polys(const Source& value, const JobInterface& job,
                              std::vector<BoundingPoly>& polys) {
  if (!value.is_array()) return false;
  polys.reserve(value.size());
  bool regular = true;
  value.for_each_element([&](const Source& element) {
    if (!regular || !element.is_object()) {
      regular = false;
      return;
    }
    const auto vertices = element.find("normalizedVertices");
    auto& poly = polys.emplace_back(detail::LabelAccess::make_bounding_poly(job, AnnotationTool::absent));
    regular = vertices && vertices->is_array() &&
              (begins_with_list(*vertices) ? read_rings(*vertices, poly)
                                           : read_vertices(*vertices, detail::LabelAccess::vertices(poly)));
    if (regular) keep_other_members(element, poly);
  });
  return regular;
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
