#include "sandbox/store/recorded_state.hpp"

#include <stdexcept>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sandbox/store/asset_json.hpp"
#include "sandbox/store/project_json.hpp"

namespace kili::sandbox {

using nlohmann::json;

json modules_state(const Store& store, std::string_view project_id) {
  const auto lock = store.read_lock();
  json state{{"assets", json::array()},
             {"projects", json::array()},
             {"roles", json::array()},
             {"tags", json::array()},
             {"users", json::array()}};
  if (const auto index = store.project_index(project_id)) {
    const Project& project = *store.projects()[*index];
    for (const Asset* const asset : project.assets)
      state["assets"].push_back(labeled_asset_to_state(*asset, step_of(project.info, *asset)));
  }
  for (const auto& project : store.projects()) state["projects"].push_back(project_to_state(project->info));
  for (const Member& member : store.members()) {
    if (!is_owner_from_creation(member)) state["roles"].push_back(member_to_json(member));
  }
  for (const Tag& tag : store.tags()) state["tags"].push_back(tag_to_json(tag));
  for (const User& user : store.users()) state["users"].push_back(user_to_json(user));
  return state;
}

json project_state(const Store& store, std::string_view project_id) {
  const auto lock = store.read_lock();
  const Project* const project = store.find_project(project_id);
  if (project == nullptr)
    throw std::invalid_argument(fmt::format("there is no project '{}' in the sandbox", project_id));
  json state = json::array();
  for (const Asset* const asset : project->assets) state.push_back(asset_to_state(*asset));
  return state;
}

}  // namespace kili::sandbox
