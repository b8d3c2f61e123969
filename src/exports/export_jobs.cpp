#include "exports/export_jobs.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "kili/errors.hpp"
#include "support/shown_text.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

std::vector<const JobInterface*> jobs_to_export(const Ontology& ontology, const List<std::string>& names,
                                                const std::function<bool(const JobInterface&)>& is_suited,
                                                std::string_view format) {
  if (names) {
    for (const auto& name : *names) {
      const JobInterface* job = ontology.find(name);
      if (job == nullptr) {
        throw ValidationError(fmt::format("jobs: the interface has no job '{}'", support::shown_text(name)));
      }
      if (!is_suited(*job)) {
        throw ValidationError(
            fmt::format("jobs: '{}' cannot be written as {}", support::shown_text(name), format));
      }
    }
  }
  std::vector<const JobInterface*> jobs;
  for (const JobInterface& job : ontology.jobs()) {
    const bool is_asked = !names || std::find(names->begin(), names->end(), job.name()) != names->end();
    if (is_asked && is_suited(job)) jobs.push_back(&job);
  }
  if (jobs.empty())
    throw ValidationError(fmt::format("the project has no job that can be written as {}", format));
  return jobs;
}

void check_has_images(const Ontology& ontology, std::string_view format) {
  if (ontology.is_video() || ontology.input_type() == InputType::image) return;
  throw ValidationError(fmt::format("a project of type {} has no images that could be written as {}",
                                    to_string(ontology.input_type()), format));
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
