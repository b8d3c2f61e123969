#include "sandbox/store/project_json.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include <fmt/format.h>

#include "sandbox/store/fixture_values.hpp"
#include "sandbox/store/organization.hpp"

namespace kili::sandbox {
namespace {

using nlohmann::json;

/// Members of a project's fixture that are no settings.
constexpr std::array<std::string_view, 11> other_members{
    "createdAt",  "dataConnections", "description", "id",    "inputType",      "jsonInterface",
    "stepGroups", "steps",           "updatedAt",   "title", "workflowVersion"};

constexpr std::string_view owner_prefix = "role-owner-";

}  // namespace

void read_project_settings(const json& fixture, ProjectInfo& project) {
  read_date(fixture, "createdAt", project.created_at);
  project.updated_at = project.created_at;
  read_date(fixture, "updatedAt", project.updated_at);
  for (const auto& [key, value] : fixture.items()) {
    if (std::find(other_members.begin(), other_members.end(), key) == other_members.end())
      project.settings[key] = value;
  }
}

std::string settings_to_text(const ProjectInfo& project) {
  json document = project.settings;
  document["createdAt"] = format_date(project.created_at);
  document["updatedAt"] = format_date(project.updated_at);
  return document.dump(-1, ' ', false, json::error_handler_t::replace);
}

void read_settings_text(std::string_view text, ProjectInfo& project) {
  read_project_settings(json::parse(text), project);
}

json project_to_state(const ProjectInfo& project) {
  json state = project.settings;
  state.update({{"description", project.description},
                {"id", project.id},
                {"inputType", project.input_type},
                {"jsonInterface", project.json_interface},
                {"title", project.title},
                {"workflowVersion", project.workflow_version}});
  return state;
}

Member owner_of(std::string_view project_id, const User& user) {
  Member owner;
  owner.id = fmt::format("{}{}", owner_prefix, project_id);
  owner.project_id = project_id;
  owner.role = "ADMIN";
  owner.status = "ORG_ADMIN";
  owner.user_id = user.id;
  return owner;
}

bool is_owner_from_creation(const Member& member) { return member.id.starts_with(owner_prefix); }

Member member_from_fixture(const json& fixture) {
  check_keys(fixture, FixtureObject::role);
  Member member;
  read(fixture, "activated", member.activated);
  read(fixture, "deleted", member.deleted);
  read(fixture, "id", member.id);
  read(fixture, "projectId", member.project_id);
  read(fixture, "role", member.role);
  read(fixture, "starred", member.starred);
  read(fixture, "status", member.status);
  read(fixture, "userId", member.user_id);
  return member;
}

json member_to_json(const Member& member) {
  return {{"activated", member.activated},  {"deleted", member.deleted}, {"id", member.id},
          {"projectId", member.project_id}, {"role", member.role},       {"starred", member.starred},
          {"status", member.status},        {"userId", member.user_id}};
}

Tag tag_from_fixture(const json& fixture) {
  check_keys(fixture, FixtureObject::tag);
  Tag tag;
  read(fixture, "checkedForProjects", tag.checked_for_projects);
  read(fixture, "color", tag.color);
  read(fixture, "id", tag.id);
  read(fixture, "label", tag.label);
  return tag;
}

json tag_to_json(const Tag& tag) {
  return {{"checkedForProjects", tag.checked_for_projects},
          {"color", tag.color},
          {"id", tag.id},
          {"label", tag.label},
          {"organizationId", organization_id}};
}

}  // namespace kili::sandbox
