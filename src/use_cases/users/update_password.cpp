#include "use_cases/users/update_password.hpp"

#include "kili/errors.hpp"
#include "support/shown_text.hpp"
#include "support/text.hpp"
#include "use_cases/argument_checks.hpp"
#include "use_cases/single_mutation.hpp"

namespace kili::use_cases {

std::string ChangePassword::run(const UpdatePassword& arguments, const support::CallContext& context) const {
  check_given("email", arguments.email);
  check_given("old_password", arguments.old_password);
  check_given("new_password_1", arguments.new_password_1);
  check_given("new_password_2", arguments.new_password_2);
  if (arguments.new_password_1 != arguments.new_password_2) {
    throw ValidationError("new_password_1 and new_password_2 are not the same; give the new password twice");
  }
  const support::HiddenKey hidden_old(arguments.old_password);
  const support::HiddenKey hidden_new(arguments.new_password_1);
  std::string id;
  const auto send = [&](const support::CallContext& inner) {
    id = resources_.api->users.update_password(arguments, inner);
    return true;
  };
  // A password cannot be read. A repetition that the service refuses leaves open whether the first request
  // was carried out: the old password is then no longer right.
  const auto is_done = [](const support::CallContext& /*inner*/) { return false; };
  SingleMutation(send, is_done)
      .run(resources_, support::to_lower(arguments.email), engine::RepairPolicy::repeat, context);
  return id;
}

}  // namespace kili::use_cases
