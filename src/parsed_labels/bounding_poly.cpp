#include "kili/labels/bounding_poly.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <utility>

#include "kili/labels/errors.hpp"
#include "parsed_labels/access.hpp"
#include "parsed_labels/list_index.hpp"
#include "parsed_labels/outlines.hpp"
#include "parsed_labels/reading.hpp"

namespace kili {
inline namespace v0_1 {

BoundingPoly::BoundingPoly(const JobInterface& job, AnnotationTool tool) noexcept : job_(&job), tool_(tool) {}
BoundingPoly::BoundingPoly(const BoundingPoly&) = default;
BoundingPoly::BoundingPoly(BoundingPoly&&) noexcept = default;
BoundingPoly& BoundingPoly::operator=(const BoundingPoly&) = default;
BoundingPoly& BoundingPoly::operator=(BoundingPoly&&) noexcept = default;
BoundingPoly::~BoundingPoly() = default;

void BoundingPoly::check_is_regular() const {
  if (!raw_) return;
  throw MalformedLabelError(
      labels::LabelPath(*job_).where(),
      "\"normalizedVertices\" of an outline has something else than vertices with numbers x and y",
      "TypeError");
}

std::size_t BoundingPoly::ring_count() const {
  check_is_regular();
  return nested_ ? ring_ends_.size() : 1;
}

std::span<const Point> BoundingPoly::ring(std::size_t index) const {
  if (index >= ring_count()) {
    throw LabelIndexError(labels::LabelPath(*job_).where(),
                          fmt::format("the outline has {} rings, none at {}", ring_count(), index));
  }
  const std::span<const Point> points = vertices_.points;
  if (!nested_) return points;
  const std::size_t begin = index == 0 ? 0 : ring_ends_[index - 1];
  return points.subspan(begin, ring_ends_[index] - begin);
}

std::span<const Point> BoundingPoly::normalized_vertices() const {
  if (ring_count() > 1) {
    throw LabelIndexError(labels::LabelPath(*job_).where(),
                          fmt::format("the outline has {} rings; use ring()", ring_count()));
  }
  return vertices_.points;
}

void BoundingPoly::set_normalized_vertices(std::vector<Point> vertices) {
  const labels::LabelPath place(*job_);
  labels::check_vertex_count(tool_, vertices.size(), place);
  if (tool_ == AnnotationTool::absent) {
    throw MalformedLabelError(
        place.where(), "an annotation without a tool has lists of rings; use set_rings()", "AssertionError");
  }
  vertices_ = {.points = std::move(vertices), .integers = {}};
  ring_ends_.clear();
  nested_ = false;
  raw_.reset();
}

void BoundingPoly::set_rings(const std::vector<std::vector<Point>>& rings) {
  const labels::LabelPath place(*job_);
  if (tool_ != AnnotationTool::absent) {
    throw MalformedLabelError(
        place.where(),
        fmt::format("the tool '{}' draws flat outlines; use set_normalized_vertices()", to_string(tool_)),
        "AssertionError");
  }
  if (rings.empty()) throw LabelIndexError(place.where(), "there is no ring of vertices");
  detail::VertexList vertices;
  std::vector<std::uint32_t> ends;
  for (const auto& ring : rings) {
    vertices.points.insert(vertices.points.end(), ring.begin(), ring.end());
    ends.push_back(static_cast<std::uint32_t>(vertices.points.size()));
  }
  vertices_ = std::move(vertices);
  ring_ends_ = std::move(ends);
  nested_ = true;
  raw_.reset();
}

nlohmann::json BoundingPoly::as_dict() const {
  nlohmann::json result = nlohmann::json::object();
  auto& vertices = result["normalizedVertices"];
  if (raw_) {
    vertices = *raw_;
  } else if (!nested_) {
    vertices = labels::vertices_to_json(vertices_, 0, vertices_.points.size());
  } else {
    vertices = nlohmann::json::array();
    std::size_t begin = 0;
    for (const std::size_t end : ring_ends_) {
      vertices.push_back(labels::vertices_to_json(vertices_, begin, end));
      begin = end;
    }
  }
  return result;
}

const BoundingPoly& BoundingPolyList::operator[](std::size_t index) const {
  return labels::element_at(items_, index, *job_, "outlines");
}
BoundingPoly& BoundingPolyList::operator[](std::size_t index) {
  return labels::element_at(items_, index, *job_, "outlines");
}

void BoundingPolyList::add_bounding_poly(std::vector<Point> vertices) {
  BoundingPoly poly = detail::LabelAccess::make_bounding_poly(*job_, tool_);
  if (tool_ == AnnotationTool::absent) {
    poly.set_rings({std::move(vertices)});
  } else {
    poly.set_normalized_vertices(std::move(vertices));
  }
  labels::check_has_outlines(*job_, labels::LabelPath(*job_));
  items_.push_back(std::move(poly));
  present_ = true;
}

void BoundingPolyList::add_bounding_poly(const nlohmann::json& bounding_poly) {
  items_.push_back(labels::read_outline(bounding_poly, *job_, tool_, labels::LabelPath(*job_)));
  present_ = true;
}

nlohmann::json BoundingPolyList::as_list() const {
  nlohmann::json result = nlohmann::json::array();
  for (const BoundingPoly& poly : items_) result.push_back(poly.as_dict());
  return result;
}

}  // namespace v0_1
}  // namespace kili
