#include "use_cases/users/create_user.hpp"

#include <optional>

#include "support/shown_text.hpp"
#include "support/text.hpp"
#include "use_cases/argument_checks.hpp"
#include "use_cases/single_mutation.hpp"

namespace kili::use_cases {

std::string AddUser::run(const CreateUser& arguments, const support::CallContext& context) const {
  check_given("email", arguments.email);
  check_given("password", arguments.password);
  if (arguments.firstname) check_text("firstname", *arguments.firstname);
  if (arguments.lastname) check_text("lastname", *arguments.lastname);
  const support::HiddenKey hidden(arguments.password);
  const std::string email = support::to_lower(arguments.email);
  // A user who is there before is not the one that this call makes, should its answer be lost.
  const auto before = resources_.api->users.user_id_of(email, context);
  std::string id;
  const auto send = [&](const support::CallContext& inner) {
    id = resources_.api->users.create_user(arguments, inner);
    return true;
  };
  const auto is_done = [&](const support::CallContext& inner) {
    const auto now = resources_.api->users.user_id_of(email, inner);
    if (!now || now == before) return false;
    id = *now;
    return true;
  };
  SingleMutation(send, is_done).run(resources_, email, engine::RepairPolicy::read_only, context);
  return id;
}

}  // namespace kili::use_cases
