#include "parsed_labels/missing_answers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "parsed_labels/annotation_data.hpp"
#include "parsed_labels/ontology_data.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {
namespace {

using detail::LabelAccess;

class MissingAnswers {
 public:
  explicit MissingAnswers(const detail::OntologyData& ontology) noexcept : ontology_(ontology) {}

  /// What is missing below the answers of a level.
  void look_below(const ParsedJobs& answers, const std::string& path) {
    for (const ParsedJob& answer : answers) {
      const auto& data = LabelAccess::data(answer);
      if (!data) continue;
      const std::string here = path + answer.name();
      for (const Category& category : data->categories)
        look_below_category(category, category.has_children() ? &category.children() : nullptr, here);
      for (std::size_t i = 0; i < data->annotations.size(); ++i) {
        look_below_annotation(LabelAccess::data(data->annotations[i]), fmt::format("{}[{}]", here, i));
      }
    }
  }

  std::vector<std::string> take() { return std::move(missing_); }
  void add(std::string path) {
    if (known_.insert(path).second) missing_.push_back(std::move(path));
  }

 private:
  void look_below_category(const Category& category, const ParsedJobs* children, const std::string& path) {
    const std::string here = fmt::format("{}.{}.", path, category.name());
    check_opened(LabelAccess::definition(category), children, here);
    if (children != nullptr) look_below(*children, here);
  }

  void look_below_annotation(const detail::AnnotationData& annotation, const std::string& path) {
    const ParsedJobs* children = annotation.children.get();
    for (const Category& category : annotation.categories) {
      const CategoryInterface& definition = LabelAccess::definition(category);
      check_opened(definition, children, path + ".");
      if (annotation.tool == AnnotationTool::pose) check_points(definition, annotation, path);
    }
    if (children != nullptr) look_below(*children, path + ".");
  }

  /// Answers to the required jobs that a class opens.
  void check_opened(const CategoryInterface& category, const ParsedJobs* children, const std::string& path) {
    for (const std::string& name : category.child_jobs) {
      const JobInterface* job = ontology_.find(name);
      if (job == nullptr || !LabelAccess::is_required(*job)) continue;
      const ParsedJob* answer = children == nullptr ? nullptr : children->find(name);
      if (answer == nullptr || answer->empty()) add(path + name);
    }
  }

  void check_points(const CategoryInterface& category, const detail::AnnotationData& pose,
                    const std::string& path) {
    for (const PosePointInterface& point : category.points) {
      const auto& points = pose.rare->points;
      const bool is_there = std::any_of(points->begin(), points->end(), [&point](const PosePoint& other) {
        return other.code() == point.code;
      });
      if (point.is_mandatory && !is_there) add(path + "." + point.code);
    }
  }

  const detail::OntologyData& ontology_;
  std::vector<std::string> missing_;
  std::set<std::string> known_;  // a video may lack the same in many frames
};

}  // namespace

std::vector<std::string> missing_answers(const detail::LabelDraft& draft) {
  MissingAnswers missing(LabelAccess::data(draft.ontology));
  std::vector<std::pair<const ParsedJobs*, std::string>> levels;
  if (draft.answers) levels.emplace_back(draft.answers.get(), "");
  if (draft.asset_level) levels.emplace_back(draft.asset_level.get(), "assetLevel.");
  for (const auto& [number, frame] : draft.frames)
    levels.emplace_back(frame.answers.get(), fmt::format("{}.", number));
  for (const JobInterface* job : draft.ontology.root_jobs()) {
    if (!LabelAccess::is_required(*job) || draft.files.contains(job->name())) continue;
    const bool is_answered = std::any_of(levels.begin(), levels.end(), [job](const auto& level) {
      const ParsedJob* answer = level.first->find(job->name());
      return answer != nullptr && !answer->empty();
    });
    if (!is_answered) missing.add(job->name());
  }
  for (const auto& [answers, path] : levels) missing.look_below(*answers, path);
  return missing.take();
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
