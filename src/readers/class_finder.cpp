#include "readers/class_finder.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "kili/errors.hpp"
#include "support/shown_text.hpp"
#include "support/suggestion.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {
namespace {

constexpr std::size_t most_remembered = 10'000;

/// 2: the job has a tool for the shape, 1: for the box around it, 0: for neither.
int fitness(const JobInterface& job, FileShape shape) noexcept {
  switch (shape) {
    case FileShape::box:
      return has_tool(job, AnnotationTool::rectangle) ? 2 : 0;
    case FileShape::outline:
      if (has_tool(job, AnnotationTool::polygon) || has_tool(job, AnnotationTool::semantic)) return 2;
      return has_tool(job, AnnotationTool::rectangle) ? 1 : 0;
    case FileShape::point:
      return has_tool(job, AnnotationTool::marker) ? 2 : 0;
    case FileShape::line:
      return has_tool(job, AnnotationTool::polyline) || has_tool(job, AnnotationTool::vector) ? 2 : 0;
  }
  return 0;
}

/// By its name, otherwise by the name shown to people when one class alone has it.
const CategoryInterface* category_called(const JobInterface& job, std::string_view name) {
  if (const CategoryInterface* category = job.find_category(name)) return category;
  const CategoryInterface* found = nullptr;
  for (const CategoryInterface& category : job.categories()) {
    if (category.display_name != name) continue;
    if (found != nullptr) return nullptr;
    found = &category;
  }
  return found;
}

bool detects_objects(const JobInterface& job) noexcept {
  return job.ml_task() == MlTask::object_detection && job.has_categories() && !job.is_child();
}

std::string names_of(const std::vector<ClassTarget>& targets) {
  std::vector<std::string_view> names;
  names.reserve(targets.size());
  for (const ClassTarget& target : targets) names.emplace_back(target.job->name());
  return support::shown_list(names);
}

}  // namespace

bool has_tool(const JobInterface& job, AnnotationTool tool) noexcept {
  return job.has_tools() && std::ranges::find(job.tools(), to_string(tool)) != job.tools().end();
}

ClassFinder::ClassFinder(const Ontology& ontology, const std::optional<std::string>& job) {
  if (job) {
    const JobInterface* only = ontology.find(*job);
    if (only == nullptr) {
      throw ValidationError(
          fmt::format("job: the interface has no job '{}'{}", support::shown_text(*job),
                      support::did_you_mean(*job, ontology.jobs(), [](const JobInterface& candidate) {
                        return std::string_view(candidate.name());
                      })));
    }
    if (!detects_objects(*only)) {
      throw ValidationError(
          fmt::format("job: '{}' is not a job that detects objects", support::shown_text(*job)));
    }
    jobs_.push_back(only);
    return;
  }
  for (const JobInterface& candidate : ontology.jobs()) {
    if (detects_objects(candidate)) jobs_.push_back(&candidate);
  }
  if (jobs_.empty()) throw ValidationError("the interface has no job that detects objects");
}

bool ClassFinder::has_jobs(const Ontology& ontology) noexcept {
  return std::ranges::any_of(ontology.jobs(), detects_objects);
}

std::optional<ClassTarget> ClassFinder::find(std::string_view name, FileShape shape, std::string_view hint,
                                             std::string& problem) {
  std::string key;
  key.reserve(name.size() + hint.size() + 1);
  key.append(hint).append(1, '\0').append(name);
  if (found_.size() >= most_remembered) found_.clear();
  const auto [found, is_new] = found_.try_emplace({std::move(key), shape});
  if (is_new) found->second = look_up(name, shape, hint);
  problem = found->second.problem;
  return found->second.target;
}

ClassFinder::Found ClassFinder::look_up(std::string_view name, FileShape shape, std::string_view hint) const {
  if (name.empty()) return {std::nullopt, "its class has no name"};
  for (const JobInterface* job : jobs_) {
    const std::string prefix = job->name() + "/";
    if (!name.starts_with(prefix)) continue;
    if (const CategoryInterface* category = category_called(*job, name.substr(prefix.size())))
      return {ClassTarget{category, job}, {}};
  }
  std::vector<ClassTarget> targets;
  int best = 0;
  for (const JobInterface* job : jobs_) {
    const CategoryInterface* category = category_called(*job, name);
    if (category == nullptr) continue;
    if (job->name() == hint) return {ClassTarget{category, job}, {}};
    const int fits = fitness(*job, shape);
    if (fits > best) targets.clear();
    best = std::max(best, fits);
    if (fits == best) targets.push_back({category, job});
  }
  if (targets.size() == 1) return {targets.front(), {}};  // a tool that is missing is told for the object
  if (targets.empty()) return {std::nullopt, unknown(name)};
  return {std::nullopt, fmt::format("the jobs {} have the class '{}'; set job to choose one",
                                    names_of(targets), support::shown_text(name))};
}

std::string ClassFinder::unknown(std::string_view name) const {
  std::vector<std::string> known;
  for (const JobInterface* job : jobs_) {
    for (const CategoryInterface& category : job->categories()) {
      known.push_back(category.name);
      known.push_back(job->name() + "/" + category.name);
    }
  }
  return fmt::format(
      "no job has the class '{}'{}", support::shown_text(name),
      support::did_you_mean(name, known, [](const std::string& text) { return std::string_view(text); }));
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
