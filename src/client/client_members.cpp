#include "client/client_implementation.hpp"
#include "kili/client.hpp"
#include "use_cases/known_project.hpp"
#include "use_cases/members/append_to_roles.hpp"
#include "use_cases/members/change_role.hpp"
#include "use_cases/members/delete_from_roles.hpp"
#include "use_cases/members/list_members.hpp"

namespace kili {
inline namespace v0_1 {
namespace {

/// Runs a change of a member under the name of its method.
template <typename UseCase, typename Implementation, typename Arguments>
auto change_member(const Implementation& implementation, std::string_view method, std::string_view project_id,
                   const Arguments& arguments, const CallOptions& options) {
  const support::CallContext context = implementation.begin_call(method, options);
  return use_cases::in_known_project(implementation.resources(), project_id, context, [&] {
    return UseCase(implementation.resources()).run(arguments, context);
  });
}

}  // namespace

ProjectUserRange Client::project_users(std::string_view project_id, const ProjectUserFilters& filters,
                                       const ProjectUsersArguments& arguments,
                                       const CallOptions& options) const {
  return ProjectUserRange(
      use_cases::ListMembers(connection().resources())
          .run(project_id, filters, arguments, connection().begin_call("project_users", options)));
}

std::size_t Client::count_project_users(std::string_view project_id, const ProjectUserFilters& filters,
                                        const CallOptions& options) const {
  return use_cases::CountMembers(connection().resources())
      .run(project_id, filters, connection().begin_call("count_project_users", options));
}

ProjectUser Client::append_to_roles(const AppendToRoles& arguments, const CallOptions& options) const {
  return change_member<use_cases::AppendMember>(connection(), "append_to_roles", arguments.project_id,
                                                arguments, options);
}

std::string Client::delete_from_roles(const DeleteFromRoles& arguments, const CallOptions& options) const {
  return change_member<use_cases::RemoveMember>(connection(), "delete_from_roles",
                                                arguments.project_id.value_or(""), arguments, options);
}

ProjectUser Client::update_properties_in_role(const UpdatePropertiesInRole& arguments,
                                              const CallOptions& options) const {
  return change_member<use_cases::ChangeRole>(connection(), "update_properties_in_role", arguments.project_id,
                                              arguments, options);
}

ProjectUser Client::update_properties_in_project_user(const UpdatePropertiesInProjectUser& arguments,
                                                      const CallOptions& options) const {
  return change_member<use_cases::ChangeRole>(connection(), "update_properties_in_project_user",
                                              arguments.project_id, arguments, options);
}

}  // namespace v0_1
}  // namespace kili
