#pragma once

/// @file
/// The outlines of annotations.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "kili/export.hpp"
#include "kili/labels/ontology.hpp"
#include "kili/labels/owned.hpp"
#include "kili/labels/point.hpp"

namespace kili {
inline namespace v0_1 {

namespace detail {
struct LabelAccess;

/// Vertices, written in the same form as they were read.
struct VertexList {
  std::vector<Point> points;
  std::vector<std::uint8_t>
      integers;  ///< Per vertex, bit 0: x was an integer, bit 1: y. Empty when none was.
};
}  // namespace detail

/// One outline of an object: a flat ring of vertices, or, usual in PDFs, a list of rings.
class KILI_EXPORT BoundingPoly {
 public:
  BoundingPoly(const BoundingPoly&);
  BoundingPoly(BoundingPoly&&) noexcept;
  BoundingPoly& operator=(const BoundingPoly&);
  BoundingPoly& operator=(BoundingPoly&&) noexcept;
  ~BoundingPoly();

  /// The vertices in order; the first is not repeated at the end. For a list of rings, the vertices of its
  /// only ring.
  /// @throws MalformedLabelError a vertex is malformed; LabelIndexError there are several rings, see ring().
  [[nodiscard]] std::span<const Point> normalized_vertices() const;
  /// The JSON has a list of rings, as labels of PDFs do.
  [[nodiscard]] bool is_nested() const noexcept { return nested_; }
  /// Number of rings; 1 for a flat outline. @throws MalformedLabelError a vertex is malformed.
  [[nodiscard]] std::size_t ring_count() const;
  /// @throws MalformedLabelError a vertex is malformed; LabelIndexError
  [[nodiscard]] std::span<const Point> ring(std::size_t index) const;

  /// Replaces the outline by a flat ring; what the JSON has beside the vertices stays.
  /// @throws InvalidMutationError a rectangle has not 4 vertices, a polygon less than 3. Nothing changes
  /// then.
  void set_normalized_vertices(std::vector<Point> vertices);
  /// Replaces the outline by a list of rings, as labels of PDFs have it.
  /// @param rings the vertices ring by ring; without any ring the outline is a flat one without vertices.
  /// @throws InvalidMutationError a ring of a rectangle has not 4 vertices, one of a polygon less than 3.
  /// Nothing changes then.
  void set_rings(const std::vector<std::vector<Point>>& rings);

  /// The outline as JSON.
  [[nodiscard]] nlohmann::json as_dict() const;

 private:
  friend struct detail::LabelAccess;
  BoundingPoly(const JobInterface& job, AnnotationTool tool) noexcept;
  [[nodiscard]] bool is_regular() const;
  void check_is_regular() const;
  void replace(detail::VertexList vertices, std::vector<std::uint32_t> ring_ends, bool nested);

  const JobInterface* job_;
  detail::VertexList vertices_;
  std::vector<std::uint32_t> ring_ends_;  // of a nested outline: one past the last vertex of each ring
  detail::Owned<nlohmann::json> unread_;  // other members, and "normalizedVertices" when not all are vertices
  AnnotationTool tool_;
  bool nested_ = false;
};

/// The outlines of an annotation: the first is the outer one; further ones of semantic masks are holes. A
/// mask of several parts may have a list of such lists (is_hierarchical()); the elements are then the
/// outlines of all parts, one part after the other.
class KILI_EXPORT BoundingPolyList {
 public:
  [[nodiscard]] std::size_t size() const noexcept { return items_.size(); }
  [[nodiscard]] bool empty() const noexcept { return items_.empty(); }
  /// @throws LabelIndexError
  [[nodiscard]] const BoundingPoly& operator[](std::size_t index) const;
  [[nodiscard]] BoundingPoly& operator[](std::size_t index);
  [[nodiscard]] auto begin() const noexcept { return items_.begin(); }
  [[nodiscard]] auto end() const noexcept { return items_.end(); }
  [[nodiscard]] auto begin() noexcept { return items_.begin(); }
  [[nodiscard]] auto end() noexcept { return items_.end(); }

  /// The JSON has a list of parts, each a list of outlines: [[outline, hole], [outline]].
  [[nodiscard]] bool is_hierarchical() const noexcept { return !part_ends_.empty(); }
  /// Number of parts of the object. Outlines that are not a list of parts are one part; none is none.
  [[nodiscard]] std::size_t part_count() const noexcept;
  /// The outlines of a part: the first is the outer one, further ones are holes in it.
  /// @throws LabelIndexError
  [[nodiscard]] std::span<const BoundingPoly> part(std::size_t index) const;

  /// Adds an outline of one ring: a flat one, in projects of PDFs a list that has the ring. To a list of
  /// parts it is added as a part.
  /// @throws InvalidMutationError a rectangle has not 4 vertices, a polygon less than 3, or the job has no
  /// outlines.
  void add_bounding_poly(std::vector<Point> vertices);
  /// Adds an outline given as JSON, `{"normalizedVertices": [...]}`. @throws also MalformedLabelError
  void add_bounding_poly(const nlohmann::json& bounding_poly);

  /// The outlines as JSON, an array.
  [[nodiscard]] nlohmann::json as_list() const;

 private:
  friend struct detail::LabelAccess;
  BoundingPolyList(const JobInterface& job, AnnotationTool tool) noexcept : job_(&job), tool_(tool) {}

  [[nodiscard]] nlohmann::json part_as_list(std::size_t begin, std::size_t end) const;
  void add(BoundingPoly poly);

  const JobInterface* job_;
  std::vector<BoundingPoly> items_;
  std::vector<std::uint32_t> part_ends_;  // of a list of parts: one past the last outline of each
  AnnotationTool tool_;
  bool present_ = false;  // written to JSON although empty
};

}  // namespace v0_1
}  // namespace kili
