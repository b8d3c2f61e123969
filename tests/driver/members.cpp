#include <string>
#include <vector>

#include "listing.hpp"
#include "literals.hpp"
#include "methods.hpp"

namespace kili::driver {
namespace {

/// Filters; the statuses that are not named are those that the version names.
ProjectUserFilters member_filters_of(Arguments& arguments, const SdkShapes& shapes) {
  ProjectUserFilters filters;
  filters.email = arguments.text("email");
  filters.id = arguments.text("id");
  filters.organization_id = arguments.text("organization_id");
  if (arguments.contains("status_in")) {
    filters.status_in = literals<ProjectUserStatus>(arguments, "status_in");
    return filters;
  }
  std::vector<ProjectUserStatus> statuses{ProjectUserStatus::activated, ProjectUserStatus::org_admin};
  if (shapes.version() == SdkVersion::v26_2) statuses.push_back(ProjectUserStatus::org_suspended);
  filters.status_in = std::move(statuses);
  return filters;
}

/// As the mutations of the official client return a member.
nlohmann::json role_of(const ProjectUser& member) {
  const nlohmann::json& record = member.json();
  return {{"role", record.at("role")}, {"user", record.at("user")}};
}

nlohmann::json project_users(const Client& client, Arguments& arguments, const SdkShapes& shapes) {
  const std::string project_id = arguments.required_text("project_id");
  const ProjectUserFilters filters = member_filters_of(arguments, shapes);
  return listing(arguments, [&](const ProjectUsersArguments& how) {
    return client.project_users(project_id, filters, how);
  });
}

nlohmann::json count_project_users(const Client& client, Arguments& arguments, const SdkShapes& shapes) {
  const std::string project_id = arguments.required_text("project_id");
  const ProjectUserFilters filters = member_filters_of(arguments, shapes);
  arguments.check_all_known();
  return client.count_project_users(project_id, filters);
}

nlohmann::json append_to_roles(const Client& client, Arguments& arguments, const SdkShapes& /*shapes*/) {
  AppendToRoles what;
  what.project_id = arguments.required_text("project_id");
  what.role = literal<ProjectRole>(arguments, "role").value_or(ProjectRole::labeler);
  what.user_email = arguments.required_text("user_email");
  arguments.check_all_known();
  return role_of(client.append_to_roles(what));
}

nlohmann::json delete_from_roles(const Client& client, Arguments& arguments, const SdkShapes& /*shapes*/) {
  DeleteFromRoles what;
  what.project_id = arguments.text("project_id");
  what.role_id = arguments.text("role_id");
  what.user_email = arguments.text("user_email");
  arguments.check_all_known();
  return {{"id", client.delete_from_roles(what)}};
}

nlohmann::json update_properties_in_role(const Client& client, Arguments& arguments,
                                         const SdkShapes& /*shapes*/) {
  UpdatePropertiesInRole what;
  what.project_id = arguments.required_text("project_id");
  what.role = from_string<ProjectRole>(arguments.required_text("role"));
  what.role_id = arguments.required_text("role_id");
  what.user_id = arguments.required_text("user_id");
  arguments.check_all_known();
  return role_of(client.update_properties_in_role(what));
}

nlohmann::json update_properties_in_project_user(const Client& client, Arguments& arguments,
                                                 const SdkShapes& /*shapes*/) {
  UpdatePropertiesInProjectUser what;
  what.project_id = arguments.required_text("project_id");
  const auto role = literal<ProjectRole>(arguments, "role");
  if (!role) throw MissingArgumentError("role is missing");
  what.role = *role;
  what.user_email = arguments.required_text("user_email");
  arguments.check_all_known();
  return role_of(client.update_properties_in_project_user(what));
}

}  // namespace

void member_methods(Methods& methods) {
  methods["project_users"] = project_users;
  methods["count_project_users"] = count_project_users;
  methods["append_to_roles"] = append_to_roles;
  methods["delete_from_roles"] = delete_from_roles;
  methods["update_properties_in_role"] = update_properties_in_role;
  methods["update_properties_in_project_user"] = update_properties_in_project_user;
}

}  // namespace kili::driver
