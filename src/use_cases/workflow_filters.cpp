#include "use_cases/workflow_filters.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "kili/errors.hpp"
#include "support/shown_text.hpp"

namespace kili::use_cases {
namespace {

/// That every name is one of a step. @param argument what messages name.
void check_step_names(const std::vector<std::string>& names, std::string_view argument,
                      const api::Project& project) {
  std::vector<std::string> unknown;
  for (const auto& name : names) {
    const bool known = std::any_of(project.steps.begin(), project.steps.end(),
                                   [&](const api::ProjectStep& step) { return step.name == name; });
    if (!known) unknown.push_back(name);
  }
  if (unknown.empty()) return;
  std::vector<std::string> known;
  for (const auto& step : project.steps) {
    if (std::find(known.begin(), known.end(), step.name) == known.end()) known.push_back(step.name);
  }
  throw ValidationError(fmt::format(
      "{}: The following step names do not match any steps: ['{}']; the steps of the project are '{}'",
      argument, support::shown_list(unknown, "', '"), support::shown_list(known, "', '")));
}

/// Ids of all steps with these names, in the order of the project.
std::vector<std::string> step_ids(const std::vector<std::string>& names, std::string_view argument,
                                  const api::Project& project) {
  check_step_names(names, argument, project);
  std::vector<std::string> ids;
  for (const auto& step : project.steps) {
    if (std::find(names.begin(), names.end(), step.name) != names.end()) ids.push_back(step.id);
  }
  return ids;
}

/// The pairs with the ids of all steps of these names.
std::vector<StepIdAndStatus> step_pairs(const std::vector<StepNameAndStatus>& named,
                                        std::string_view argument, const api::Project& project) {
  std::vector<std::string> names;
  names.reserve(named.size());
  for (const auto& pair : named) names.push_back(pair.name);
  check_step_names(names, argument, project);
  std::vector<StepIdAndStatus> pairs;
  for (const auto& pair : named) {
    for (const auto& step : project.steps) {
      if (step.name == pair.name) pairs.push_back({.id = step.id, .status = pair.status});
    }
  }
  return pairs;
}

bool give_step_ids(const AssetFilters& filters) noexcept {
  return filters.step_id_in || filters.step_id_not_in || filters.step_id_and_status_in ||
         filters.step_id_and_status_not_in;
}
bool give_step_names_or_statuses(const AssetFilters& filters) noexcept {
  return filters.step_name_in || filters.step_name_not_in || filters.step_status_in ||
         filters.step_status_not_in;
}
bool give_named_pairs(const AssetFilters& filters) noexcept {
  return filters.step_name_and_status_in || filters.step_name_and_status_not_in;
}
bool give_groups(const AssetFilters& filters) noexcept {
  return filters.group_name_in || filters.group_name_not_in;
}

void refuse_step_filters(const AssetFilters& filters) {
  if (give_step_ids(filters)) {
    throw ValidationError(
        "Filters by step id given : use filter status_in for this project. It has no workflow steps "
        "(workflow "
        "version V1), so step_id_in, step_id_not_in, step_id_and_status_in and step_id_and_status_not_in do "
        "not apply");
  }
  if (give_step_names_or_statuses(filters)) {
    throw ValidationError(
        "Filters step_name_in and/or step_status_in given : use filter status_in for this project. It has no "
        "workflow steps (workflow version V1), so step_name_in, step_name_not_in, step_status_in and "
        "step_status_not_in do not apply");
  }
  if (give_named_pairs(filters)) {
    throw ValidationError(
        "Filters step_name_and_status_in and/or step_name_and_status_not_in given : use filter status_in for "
        "this project. It has no workflow steps (workflow version V1)");
  }
}

void check_group_filters(const AssetFilters& filters, const api::Project& project) {
  if (project.has_step_groups() || !give_groups(filters)) return;
  throw ValidationError(
      fmt::format("Filters group_name_in and/or group_name_not_in given : they are only applicable to the "
                  "multi-group workflow. This project has workflow version {}, not V3",
                  support::shown_text(project.workflow_version)));
}

void check_step_filters(const AssetFilters& filters, const support::MessageLog& log) {
  if (filters.step_status_in && filters.status_in) {
    throw ValidationError(
        "Filters step_status_in and status_in both given : only use filter step_status_in for this project.");
  }
  if (give_step_ids(filters) && filters.status_in) {
    throw ValidationError(
        "Filters by step id and status_in both given : use filter step_status_in instead of status_in for "
        "this project.");
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

void check_not_both(bool by_id, bool by_name, std::string_view ending) {
  if (!by_id || !by_name) return;
  throw ValidationError(
      fmt::format("Filters step_id_{0} and step_name_{0} both given: use only one of them.", ending));
}

void check_ids_or_names(const AssetFilters& filters) {
  check_not_both(filters.step_id_in.has_value(), filters.step_name_in.has_value(), "in");
  check_not_both(filters.step_id_not_in.has_value(), filters.step_name_not_in.has_value(), "not_in");
  check_not_both(filters.step_id_and_status_in.has_value(), filters.step_name_and_status_in.has_value(),
                 "and_status_in");
  check_not_both(filters.step_id_and_status_not_in.has_value(),
                 filters.step_name_and_status_not_in.has_value(), "and_status_not_in");
}

/// Takes filters by id as they are, and makes ids of names.
void put_step_ids(api::AssetQuery& query, const api::Project& project) {
  const AssetFilters& filters = query.filters;
  query.step_id_in = filters.step_id_in;
  query.step_id_not_in = filters.step_id_not_in;
  query.step_id_and_status_in = filters.step_id_and_status_in;
  query.step_id_and_status_not_in = filters.step_id_and_status_not_in;
  if (filters.step_name_in) query.step_id_in = step_ids(*filters.step_name_in, "step_name_in", project);
  if (filters.step_name_not_in) {
    query.step_id_not_in = step_ids(*filters.step_name_not_in, "step_name_not_in", project);
  }
  if (filters.step_name_and_status_in) {
    query.step_id_and_status_in =
        step_pairs(*filters.step_name_and_status_in, "step_name_and_status_in", project);
  }
  if (filters.step_name_and_status_not_in) {
    query.step_id_and_status_not_in =
        step_pairs(*filters.step_name_and_status_not_in, "step_name_and_status_not_in", project);
  }
}

}  // namespace

bool need_workflow(const AssetFilters& filters) noexcept {
  return give_step_ids(filters) || give_step_names_or_statuses(filters) || give_named_pairs(filters) ||
         give_groups(filters);
}

bool depend_on_workflow(const AssetFilters& filters) noexcept {
  return need_workflow(filters) || filters.status_in;
}

void resolve_steps(const api::Project& project, api::AssetQuery& query, const support::MessageLog& log) {
  check_group_filters(query.filters, project);
  if (!project.has_steps()) {
    refuse_step_filters(query.filters);
    return;
  }
  check_step_filters(query.filters, log);
  check_ids_or_names(query.filters);
  put_step_ids(query, project);
}

void warn_of_former_step_statuses(const AssetFilters& filters, const support::MessageLog& log) {
  const auto given = [&filters](StatusInStep status) {
    const auto names = [status](const List<StatusInStep>& list) {
      return list && std::find(list->begin(), list->end(), status) != list->end();
    };
    const auto pairs_name = [status](const auto& list) {
      return list && std::any_of(list->begin(), list->end(),
                                 [status](const auto& pair) { return pair.status == status; });
    };
    return names(filters.step_status_in) || names(filters.step_status_not_in) ||
           pairs_name(filters.step_id_and_status_in) || pairs_name(filters.step_id_and_status_not_in) ||
           pairs_name(filters.step_name_and_status_in) || pairs_name(filters.step_name_and_status_not_in);
  };
  if (given(StatusInStep::doing)) {
    log.warn_deprecated("Step status 'DOING' is deprecated, use 'IN_PROGRESS' instead");
  }
  if (given(StatusInStep::redo)) {
    log.warn_deprecated("Step status 'REDO' is deprecated, use 'REWORK' instead");
  }
}

}  // namespace kili::use_cases
