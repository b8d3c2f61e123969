#pragma once

/// @file
/// Entities, objects and relations of a label.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "kili/export.hpp"
#include "kili/labels/attribute.hpp"
#include "kili/labels/bounding_poly.hpp"
#include "kili/labels/category.hpp"
#include "kili/labels/ontology.hpp"
#include "kili/labels/owned.hpp"
#include "kili/labels/point.hpp"

namespace kili {
inline namespace v0_1 {

class AnnotationList;
class ParsedJobs;
class PosePoint;

namespace detail {
struct AnnotationData;
}

/// Common base of annotations and of the points of a pose.
class KILI_EXPORT AnnotationBase {
 public:
  AnnotationBase(const AnnotationBase&);
  AnnotationBase(AnnotationBase&&) noexcept;
  AnnotationBase& operator=(const AnnotationBase&);
  AnnotationBase& operator=(AnnotationBase&&) noexcept;

  /// The job that the annotation answers.
  [[nodiscard]] const JobInterface& job() const noexcept { return *job_; }
  /// The tool that it was drawn with; `type()` gives its name. An object in a PDF that does not name its tool
  /// is a rectangle; so are its places, which name none even when the object is a polygon.
  [[nodiscard]] AnnotationTool tool() const noexcept;

  /// Adds a class. @throws InvalidMutationError the job does not offer it, takes no more, or the annotation
  /// has it already.
  void add_category(std::string_view name, std::optional<double> confidence = std::nullopt);

  /// The annotation as JSON.
  [[nodiscard]] nlohmann::json as_dict() const;

 protected:
  friend struct detail::LabelAccess;
  AnnotationBase(const JobInterface& job, std::unique_ptr<detail::AnnotationData> data) noexcept;
  ~AnnotationBase();
  [[noreturn]] void throw_missing(std::string_view key) const;
  [[noreturn]] void throw_incompatible(Attribute attribute) const;
  [[nodiscard]] std::string_view text(const std::optional<std::string>& value, const char* key) const;
  [[nodiscard]] const CategoryList& read_categories() const;
  [[nodiscard]] const Category* read_category() const;
  [[nodiscard]] std::string_view read_mid() const;
  [[nodiscard]] const ParsedJobs& read_children() const;
  [[nodiscard]] std::string_view read_type() const;
  [[nodiscard]] Point read_point() const;
  void write_mid(std::string_view mid);
  void write_children(const nlohmann::json& children);

  const JobInterface* job_;
  detail::Owned<detail::AnnotationData> data_;
};

class RectangleAnnotation;
class PolygonAnnotation;
class SemanticAnnotation;
class PolylineAnnotation;
class PointAnnotation;
class PoseAnnotation;
class EntityAnnotation;
class PdfEntityAnnotation;
class EntityRelationAnnotation;
class ObjectRelationAnnotation;
class OtherAnnotation;

/// The kinds of annotation; every alternative is a view that has the accessors of its kind
/// (kili/labels/annotation_kinds.hpp).
using AnnotationVariant =
    std::variant<RectangleAnnotation, PolygonAnnotation, SemanticAnnotation, PolylineAnnotation,
                 PointAnnotation, PoseAnnotation, EntityAnnotation, PdfEntityAnnotation,
                 EntityRelationAnnotation, ObjectRelationAnnotation, OtherAnnotation>;

/// An entity, object or relation of a label. Every accessor throws AttributeNotCompatibleWithJobError when
/// the task of the job or the tool of the annotation does not have the attribute, MissingValueError when the
/// label lacks the value, and MalformedLabelError when the JSON has another structure. Returned references
/// and views are valid as long as the label exists and is not changed.
class KILI_EXPORT Annotation : public AnnotationBase {
 public:
  /// Whether the attribute can be read.
  [[nodiscard]] bool has(Attribute attribute) const noexcept;
  /// The kind of annotation as a variant of views.
  [[nodiscard]] AnnotationVariant variant() const noexcept;
  /// Calls the visitor with the view of the annotation's kind; see `kili::overloaded`.
  template <typename Visitor>
  decltype(auto) visit(Visitor&& visitor) const;
  /// Whether the annotation is of that kind, for example `is<PolygonAnnotation>()`.
  template <typename Kind>
  [[nodiscard]] bool is() const noexcept;
  /// The view of that kind, or nothing when the annotation is of another.
  template <typename Kind>
  [[nodiscard]] std::optional<Kind> get_if() const noexcept;

  // All annotations.
  [[nodiscard]] const CategoryList& categories() const;
  [[nodiscard]] CategoryList& categories();
  /// The class of a job that takes one. A null pointer when there is none and the job is not required.
  /// @throws MalformedLabelError the label does not have exactly one.
  [[nodiscard]] const Category* category() const;
  [[nodiscard]] Category* category();
  /// Identifier within the label.
  [[nodiscard]] std::string_view mid() const;
  /// Answers to the jobs below the annotation.
  [[nodiscard]] const ParsedJobs& children() const;
  [[nodiscard]] ParsedJobs& children();
  /// @throws ValidationError the mid is empty.
  void set_mid(std::string_view mid);
  /// Replaces the answers below. @param children answers by job name, an object.
  void set_children(const nlohmann::json& children);

  // Entities.
  /// The text of the entity.
  [[nodiscard]] std::string_view content() const;
  /// Offset of the first character, from 0.
  [[nodiscard]] std::int64_t begin_offset() const;
  /// Offset behind the last character.
  [[nodiscard]] std::int64_t end_offset() const;
  void set_content(std::string_view content);
  /// @throws ValidationError the offset is negative.
  void set_begin_offset(std::int64_t offset);
  void set_end_offset(std::int64_t offset);

  // Entities, and objects drawn as rectangle, polygon or semantic mask, in projects of PDFs.
  /// The places of the annotation, one per page or line; each has outlines, polys and pages.
  [[nodiscard]] const AnnotationList& annotations() const;
  [[nodiscard]] AnnotationList& annotations();
  /// The shapes that it covers: rectangles of an entity, the outline of an object.
  [[nodiscard]] std::span<const BoundingPoly> polys() const;
  /// The pages that it is on, from 0.
  [[nodiscard]] std::span<const int> page_number_array() const;

  // Objects.
  /// The tool, for example "rectangle".
  [[nodiscard]] std::string_view type() const;
  [[nodiscard]] const BoundingPolyList& bounding_poly() const;
  [[nodiscard]] BoundingPolyList& bounding_poly();
  [[nodiscard]] std::span<const Point> polyline() const;
  [[nodiscard]] Point point() const;
  /// Confidence of the model, 0 to 100; nothing when people drew it.
  [[nodiscard]] std::optional<double> score() const;
  /// In videos: drawn at this frame, not interpolated.
  /// @throws AttributeNotCompatibleWithJobError also when the label lacks the value.
  [[nodiscard]] bool is_key_frame() const;
  /// "POSE_ESTIMATION".
  [[nodiscard]] std::string_view kind() const;
  /// The points of a pose.
  [[nodiscard]] std::span<const PosePoint> points() const;
  [[nodiscard]] std::span<PosePoint> points();
  /// Adds an outline of one ring: a flat one, in projects of PDFs a list that has the ring. @throws
  /// InvalidMutationError a rectangle has not 4 vertices, a polygon less than 3.
  void add_bounding_poly(std::vector<Point> vertices);
  /// Adds an outline given as JSON, `{"normalizedVertices": [...]}`.
  void add_bounding_poly(const nlohmann::json& bounding_poly);
  void set_polyline(std::vector<Point> polyline);
  void set_point(Point point);
  /// @throws ValidationError the score is not 0 to 100.
  void set_score(int score);

  // Relations: the mids of what they relate.
  [[nodiscard]] std::span<const std::string> start_entities() const;
  [[nodiscard]] std::span<const std::string> end_entities() const;
  [[nodiscard]] std::span<const std::string> start_objects() const;
  [[nodiscard]] std::span<const std::string> end_objects() const;
  void set_start_entities(std::vector<std::string> mids);
  void set_end_entities(std::vector<std::string> mids);
  void set_start_objects(std::vector<std::string> mids);
  void set_end_objects(std::vector<std::string> mids);

 private:
  friend struct detail::LabelAccess;
  using AnnotationBase::AnnotationBase;
  void check(Attribute attribute) const;
};

/// A named point of a pose.
class KILI_EXPORT PosePoint : public AnnotationBase {
 public:
  [[nodiscard]] std::string_view type() const { return read_type(); }
  [[nodiscard]] Point point() const { return read_point(); }
  /// Identifier of the point, unique in the pose.
  [[nodiscard]] std::string_view code() const;
  [[nodiscard]] std::string_view name() const;
  /// The job that the point stands in the label under.
  [[nodiscard]] std::string_view job_name() const;
  [[nodiscard]] std::string_view mid() const { return read_mid(); }
  [[nodiscard]] const CategoryList& categories() const { return read_categories(); }
  [[nodiscard]] CategoryList& categories();
  [[nodiscard]] const Category* category() const { return read_category(); }
  [[nodiscard]] Category* category();
  [[nodiscard]] const ParsedJobs& children() const { return read_children(); }
  [[nodiscard]] ParsedJobs& children();
  /// @throws ValidationError the mid is empty.
  void set_mid(std::string_view mid) { write_mid(mid); }
  void set_children(const nlohmann::json& children);

 private:
  friend struct detail::LabelAccess;
  using AnnotationBase::AnnotationBase;
};

/// The annotations of an answer.
class KILI_EXPORT AnnotationList {
 public:
  [[nodiscard]] std::size_t size() const noexcept { return items_.size(); }
  [[nodiscard]] bool empty() const noexcept { return items_.empty(); }
  /// @throws LabelIndexError
  [[nodiscard]] const Annotation& operator[](std::size_t index) const;
  [[nodiscard]] Annotation& operator[](std::size_t index);
  [[nodiscard]] auto begin() const noexcept { return items_.begin(); }
  [[nodiscard]] auto end() const noexcept { return items_.end(); }
  [[nodiscard]] auto begin() noexcept { return items_.begin(); }
  [[nodiscard]] auto end() noexcept { return items_.end(); }

  /// Adds an annotation given as JSON, an object as labels have it.
  /// @throws InvalidMutationError the job does not have its tool or classes, or an outline does not fit its
  /// tool; MalformedLabelError it is no annotation. Nothing is added then.
  void add_annotation(const nlohmann::json& annotation);

  /// The annotations as JSON, an array.
  [[nodiscard]] nlohmann::json as_list() const;

 private:
  friend struct detail::LabelAccess;
  explicit AnnotationList(const JobInterface& job) noexcept : job_(&job) {}

  const JobInterface* job_;
  std::vector<Annotation> items_;
  bool present_ = false;  // written to JSON although empty
};

}  // namespace v0_1
}  // namespace kili

#include "kili/labels/annotation_kinds.hpp"  // IWYU pragma: export: the views of variant() and visit()
