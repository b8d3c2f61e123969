#include "client/client_implementation.hpp"
#include "kili/client.hpp"
#include "use_cases/users/create_user.hpp"
#include "use_cases/users/list_users.hpp"
#include "use_cases/users/update_password.hpp"
#include "use_cases/users/update_properties_in_user.hpp"

namespace kili {
inline namespace v0_1 {

UserRange Client::users(const UserFilters& filters, const UsersArguments& arguments,
                        const CallOptions& options) const {
  return UserRange(use_cases::ListUsers(connection().resources())
                       .run(filters, arguments, connection().begin_call("users", options)));
}

std::size_t Client::count_users(const UserFilters& filters, const CallOptions& options) const {
  return use_cases::CountUsers(connection().resources())
      .run(filters, connection().begin_call("count_users", options));
}

User Client::get_current_user(const GetCurrentUser& arguments, const CallOptions& options) const {
  return use_cases::ReadCurrentUser(connection().resources())
      .run(arguments, connection().begin_call("get_current_user", options));
}

std::string Client::create_user(const CreateUser& arguments, const CallOptions& options) const {
  return use_cases::AddUser(connection().resources())
      .run(arguments, connection().begin_call("create_user", options));
}

std::string Client::update_password(const UpdatePassword& arguments, const CallOptions& options) const {
  return use_cases::ChangePassword(connection().resources())
      .run(arguments, connection().begin_call("update_password", options));
}

std::string Client::update_properties_in_user(const UpdatePropertiesInUser& arguments,
                                              const CallOptions& options) const {
  return use_cases::ChangeUser(connection().resources())
      .run(arguments, connection().begin_call("update_properties_in_user", options));
}

}  // namespace v0_1
}  // namespace kili
