#include "use_cases/projects/get_steps.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <string>

#include "api/record_queries.hpp"
#include "kili/errors.hpp"
#include "support/immortal.hpp"
#include "support/shown_text.hpp"
#include "use_cases/argument_checks.hpp"

namespace kili::use_cases {
namespace {

std::vector<std::string> fields_of_steps(const List<std::string>& given) {
  static const auto& by_default =
      support::immortal(std::vector<std::string>{"steps.type", "steps.name", "steps.id", "steps.stepGroupId",
                                                 "steps.assignees.email", "steps.assignees.id"});
  if (!given) return by_default;
  for (const auto& field : *given) {
    if (field.starts_with("steps.")) continue;
    throw ValidationError(fmt::format("fields: '{}' is not of a step; give for example \"steps.name\"",
                                      support::shown_text(field, 60)));
  }
  api::check_fields(*given);
  return *given;
}

}  // namespace

std::vector<ProjectStep> StepsOfProject::run(std::string_view project_id, const GetSteps& arguments,
                                             const support::CallContext& context) const {
  check_given("project_id", project_id);
  auto records = resources_.api->projects.steps(project_id, fields_of_steps(arguments.fields), context);
  if (!records) {
    throw NotFoundError(fmt::format(
        "project ID: {}. The project does not exist or you do not have access to it; check project_id",
        project_id));
  }
  if (records->empty()) {
    throw NotFoundError(
        fmt::format("project ID: {}. The project uses the legacy workflow, which has no steps; list with "
                    "the statuses of assets instead",
                    project_id));
  }
  std::vector<ProjectStep> steps;
  steps.reserve(records->size());
  for (auto& record : *records) steps.emplace_back(std::move(record));
  return steps;
}

}  // namespace kili::use_cases
