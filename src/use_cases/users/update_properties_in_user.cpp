#include "use_cases/users/update_properties_in_user.hpp"

#include <optional>
#include <string_view>

#include "kili/errors.hpp"
#include "support/text.hpp"
#include "use_cases/argument_checks.hpp"
#include "use_cases/single_mutation.hpp"

namespace kili::use_cases {

std::string ChangeUser::run(const UpdatePropertiesInUser& arguments,
                            const support::CallContext& context) const {
  check_given("email", arguments.email);
  const auto check = [](std::string_view name, const std::optional<std::string>& value) {
    if (value) check_text(name, *value);
  };
  check("firstname", arguments.firstname);
  check("lastname", arguments.lastname);
  check("organization_id", arguments.organization_id);
  if (!arguments.activated && !arguments.firstname && !arguments.lastname && !arguments.organization_id &&
      !arguments.organization_role) {
    throw MissingArgumentError(
        "no property is given; give activated, firstname, lastname, organization_id or organization_role");
  }
  std::string id;
  const auto send = [&](const support::CallContext& inner) {
    id = resources_.api->users.update_user(arguments, inner);
    return true;
  };
  const auto is_done = [&](const support::CallContext& inner) {
    const auto& users = resources_.api->users;
    if (arguments.organization_id || !users.has_properties(arguments, inner)) return false;
    id = users.user_id_of(arguments.email, inner).value_or("");
    return true;
  };
  // The organisation of a user cannot be read, so a lost request to change it is sent again.
  SingleMutation(send, is_done)
      .run(resources_, support::to_lower(arguments.email),
           arguments.organization_id ? engine::RepairPolicy::repeat : engine::RepairPolicy::read_or_repeat,
           context);
  return id;
}

}  // namespace kili::use_cases
