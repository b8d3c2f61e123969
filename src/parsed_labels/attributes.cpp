#include "parsed_labels/attributes.hpp"

#include <array>
#include <cstddef>

namespace kili {
inline namespace v0_1 {
namespace {

// In the order of the enumerators.
constexpr auto attribute_names = std::to_array<std::string_view>(
    {"annotations", "begin_offset",      "bounding_poly", "categories", "category",     "children",
     "content",     "end_entities",      "end_objects",   "end_offset", "is_key_frame", "kind",
     "mid",         "page_number_array", "point",         "points",     "polyline",     "polys",
     "score",       "start_entities",    "start_objects", "type"});

using Set = std::uint32_t;

template <typename... Attributes>
constexpr Set set_of(Attributes... attributes) {
  return (Set{0} | ... | (Set{1} << static_cast<unsigned>(attributes)));
}

using enum Attribute;
constexpr Set common = set_of(categories, category, children, mid);
constexpr Set paged = set_of(annotations, polys, page_number_array);  // in PDFs alone
constexpr Set drawn_line = common | set_of(type, bounding_poly, score, is_key_frame, polyline);
constexpr Set outlined = (drawn_line & ~set_of(polyline)) | paged;
constexpr Set posed = common | set_of(type, kind, points);
constexpr Set marked = posed | set_of(point);

constexpr Set of_task(MlTask task) noexcept {
  switch (task) {
    case MlTask::named_entities_recognition:
      return common | paged | set_of(content, begin_offset, end_offset, bounding_poly);
    case MlTask::named_entities_relation:
      return common | set_of(start_entities, end_entities);
    case MlTask::object_detection:
      return drawn_line | outlined | marked;
    case MlTask::object_relation:
      return common | set_of(start_objects, end_objects);
    case MlTask::classification:
    case MlTask::file:
    case MlTask::transcription:
    case MlTask::other:
      break;
  }
  return 0;
}

constexpr Set of_tool(AnnotationTool tool) noexcept {
  switch (tool) {
    case AnnotationTool::absent:
      return ~Set{0};
    case AnnotationTool::marker:
      return marked;
    case AnnotationTool::polygon:
    case AnnotationTool::rectangle:
    case AnnotationTool::semantic:
      return outlined;
    case AnnotationTool::polyline:
    case AnnotationTool::vector:
      return drawn_line;
    case AnnotationTool::pose:
      return posed;
    case AnnotationTool::other:
      break;
  }
  return 0;
}

}  // namespace

std::string_view to_string(Attribute attribute) noexcept {
  return attribute_names[static_cast<std::size_t>(attribute)];
}

bool labels::is_compatible(Attribute attribute, const JobInterface& job, AnnotationTool tool) noexcept {
  const Set of_input_type = job.input_type() == InputType::pdf ? ~Set{0} : ~paged;
  return (of_task(job.ml_task()) & of_tool(tool) & of_input_type & set_of(attribute)) != 0;
}

}  // namespace v0_1
}  // namespace kili
