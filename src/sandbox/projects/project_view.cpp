#include "sandbox/projects/project_view.hpp"

#include <algorithm>
#include <cstddef>
#include <string>

#include "sandbox/store/asset_json.hpp"
#include "sandbox/store/organization.hpp"
#include "sandbox/store/project_json.hpp"

namespace kili::sandbox {
namespace {

using nlohmann::json;

/// What a project is set to until somebody sets it.
json default_settings() {
  return {{"archived", false},
          {"canNavigateBetweenAssets", true},
          {"canSkipAsset", true},
          {"complianceTags", json::array()},
          {"consensusTotCoverage", 0},
          {"deleted", false},
          {"minConsensusSize", 1},
          {"reviewCoverage", 0},
          {"shouldAnonymize", false},
          {"shouldAutoAssign", true},
          {"shouldRelaunchKpiComputation", false},
          {"starred", false},
          {"useHoneyPot", false}};
}

json user_view(const Store& store, const std::string& id) {
  const User* const user = store.find_user(id);
  return user_to_json(user != nullptr ? *user : User{id, {}, id, {}});
}

json roles_of(const std::string& project_id, const Store& store) {
  json roles = json::array();
  for (const Member& member : store.members()) {
    if (member.project_id != project_id || member.deleted) continue;
    json role = member_to_json(member);
    role["user"] = user_view(store, member.user_id);
    roles.push_back(std::move(role));
  }
  return roles;
}

json tags_of(const std::string& project_id, const Store& store) {
  json tags = json::array();
  for (const Tag& tag : store.tags()) {
    const auto& projects = tag.checked_for_projects;
    if (std::find(projects.begin(), projects.end(), project_id) != projects.end())
      tags.push_back(tag_to_json(tag));
  }
  return tags;
}

/// Steps and groups, with the people of each step.
json workflow_of(const ProjectInfo& info, const Store& store) {
  json workflow = workflow_to_json(info);
  for (json& step : workflow.at("steps")) {
    json assignees = json::array();
    for (const json& id : step.at("assignees")) {
      if (store.find_user(id.get_ref<const std::string&>()) != nullptr)
        assignees.push_back(user_view(store, id.get_ref<const std::string&>()));
    }
    step["assignees"] = std::move(assignees);
  }
  return workflow;
}

void add_counts(const Project& project, json& view) {
  std::size_t skipped = 0;
  std::size_t remaining = 0;
  std::size_t reviewed = 0;
  for (const Asset* const asset : project.assets) {
    if (asset->skipped) {
      ++skipped;
    } else if (asset->status == AssetState::todo || asset->status == AssetState::ongoing) {
      ++remaining;
    }
    if (asset->status == AssetState::reviewed) ++reviewed;
  }
  view.update({{"numberOfRemainingAssets", remaining},
               {"numberOfReviewedAssets", reviewed},
               {"numberOfSkippedAssets", skipped}});
}

}  // namespace

json project_view(const Project& project, const Store& store, AssetCounts counts) {
  const ProjectInfo& info = project.info;
  json connections = json::array();
  for (const std::string& id : info.data_connections) connections.push_back({{"id", id}});
  json view = default_settings();
  json workflow = workflow_of(info, store);
  view.update({{"stepGroups", std::move(workflow.at("stepGroups"))},
               {"steps", info.is_set("hasNoSteps") ? json::array() : std::move(workflow.at("steps"))}});
  view.update(info.settings);
  view.update({{"author", user_view(store, info.settings.value("author", store.users().front().id))},
               {"createdAt", format_date(info.created_at)},
               {"dataConnections", std::move(connections)},
               {"description", info.description},
               {"id", info.id},
               {"inputType", info.input_type},
               {"jsonInterface", info.json_interface},
               {"numberOfAssets", project.assets.size()},
               {"organizationId", organization_id},
               {"roles", roles_of(info.id, store)},
               {"tags", tags_of(info.id, store)},
               {"title", info.title},
               {"updatedAt", format_date(info.updated_at)},
               {"workflowVersion", info.workflow_version}});
  if (counts == AssetCounts::all) add_counts(project, view);
  return view;
}

}  // namespace kili::sandbox
