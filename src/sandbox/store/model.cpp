#include "sandbox/store/model.hpp"

#include <algorithm>
#include <utility>

#include "support/immortal.hpp"

namespace kili::sandbox {

Asset::Asset(const Asset& other)
    : id(other.id),
      external_id(other.external_id),
      content(other.content),
      created_at(other.created_at),
      updated_at(other.updated_at),
      sequence(other.sequence),
      extra(other.extra ? std::make_unique<AssetDetails>(*other.extra) : nullptr),
      priority(other.priority),
      project(other.project),
      status(other.status),
      step_status(other.step_status),
      step(other.step),
      is_honeypot(other.is_honeypot),
      is_used_for_consensus(other.is_used_for_consensus),
      skipped(other.skipped) {}

Asset& Asset::operator=(const Asset& other) {
  if (this != &other) {
    Asset copy{other};
    *this = std::move(copy);
  }
  return *this;
}

std::vector<ProjectStep> default_steps() {
  return {{.assignees = {},
           .id = "step-1",
           .name = "Default",
           .send_back_step_id = {},
           .step_group_id = {},
           .type = "DEFAULT"},
          {.assignees = {},
           .id = "step-2",
           .name = "Review",
           .send_back_step_id = {},
           .step_group_id = {},
           .type = "REVIEW"}};
}

const std::vector<ProjectStep>& first_steps() {
  static const auto& steps = support::immortal(default_steps());
  return steps;
}

std::string_view group_name_of(const ProjectInfo& project, const ProjectStep& step) {
  const auto group = std::find_if(project.step_groups.begin(), project.step_groups.end(),
                                  [&](const StepGroup& each) { return each.id == step.step_group_id; });
  return group == project.step_groups.end() ? std::string_view() : group->name;
}

const AssetDetails& Asset::details() const {
  static const auto& defaults = support::immortal(AssetDetails{});
  return extra ? *extra : defaults;
}

AssetDetails& Asset::edit_details() {
  if (!extra) extra = std::make_unique<AssetDetails>();
  return *extra;
}

}  // namespace kili::sandbox
