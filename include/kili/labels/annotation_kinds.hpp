#pragma once

/// @file
/// Views of annotations by kind: each has the accessors of its kind and no other.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "kili/labels/annotation.hpp"
#include "kili/labels/overloaded.hpp"

namespace kili {
inline namespace v0_1 {

namespace detail {

/// A view of an annotation: one pointer, valid as long as the annotation.
class AnnotationView {
 public:
  explicit AnnotationView(const Annotation& annotation) noexcept : annotation_(&annotation) {}
  [[nodiscard]] const Annotation& annotation() const noexcept { return *annotation_; }
  [[nodiscard]] std::string_view mid() const { return annotation_->mid(); }
  [[nodiscard]] const CategoryList& categories() const { return annotation_->categories(); }
  [[nodiscard]] const Category* category() const { return annotation_->category(); }
  [[nodiscard]] const ParsedJobs& children() const { return annotation_->children(); }

 private:
  const Annotation* annotation_;
};

/// A view of an object with outlines.
class OutlinedView : public AnnotationView {
 public:
  using AnnotationView::AnnotationView;
  [[nodiscard]] const BoundingPolyList& bounding_poly() const { return annotation().bounding_poly(); }
  [[nodiscard]] std::optional<double> score() const { return annotation().score(); }
  [[nodiscard]] bool is_key_frame() const { return annotation().is_key_frame(); }
};

/// A view of an object that covers an area. In PDFs its outlines stand page by page in `annotations()`.
class AreaView : public OutlinedView {
 public:
  using OutlinedView::OutlinedView;
  [[nodiscard]] const AnnotationList& annotations() const { return annotation().annotations(); }
  [[nodiscard]] std::span<const BoundingPoly> polys() const { return annotation().polys(); }
  [[nodiscard]] std::span<const int> page_number_array() const { return annotation().page_number_array(); }
};

}  // namespace detail

/// A box. An object in a PDF that names no tool is one too; its outline is not checked for four vertices.
class RectangleAnnotation : public detail::AreaView {
 public:
  using AreaView::AreaView;
};
/// A polygon.
class PolygonAnnotation : public detail::AreaView {
 public:
  using AreaView::AreaView;
};
/// A mask; outlines after the first are holes.
class SemanticAnnotation : public detail::AreaView {
 public:
  using AreaView::AreaView;
};
/// A line, also of the tool "vector".
class PolylineAnnotation : public detail::OutlinedView {
 public:
  using OutlinedView::OutlinedView;
  [[nodiscard]] std::span<const Point> polyline() const { return annotation().polyline(); }
};
/// A point.
class PointAnnotation : public detail::AnnotationView {
 public:
  using AnnotationView::AnnotationView;
  [[nodiscard]] Point point() const { return annotation().point(); }
};
/// A pose.
class PoseAnnotation : public detail::AnnotationView {
 public:
  using AnnotationView::AnnotationView;
  [[nodiscard]] std::span<const PosePoint> points() const { return annotation().points(); }
};
/// A named entity in a text.
class EntityAnnotation : public detail::AnnotationView {
 public:
  using AnnotationView::AnnotationView;
  [[nodiscard]] std::string_view content() const { return annotation().content(); }
  [[nodiscard]] std::int64_t begin_offset() const { return annotation().begin_offset(); }
  [[nodiscard]] std::int64_t end_offset() const { return annotation().end_offset(); }
};
/// A named entity in a PDF, or one of its places.
class PdfEntityAnnotation : public detail::AnnotationView {
 public:
  using AnnotationView::AnnotationView;
  [[nodiscard]] std::string_view content() const { return annotation().content(); }
  [[nodiscard]] const AnnotationList& annotations() const { return annotation().annotations(); }
  [[nodiscard]] std::span<const BoundingPoly> polys() const { return annotation().polys(); }
  [[nodiscard]] std::span<const int> page_number_array() const { return annotation().page_number_array(); }
  [[nodiscard]] const BoundingPolyList& bounding_poly() const { return annotation().bounding_poly(); }
};
/// A relation of entities.
class EntityRelationAnnotation : public detail::AnnotationView {
 public:
  using AnnotationView::AnnotationView;
  [[nodiscard]] std::span<const std::string> start_entities() const { return annotation().start_entities(); }
  [[nodiscard]] std::span<const std::string> end_entities() const { return annotation().end_entities(); }
};
/// A relation of objects.
class ObjectRelationAnnotation : public detail::AnnotationView {
 public:
  using AnnotationView::AnnotationView;
  [[nodiscard]] std::span<const std::string> start_objects() const { return annotation().start_objects(); }
  [[nodiscard]] std::span<const std::string> end_objects() const { return annotation().end_objects(); }
};
/// An annotation of a task or tool that has no attributes of its own.
class OtherAnnotation : public detail::AnnotationView {
 public:
  using AnnotationView::AnnotationView;
};

template <typename Visitor>
decltype(auto) Annotation::visit(Visitor&& visitor) const {
  return std::visit(std::forward<Visitor>(visitor), variant());
}

template <typename Kind>
bool Annotation::is() const noexcept {
  return std::holds_alternative<Kind>(variant());
}

template <typename Kind>
std::optional<Kind> Annotation::get_if() const noexcept {
  const AnnotationVariant kinds = variant();
  const auto* found = std::get_if<Kind>(&kinds);
  return found ? std::optional<Kind>(*found) : std::nullopt;
}

}  // namespace v0_1
}  // namespace kili
