#include "kili/labels/bounding_poly.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <utility>

#include "kili/enums.hpp"
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

bool BoundingPoly::is_regular() const { return !unread_ || !unread_->contains("normalizedVertices"); }

void BoundingPoly::check_is_regular() const {
  if (is_regular()) return;
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

void BoundingPoly::replace(detail::VertexList vertices, std::vector<std::uint32_t> ring_ends, bool nested) {
  vertices_ = std::move(vertices);
  ring_ends_ = std::move(ring_ends);
  nested_ = nested;
  if (unread_) unread_->erase("normalizedVertices");
}

void BoundingPoly::set_normalized_vertices(std::vector<Point> vertices) {
  labels::check_vertex_count(tool_, vertices.size(), labels::LabelPath(*job_));
  replace({.points = std::move(vertices), .integers = {}}, {}, false);
}

void BoundingPoly::set_rings(const std::vector<std::vector<Point>>& rings) {
  if (rings.empty()) return set_normalized_vertices({});
  const labels::LabelPath place(*job_);
  for (const auto& ring : rings) labels::check_vertex_count(tool_, ring.size(), place);
  detail::VertexList vertices;
  std::vector<std::uint32_t> ends;
  ends.reserve(rings.size());
  for (const auto& ring : rings) {
    vertices.points.insert(vertices.points.end(), ring.begin(), ring.end());
    ends.push_back(static_cast<std::uint32_t>(vertices.points.size()));
  }
  replace(std::move(vertices), std::move(ends), true);
}

nlohmann::json BoundingPoly::as_dict() const {
  nlohmann::json result = unread_ ? *unread_ : nlohmann::json::object();
  if (!is_regular()) return result;
  auto& vertices = result["normalizedVertices"];
  if (!nested_) {
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

std::size_t BoundingPolyList::part_count() const noexcept {
  if (is_hierarchical()) return part_ends_.size();
  return items_.empty() ? 0 : 1;
}

std::span<const BoundingPoly> BoundingPolyList::part(std::size_t index) const {
  if (index >= part_count()) {
    throw LabelIndexError(labels::LabelPath(*job_).where(),
                          fmt::format("the outlines have {} parts, none at {}", part_count(), index));
  }
  const std::span<const BoundingPoly> outlines = items_;
  if (!is_hierarchical()) return outlines;
  const std::size_t begin = index == 0 ? 0 : part_ends_[index - 1];
  return outlines.subspan(begin, part_ends_[index] - begin);
}

void BoundingPolyList::add(BoundingPoly poly) {
  const bool adds_part = is_hierarchical();
  items_.push_back(std::move(poly));
  if (adds_part) part_ends_.push_back(static_cast<std::uint32_t>(items_.size()));
  present_ = true;
}

void BoundingPolyList::add_bounding_poly(std::vector<Point> vertices) {
  BoundingPoly poly = detail::LabelAccess::make_bounding_poly(*job_, tool_);
  if (job_->input_type() == InputType::pdf) {
    poly.set_rings({std::move(vertices)});
  } else {
    poly.set_normalized_vertices(std::move(vertices));
  }
  labels::check_has_outlines(*job_, labels::LabelPath(*job_));
  add(std::move(poly));
}

void BoundingPolyList::add_bounding_poly(const nlohmann::json& bounding_poly) {
  add(labels::read_outline(bounding_poly, *job_, tool_, labels::LabelPath(*job_)));
}

nlohmann::json BoundingPolyList::part_as_list(std::size_t begin, std::size_t end) const {
  nlohmann::json result = nlohmann::json::array();
  for (std::size_t i = begin; i < end; ++i) result.push_back(items_[i].as_dict());
  return result;
}

nlohmann::json BoundingPolyList::as_list() const {
  if (!is_hierarchical()) return part_as_list(0, items_.size());
  nlohmann::json result = nlohmann::json::array();
  std::size_t begin = 0;
  for (const std::size_t end : part_ends_) {
    result.push_back(part_as_list(begin, end));
    begin = end;
  }
  return result;
}

}  // namespace v0_1
}  // namespace kili
