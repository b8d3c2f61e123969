#include "use_cases/members/delete_from_roles.hpp"

#include <optional>

#include "api/members/members_api.hpp"
#include "kili/errors.hpp"
#include "support/text.hpp"
#include "use_cases/argument_checks.hpp"
#include "use_cases/single_mutation.hpp"

namespace kili::use_cases {
namespace {

api::MemberQuery member_named(const DeleteFromRoles& arguments) {
  if (arguments.role_id && !arguments.role_id->empty()) {
    if (arguments.user_email || arguments.project_id) {
      throw IncompatibleArgumentsError(
          "role_id is given together with user_email or project_id, which may name another member; give "
          "role_id alone, or user_email and project_id");
    }
    check_text("role_id", *arguments.role_id);
    return {.id = arguments.role_id};
  }
  if (!arguments.user_email || !arguments.project_id) {
    throw ValidationError(
        "role_id is not given, and user_email and project_id are not both given; give role_id alone, or "
        "user_email and project_id");
  }
  check_given("user_email", *arguments.user_email);
  check_given("project_id", *arguments.project_id);
  return {.email = arguments.user_email, .project_id = arguments.project_id};
}

}  // namespace

std::string RemoveMember::run(const DeleteFromRoles& arguments, const support::CallContext& context) const {
  const api::MemberQuery query = member_named(arguments);
  std::string project_id = query.project_id.value_or("");
  const auto send = [&](const support::CallContext& inner) {
    project_id = resources_.api->members.delete_from_roles(query, inner);
    return true;
  };
  const auto is_done = [&](const support::CallContext& inner) {
    const auto& members = resources_.api->members;
    if (members.count_members(query, inner) > 0) return false;
    if (query.id) project_id = members.project_of_removed(*query.id, inner).value_or("");
    return true;
  };
  const std::string name = query.id ? *query.id : *query.project_id + " " + support::to_lower(*query.email);
  SingleMutation(send, is_done).run(resources_, name, engine::RepairPolicy::read_only, context);
  return project_id;
}

}  // namespace kili::use_cases
