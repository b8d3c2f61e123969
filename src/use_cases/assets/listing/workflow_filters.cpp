#include "use_cases/assets/listing/workflow_filters.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "api/assets/asset_fields.hpp"
#include "kili/errors.hpp"

namespace kili::use_cases {
namespace {

std::vector<std::string> step_ids(const List<std::string>& names, std::string_view argument,
                                  const api::Project& project) {
  std::vector<std::string> unknown;
  for (const auto& name : *names) {
    const bool known = std::any_of(project.steps.begin(), project.steps.end(),
                                   [&](const api::ProjectStep& step) { return step.name == name; });
    if (!known) unknown.push_back(name);
  }
  if (!unknown.empty()) {
    std::vector<std::string> known;
    known.reserve(project.steps.size());
    for (const auto& step : project.steps) known.push_back(step.name);
    throw ValidationError(fmt::format(
        "{}: The following step names do not match any steps: ['{}']; the steps of the project are '{}'",
        argument, fmt::join(unknown, "', '"), fmt::join(known, "', '")));
  }
  std::vector<std::string> ids;
  for (const auto& step : project.steps) {
    if (std::find(names->begin(), names->end(), step.name) != names->end()) ids.push_back(step.id);
  }
  return ids;
}

void refuse_step_filters(const AssetFilters& filters) {
  if (!filters.step_name_in && !filters.step_name_not_in && !filters.step_status_in &&
      !filters.step_status_not_in) {
    return;
  }
  throw ValidationError(
      "Filters step_name_in and/or step_status_in given : use filter status_in for this project. It has no "
      "workflow steps (workflow version V1), so step_name_in, step_name_not_in, step_status_in and "
      "step_status_not_in do not apply");
}

void check_step_filters(const AssetFilters& filters, const support::MessageLog& log) {
  if (filters.step_status_in && filters.status_in) {
    throw ValidationError(
        "Filters step_status_in and status_in both given : only use filter step_status_in for this project.");
  }
  if (filters.step_name_in && filters.status_in) {
    throw ValidationError(
        "Filters step_name_in and status_in both given : use filter step_status_in instead of status_in for "
        "this project.");
  }
  if (filters.status_in) {
    log.warn(
        "Filter status_in given : use filters step_status_in and step_name_in instead for this project.");
  }
  if (filters.skipped) {
    log.warn(
        "Filter skipped given : only use filter step_status_in with the SKIPPED step status instead for this "
        "project");
  }
}

}  // namespace

bool need_steps(const AssetFilters& filters) noexcept {
  return filters.step_name_in.has_value() || filters.step_name_not_in.has_value();
}

bool depend_on_workflow(const AssetFilters& filters) noexcept {
  return need_steps(filters) || filters.step_status_in || filters.step_status_not_in || filters.status_in;
}

void resolve_steps(const api::Project& project, api::AssetQuery& query, const support::MessageLog& log) {
  const AssetFilters& filters = query.filters;
  if (!project.has_steps()) {
    refuse_step_filters(filters);
    return;
  }
  check_step_filters(filters, log);
  if (filters.step_name_in) query.step_id_in = step_ids(filters.step_name_in, "step_name_in", project);
  if (filters.step_name_not_in) {
    query.step_id_not_in = step_ids(filters.step_name_not_in, "step_name_not_in", project);
  }
}

void warn_of_workflow_fields(const std::vector<std::string>& fields, const api::Project& project,
                             const support::MessageLog& log) {
  for (const auto& field : fields) {
    if (!project.has_steps() && api::is_step_field(field)) {
      log.warn(fmt::format("Field {} requested : request 'status' field instead for this project", field));
    }
    if (project.has_steps() && api::is_status_field(field)) {
      log.warn(
          "Field status requested : request 'currentStep.name' and 'currentStep.status' fields instead for "
          "this project");
    }
  }
}

}  // namespace kili::use_cases
