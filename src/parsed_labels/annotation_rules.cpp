#include "parsed_labels/annotation_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "kili/labels/errors.hpp"
#include "parsed_labels/attributes.hpp"
#include "parsed_labels/label_findings.hpp"
#include "parsed_labels/rotation.hpp"
#include "support/shown_text.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {
namespace {

constexpr std::size_t longest_list = 300;

}  // namespace

const CategoryInterface& find_category(const JobInterface& job, std::string_view name,
                                       const LabelPath& place) {
  static_cast<void>(job.categories());  // an interface without any is another error
  const CategoryInterface* found = job.find_category(name);
  if (found == nullptr) {
    throw InvalidMutationError(place.where(), no_such_category(name, job));
  }
  if (!found->display_name) {
    throw OntologyError(place.where(), fmt::format("the interface has no \"name\" for the category '{}'",
                                                   support::shown_text(name, longest_list)));
  }
  return *found;
}

void check_can_append_category(const CategoryList& list, const Category& category, const JobInterface& job,
                               const LabelPath& place) {
  const std::string& input = job.input();
  if (job.takes_one_category() && !list.empty()) {
    throw InvalidMutationError(place.where(),
                               fmt::format("a job of input \"{}\" takes one category, and '{}' is there",
                                           support::shown_text(input, longest_list),
                                           support::shown_text(list[0].name(), longest_list)));
  }
  const bool takes_all = input == "checkbox" || input == "multipleDropdown";
  if (takes_all && list.size() >= job.categories().size()) {
    throw InvalidMutationError(place.where(), "all categories of the job are there");
  }
  if (std::any_of(list.begin(), list.end(),
                  [&](const Category& other) { return other.name() == category.name(); })) {
    throw InvalidMutationError(
        place.where(),
        fmt::format("the category '{}' is there", support::shown_text(category.name(), longest_list)));
  }
}

void check_tool(const detail::AnnotationData& annotation, const JobInterface& job, const LabelPath& place) {
  if (annotation.tool == AnnotationTool::absent) return;
  std::string word(to_string(annotation.tool));
  if (annotation.tool == AnnotationTool::other) {
    const auto* type = annotation.unread.find("type");
    if (type != nullptr) word = type->is_string() ? type->get<std::string>() : type->dump();
  }
  const auto tools = job.tools();
  const auto has = [&tools](std::string_view tool) {
    return std::find(tools.begin(), tools.end(), tool) != tools.end();
  };
  // The points of a pose are drawn with markers.
  if (has(word) || (annotation.tool == AnnotationTool::marker && has("pose"))) return;
  throw InvalidMutationError(place.where(), no_such_tool(word, job));
}

void check_may_have_children(const detail::AnnotationData& annotation, const JobInterface& job,
                             const LabelPath& place) {
  if (is_compatible(Attribute::children, job, annotation.tool)) return;
  throw AttributeNotCompatibleWithJobError(
      place.where(), fmt::format("annotations of this task or tool have no attribute 'children' (task {})",
                                 job.ml_task_word()));
}

bool has_places(const JobInterface& job) noexcept {
  return job.input_type() == InputType::pdf &&
         (job.ml_task() == MlTask::named_entities_recognition || job.ml_task() == MlTask::object_detection);
}

AnnotationTool effective_tool(const detail::AnnotationData& annotation, const JobInterface& job) noexcept {
  const bool is_object = job.ml_task() == MlTask::object_detection;
  return annotation.tool == AnnotationTool::absent && is_object && has_places(job) ? AnnotationTool::rectangle
                                                                                   : annotation.tool;
}

bool is_answered_without_asking(std::string_view job_name) noexcept {
  return job_name == "ANNOTATION_JOB_COUNTER" || job_name == "ANNOTATION_NAMES_JOB" ||
         job_name == rotation_job;
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
