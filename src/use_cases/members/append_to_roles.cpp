#include "use_cases/members/append_to_roles.hpp"

#include <nlohmann/json.hpp>
#include <optional>

#include "api/members/members_api.hpp"
#include "support/text.hpp"
#include "use_cases/argument_checks.hpp"
#include "use_cases/members/found_member.hpp"
#include "use_cases/single_mutation.hpp"

namespace kili::use_cases {

ProjectUser AppendMember::run(const AppendToRoles& arguments, const support::CallContext& context) const {
  check_given("project_id", arguments.project_id);
  check_given("user_email", arguments.user_email);
  const std::string email = support::to_lower(arguments.user_email);
  FoundMember found(resources_, {.email = email, .project_id = arguments.project_id}, arguments.role);
  const auto send = [&](const support::CallContext& inner) {
    for (auto& member : resources_.api->members.append_to_roles(arguments.project_id, arguments.user_email,
                                                                arguments.role, inner)) {
      if (found.take(std::move(member))) return true;
    }
    return false;
  };
  SingleMutation mutation(send, [&](const support::CallContext& inner) { return found.look_up(inner); });
  mutation.run(resources_, arguments.project_id + " " + email, engine::RepairPolicy::read_or_repeat, context);
  return found.result();
}

}  // namespace kili::use_cases
