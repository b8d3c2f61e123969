#include "kili/labels/annotation_kinds.hpp"

#include "parsed_labels/annotation_data.hpp"
#include "parsed_labels/annotation_rules.hpp"
#include "parsed_labels/attributes.hpp"

namespace kili {
inline namespace v0_1 {
namespace {

AnnotationVariant kind_of_object(const Annotation& annotation) noexcept {
  switch (annotation.tool()) {
    case AnnotationTool::rectangle:
      return RectangleAnnotation(annotation);
    case AnnotationTool::polygon:
      return PolygonAnnotation(annotation);
    case AnnotationTool::semantic:
      return SemanticAnnotation(annotation);
    case AnnotationTool::polyline:
    case AnnotationTool::vector:
      return PolylineAnnotation(annotation);
    case AnnotationTool::marker:
      if (annotation.has(Attribute::points)) return PoseAnnotation(annotation);
      return PointAnnotation(annotation);
    case AnnotationTool::pose:
      return PoseAnnotation(annotation);
    case AnnotationTool::absent:
    case AnnotationTool::other:
      break;
  }
  return OtherAnnotation(annotation);
}

/// Whether the annotation has the attribute.
bool says(const detail::AnnotationData& data, const JobInterface& job, Attribute attribute) noexcept {
  using detail::LabelAccess;
  const detail::RareParts* rare = data.rare.get();
  switch (attribute) {
    case Attribute::annotations:
      return rare != nullptr && rare->annotations.has_value();
    case Attribute::begin_offset:
      return data.begin_offset.has_value();
    case Attribute::bounding_poly:
      return LabelAccess::is_present(data.bounding_poly);
    case Attribute::categories:
      return LabelAccess::is_present(data.categories);
    case Attribute::category:
      return job.has_input() && job.takes_one_category() && data.categories.size() == 1;
    case Attribute::children:
      return static_cast<bool>(data.children);
    case Attribute::content:
      return data.content.has_value();
    case Attribute::end_entities:
      return rare != nullptr && rare->end_entities.has_value();
    case Attribute::end_objects:
      return rare != nullptr && rare->end_objects.has_value();
    case Attribute::end_offset:
      return data.end_offset.has_value();
    case Attribute::is_key_frame:
      return data.is_key_frame.has_value();
    case Attribute::kind:
      return rare != nullptr && rare->kind.has_value();
    case Attribute::mid:
      return data.mid.has_value();
    case Attribute::page_number_array:
      return rare != nullptr && rare->page_number_array.has_value();
    case Attribute::point:
      return data.point.has_value();
    case Attribute::points:
      return rare != nullptr && rare->points.has_value();
    case Attribute::polyline:
      return data.polyline.has_value();
    case Attribute::polys:
      return rare != nullptr && rare->polys.has_value();
    case Attribute::score:
      return data.score.form != detail::Number::Form::absent;
    case Attribute::start_entities:
      return rare != nullptr && rare->start_entities.has_value();
    case Attribute::start_objects:
      return rare != nullptr && rare->start_objects.has_value();
    case Attribute::type:
      return !to_string(labels::effective_tool(data, job)).empty();
  }
  return false;
}

}  // namespace

bool Annotation::has(Attribute attribute) const noexcept {
  return labels::is_compatible(attribute, *job_, data_->tool) && says(*data_, *job_, attribute);
}

AnnotationVariant Annotation::variant() const noexcept {
  switch (job_->ml_task()) {
    case MlTask::object_detection:
      return kind_of_object(*this);
    case MlTask::named_entities_recognition:
      if (job_->input_type() == InputType::pdf) return PdfEntityAnnotation(*this);
      return EntityAnnotation(*this);
    case MlTask::named_entities_relation:
      return EntityRelationAnnotation(*this);
    case MlTask::object_relation:
      return ObjectRelationAnnotation(*this);
    case MlTask::classification:
    case MlTask::file:
    case MlTask::transcription:
    case MlTask::other:
      break;
  }
  return OtherAnnotation(*this);
}

}  // namespace v0_1
}  // namespace kili
