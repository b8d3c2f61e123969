#include "use_cases/members/change_role.hpp"

#include <string>

#include "support/text.hpp"
#include "use_cases/argument_checks.hpp"
#include "use_cases/members/found_member.hpp"
#include "use_cases/single_mutation.hpp"

namespace kili::use_cases {
namespace {

/// @param send returns the member. @param name under which no other call changes the member meanwhile.
template <typename Send>
ProjectUser change_role(const Resources& resources, FoundMember found, const std::string& name,
                        const support::CallContext& context, const Send& send) {
  SingleMutation mutation([&](const support::CallContext& inner) { return found.take(send(inner)); },
                          [&](const support::CallContext& inner) { return found.look_up(inner); });
  mutation.run(resources, name, engine::RepairPolicy::read_or_repeat, context);
  return found.result();
}

}  // namespace

ProjectUser ChangeRole::run(const UpdatePropertiesInRole& arguments,
                            const support::CallContext& context) const {
  resources_.log.warn_deprecated(
      "update_properties_in_role is deprecated, please use update_properties_in_project_user instead.");
  check_given("project_id", arguments.project_id);
  check_given("role_id", arguments.role_id);
  check_given("user_id", arguments.user_id);
  FoundMember found(resources_, {.id = arguments.role_id, .project_id = arguments.project_id},
                    arguments.role);
  return change_role(resources_, std::move(found), arguments.role_id, context,
                     [&](const support::CallContext& inner) {
                       return resources_.api->members.set_role(arguments.role_id, arguments.project_id,
                                                               arguments.user_id, arguments.role, inner);
                     });
}

ProjectUser ChangeRole::run(const UpdatePropertiesInProjectUser& arguments,
                            const support::CallContext& context) const {
  check_given("project_id", arguments.project_id);
  check_given("user_email", arguments.user_email);
  const std::string email = support::to_lower(arguments.user_email);
  FoundMember found(resources_, {.email = email, .project_id = arguments.project_id}, arguments.role);
  return change_role(resources_, std::move(found), arguments.project_id + " " + email, context,
                     [&](const support::CallContext& inner) {
                       return resources_.api->members.set_role_of(arguments.project_id, arguments.user_email,
                                                                  arguments.role, inner);
                     });
}

}  // namespace kili::use_cases
