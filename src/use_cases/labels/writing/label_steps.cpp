#include "use_cases/labels/writing/label_steps.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "api/service_api.hpp"
#include "kili/errors.hpp"
#include "support/shown_text.hpp"
#include "use_cases/argument_checks.hpp"

namespace kili::use_cases {
namespace {

using api::LabelWorkflow;

std::string names_of(const std::vector<LabelWorkflow::Step>& steps) {
  std::vector<std::string> names;
  names.reserve(steps.size());
  for (const auto& step : steps) names.push_back(step.name);
  return support::shown_list(names);
}

std::string step_by_id(const LabelWorkflow& workflow, const std::string& id) {
  const bool exists = std::any_of(workflow.steps.begin(), workflow.steps.end(),
                                  [&](const auto& step) { return step.id == id; });
  if (exists) return id;
  throw ValidationError(fmt::format("step_id '{}' is no step of the project; its steps are: {}",
                                    support::shown_text(id), names_of(workflow.steps)));
}

std::string group_id_of(const LabelWorkflow& workflow, const std::string& name) {
  if (workflow.version != "V3") {
    throw ValidationError("group_name is for projects with groups of steps (workflow V3); leave it out");
  }
  const auto group = std::find_if(workflow.groups.begin(), workflow.groups.end(),
                                  [&](const auto& each) { return each.name == name; });
  if (group != workflow.groups.end()) return group->id;
  std::vector<std::string> names;
  names.reserve(workflow.groups.size());
  for (const auto& each : workflow.groups) names.push_back(each.name);
  throw ValidationError(fmt::format("group_name '{}' is no group of the project; its groups are: {}",
                                    support::shown_text(name), support::shown_list(names)));
}

std::string step_by_name(const LabelWorkflow& workflow, const StepNames& names) {
  std::vector<LabelWorkflow::Step> found = workflow.steps;
  std::erase_if(found, [&](const auto& step) { return step.name != *names.step_name; });
  if (names.group_name) {
    const std::string group_id = group_id_of(workflow, *names.group_name);
    std::erase_if(found, [&](const auto& step) { return step.group_id != group_id; });
  }
  if (found.size() == 1) return found.front().id;
  const std::string shown = support::shown_text(*names.step_name);
  if (found.empty()) {
    throw ValidationError(fmt::format("step_name '{}' is no step of {}; the steps of the project are: {}",
                                      shown, names.group_name ? "this group" : "the project",
                                      names_of(workflow.steps)));
  }
  throw ValidationError(fmt::format(
      "step_name '{}': {} groups have such a step; give group_name too, or step_id", shown, found.size()));
}

}  // namespace

void check_step_names(const StepNames& names) {
  check_text("group_name", names.group_name.value_or(std::string()));
  check_text("step_id", names.step_id.value_or(std::string()));
  check_text("step_name", names.step_name.value_or(std::string()));
  if (names.step_id && names.step_name) {
    throw ValidationError("step_id and step_name are given together; give one of them");
  }
  if (names.group_name && names.step_id) {
    throw ValidationError("group_name goes with step_name, not with step_id; leave one of them out");
  }
  if (names.group_name && !names.step_name) {
    throw ValidationError("group_name alone names no step; give step_name too, or step_id");
  }
}

std::string resolve_step(const Resources& resources, const std::string& project_id, const StepNames& names,
                         const support::CallContext& context) {
  const LabelWorkflow workflow = resources.api->label_mutations.workflow(project_id, context);
  if (workflow.steps.empty()) {
    throw NotFoundError(
        fmt::format("project ID: {}. The project has the legacy workflow, which has no steps; leave "
                    "step_id and step_name out",
                    support::shown_text(project_id)));
  }
  return names.step_id ? step_by_id(workflow, *names.step_id) : step_by_name(workflow, names);
}

}  // namespace kili::use_cases
