#include "api/checked_answer.hpp"
#include "api/members/members_api.hpp"
#include "api/mutation_answer.hpp"
#include "support/immortal.hpp"

namespace kili::api {
namespace {

using nlohmann::json;

constexpr std::string_view update_name = "updatePropertiesInRole";

/// Checks that an answer has what is read of a member.
const json& checked_member(const json& record, std::string_view operation) {
  static_cast<void>(text_member(record, "role", operation));
  const json& user = member(record, "user", operation);
  static_cast<void>(text_member(user, "email", operation));
  static_cast<void>(text_member(user, "id", operation));
  return record;
}

}  // namespace

std::vector<json> MembersApi::append_to_roles(std::string_view project_id, std::string_view user_email,
                                              ProjectRole role, const support::CallContext& context) const {
  static const auto& operation = support::immortal(graphql::Operation{
      .document = "mutation appendToRoles($data: AppendToRolesData!, $where: ProjectWhere!) {\n"
                  "  data: appendToRoles(data: $data, where: $where) {\n    id\n    roles {\n      id\n"
                  "      role\n      user {\n        email\n        id\n      }\n    }\n  }\n}",
      .idempotent = false,
      .name = "appendToRoles"});
  const json answer = graphql_->execute(
      operation,
      {{"data", {{"role", to_string(role)}, {"userEmail", user_email}}}, {"where", {{"id", project_id}}}},
      context);
  return read_outcome(operation, [&] {
    std::vector<json> members;
    for (const auto& each : array(member(answer, "roles", operation.name), operation.name))
      members.push_back(checked_member(each, operation.name));
    return members;
  });
}

std::string MembersApi::delete_from_roles(const MemberQuery& query,
                                          const support::CallContext& context) const {
  static const auto& operation = support::immortal(
      graphql::Operation{.document = "mutation deleteFromRoles($where: ProjectUserWhere!) {\n"
                                     "  data: deleteFromRoles(where: $where) {\n    id\n  }\n}",
                         .idempotent = false,
                         .name = "deleteFromRoles"});
  json where = json::object();
  if (query.id) where["id"] = *query.id;
  if (query.project_id) where["project"] = {{"id", *query.project_id}};
  if (query.email) where["user"] = {{"email", *query.email}};
  const json answer = graphql_->execute(operation, {{"where", std::move(where)}}, context);
  return read_outcome(operation, [&] { return text_member(answer, "id", operation.name); });
}

json MembersApi::set_role(std::string_view role_id, std::string_view project_id, std::string_view user_id,
                          ProjectRole role, const support::CallContext& context) const {
  static const auto& operation = support::immortal(graphql::Operation{
      .document =
          "mutation updatePropertiesInRole(\n"
          "  $roleID: ID!, $projectID: ID!, $userID: ID!, $role: ProjectRole!\n) {\n"
          "  data: updatePropertiesInRole(\n"
          "    where: {id: $roleID}, data: {projectID: $projectID, userID: $userID, role: $role}\n  ) {\n"
          "    id\n    role\n    user {\n      email\n      id\n    }\n  }\n}",
      .idempotent = false,
      .name = update_name});
  json answer = graphql_->execute(
      operation,
      {{"projectID", project_id}, {"role", to_string(role)}, {"roleID", role_id}, {"userID", user_id}},
      context);
  return read_outcome(operation, [&] { return checked_member(answer, operation.name); });
}

json MembersApi::set_role_of(std::string_view project_id, std::string_view user_email, ProjectRole role,
                             const support::CallContext& context) const {
  static const auto& operation = support::immortal(graphql::Operation{
      .document = "mutation UpdatePropertiesInRole($data: RoleData!, $where: ProjectUserWhere!) {\n"
                  "  data: updatePropertiesInRole(data: $data, where: $where) {\n"
                  "    id\n    role\n    user {\n      email\n      id\n    }\n  }\n}",
      .idempotent = false,
      .name = update_name});
  json answer =
      graphql_->execute(operation,
                        {{"data", {{"role", to_string(role)}}},
                         {"where", {{"project", {{"id", project_id}}}, {"user", {{"email", user_email}}}}}},
                        context);
  return read_outcome(operation, [&] { return checked_member(answer, operation.name); });
}

}  // namespace kili::api
