#pragma once

#include <string_view>

#include "kili/labels/category.hpp"
#include "parsed_labels/annotation_data.hpp"
#include "parsed_labels/label_path.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

// What the interface of a job allows.

/// The class of that name. @throws InvalidMutationError the job does not offer it.
[[nodiscard]] const CategoryInterface& find_category(const JobInterface& job, std::string_view name,
                                                     const LabelPath& place);
/// @throws InvalidMutationError the job takes no more classes, or the class is chosen already.
void check_can_append_category(const CategoryList& list, const Category& category, const JobInterface& job,
                               const LabelPath& place);
/// @throws InvalidMutationError the job does not have the tool of the annotation.
void check_tool(const detail::AnnotationData& annotation, const JobInterface& job, const LabelPath& place);
/// Annotations of the job say page by page where they are: entities and objects in PDFs.
[[nodiscard]] bool has_places(const JobInterface& job) noexcept;
/// The tool of the annotation. Objects in PDFs that do not name one are rectangles.
[[nodiscard]] AnnotationTool effective_tool(const detail::AnnotationData& annotation,
                                            const JobInterface& job) noexcept;
/// @throws AttributeNotCompatibleWithJobError annotations of the job or tool have no children.
void check_may_have_children(const detail::AnnotationData& annotation, const JobInterface& job,
                             const LabelPath& place);
/// Answers that labels have although no interface asks for them.
[[nodiscard]] bool is_answered_without_asking(std::string_view job_name) noexcept;

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
