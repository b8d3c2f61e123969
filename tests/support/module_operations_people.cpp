// Issues, users and members of projects.

#include <vector>

#include <fmt/format.h>

#include "module_operations.hpp"

namespace kili::test {
namespace {

void add_issue_operations(std::vector<ModuleOperation>& all) {
  all.push_back(
      {.method = "issues",
       .variant = "of some assets",
       .is_query = true,
       .service_operations = {"countIssues", "issues", "projects"},
       .perform = [](const Client& client, const CallOptions& options, const ModuleTargets& targets) {
         static_cast<void>(
             client.issues(targets.project_id, {.asset_id_in = targets.asset_ids}, {.page_size = 2}, options)
                 .to_vector());
       }});
  all.push_back(
      {.method = "count_issues",
       .variant = "",
       .is_query = true,
       .service_operations = {"countIssues", "projects"},
       .perform = [](const Client& client, const CallOptions& options, const ModuleTargets& targets) {
         static_cast<void>(client.count_issues(targets.project_id, {.status = IssueStatus::open}, options));
       }});
  all.push_back(
      {.method = "create_issues",
       .variant = "",
       .is_query = false,
       .service_operations = {"createIssues", "issues", "labels", "projects"},
       .perform = [](const Client& client, const CallOptions& options, const ModuleTargets& targets) {
         std::vector<std::optional<std::string>> texts(targets.label_ids.size(), targets.mark);
         static_cast<void>(client.create_issues(
             targets.project_id, {.label_id_array = targets.label_ids, .text_array = std::move(texts)},
             options));
       }});
  all.push_back(
      {.method = "append_to_issues",
       .variant = "",
       .is_query = false,
       .service_operations = {"createIssues", "issues", "labels", "projects"},
       .perform = [](const Client& client, const CallOptions& options, const ModuleTargets& targets) {
         static_cast<void>(client.append_to_issues({.label_id = targets.label_ids.front(),
                                                    .project_id = targets.project_id,
                                                    .text = targets.mark + " appended"},
                                                   options));
       }});
  all.push_back(
      {.method = "update_issue_status",
       .variant = "of a new issue",
       .is_query = false,
       .service_operations = {"createIssues", "issues", "labels", "projects", "updatePropertiesInIssue"},
       .perform = [](const Client& client, const CallOptions& options, const ModuleTargets& targets) {
         const auto ids = client.create_issues(
             targets.project_id,
             {.label_id_array = {targets.label_ids.front()}, .text_array = {targets.mark + " to solve"}},
             options);
         static_cast<void>(
             client.update_issue_status({.issue_id = ids.front(), .status = IssueStatus::solved}, options));
       }});
}

void add_user_operations(std::vector<ModuleOperation>& all) {
  all.push_back({.method = "users",
                 .variant = "",
                 .is_query = true,
                 .service_operations = {"countUsers", "users"},
                 .perform = [](const Client& client, const CallOptions& options, const ModuleTargets&) {
                   static_cast<void>(client.users({}, {.page_size = 2}, options).to_vector());
                 }});
  all.push_back(
      {.method = "count_users",
       .variant = "of an address",
       .is_query = true,
       .service_operations = {"countUsers"},
       .perform = [](const Client& client, const CallOptions& options, const ModuleTargets& targets) {
         static_cast<void>(client.count_users({.email = targets.user_email}, options));
       }});
  all.push_back({.method = "get_current_user",
                 .variant = "",
                 .is_query = true,
                 .service_operations = {"viewer"},
                 .perform = [](const Client& client, const CallOptions& options, const ModuleTargets&) {
                   static_cast<void>(client.get_current_user({}, options));
                 }});
  all.push_back(
      {.method = "create_user",
       .variant = "",
       .is_query = false,
       .service_operations = {"createUser", "users"},
       .perform = [](const Client& client, const CallOptions& options, const ModuleTargets& targets) {
         static_cast<void>(client.create_user({.email = fmt::format("made.{}@example.com", targets.mark),
                                               .firstname = targets.mark,
                                               .password = "a password that is long"},
                                              options));
       }});
  all.push_back(
      {.method = "update_password",
       .variant = "",
       .is_query = false,
       .service_operations = {"updatePassword"},
       .perform = [](const Client& client, const CallOptions& options, const ModuleTargets& targets) {
         static_cast<void>(client.update_password({.email = targets.user_email,
                                                   .new_password_1 = "a password that is long",
                                                   .new_password_2 = "a password that is long",
                                                   .old_password = "a password that is long"},
                                                  options));
       }});
  all.push_back(
      {.method = "update_properties_in_user",
       .variant = "",
       .is_query = false,
       .service_operations = {"updatePropertiesInUser", "users"},
       .perform = [](const Client& client, const CallOptions& options, const ModuleTargets& targets) {
         static_cast<void>(client.update_properties_in_user(
             {.email = targets.user_email, .firstname = targets.mark}, options));
       }});
}

void add_member_operations(std::vector<ModuleOperation>& all) {
  all.push_back(
      {.method = "project_users",
       .variant = "of two statuses",
       .is_query = true,
       .service_operations = {"countProjectUsers", "projectUsers", "projects"},
       .perform = [](const Client& client, const CallOptions& options, const ModuleTargets& targets) {
         static_cast<void>(
             client
                 .project_users(targets.project_id,
                                {.status_in = {ProjectUserStatus::activated, ProjectUserStatus::org_admin}},
                                {}, options)
                 .to_vector());
       }});
  all.push_back(
      {.method = "count_project_users",
       .variant = "",
       .is_query = true,
       .service_operations = {"countProjectUsers", "projects"},
       .perform = [](const Client& client, const CallOptions& options, const ModuleTargets& targets) {
         static_cast<void>(client.count_project_users(
             targets.project_id, {.status_in = {ProjectUserStatus::activated}}, options));
       }});
  all.push_back(
      {.method = "append_to_roles",
       .variant = "",
       .is_query = false,
       .service_operations = {"appendToRoles", "projectUsers", "projects"},
       .perform = [](const Client& client, const CallOptions& options, const ModuleTargets& targets) {
         static_cast<void>(client.append_to_roles({.project_id = targets.project_id,
                                                   .role = ProjectRole::reviewer,
                                                   .user_email = targets.user_email},
                                                  options));
       }});
  all.push_back(
      {.method = "update_properties_in_role",
       .variant = "of a member who is looked up",
       .is_query = false,
       .service_operations = {"countProjectUsers", "projectUsers", "projects", "updatePropertiesInRole"},
       .perform = [](const Client& client, const CallOptions& options, const ModuleTargets& targets) {
         const auto members =
             client.project_users(targets.project_id, {.email = targets.member_email}, {}, options)
                 .to_vector();
         if (members.empty()) throw NotFoundError("the service has no such member");
         static_cast<void>(client.update_properties_in_role({.project_id = targets.project_id,
                                                             .role = ProjectRole::team_manager,
                                                             .role_id = std::string(members.at(0).id()),
                                                             .user_id = std::string(members.at(0).user_id())},
                                                            options));
       }});
  all.push_back(
      {.method = "update_properties_in_project_user",
       .variant = "",
       .is_query = false,
       .service_operations = {"projectUsers", "projects", "updatePropertiesInRole"},
       .perform = [](const Client& client, const CallOptions& options, const ModuleTargets& targets) {
         static_cast<void>(client.update_properties_in_project_user({.project_id = targets.project_id,
                                                                     .role = ProjectRole::reviewer,
                                                                     .user_email = targets.member_email},
                                                                    options));
       }});
  all.push_back(
      {.method = "delete_from_roles",
       .variant = "by address",
       .is_query = false,
       .service_operations = {"countProjectUsers", "deleteFromRoles", "projects"},
       .perform = [](const Client& client, const CallOptions& options, const ModuleTargets& targets) {
         static_cast<void>(client.delete_from_roles(
             {.project_id = targets.project_id, .user_email = targets.member_email}, options));
       }});
}

}  // namespace

void add_people_operations(std::vector<ModuleOperation>& all) {
  add_issue_operations(all);
  add_user_operations(all);
  add_member_operations(all);
}

}  // namespace kili::test
