#include <string>

#include "listing.hpp"
#include "literals.hpp"
#include "methods.hpp"

namespace kili::driver {
namespace {

UserFilters user_filters_of(Arguments& arguments) {
  UserFilters filters;
  filters.api_key = arguments.text("api_key");
  filters.email = arguments.text("email");
  filters.organization_id = arguments.text("organization_id");
  return filters;
}

nlohmann::json object_of_id(const std::string& id) { return {{"id", id}}; }

nlohmann::json users(const Client& client, Arguments& arguments, const SdkShapes& /*shapes*/) {
  const UserFilters filters = user_filters_of(arguments);
  return listing(arguments, [&](const UsersArguments& how) { return client.users(filters, how); });
}

nlohmann::json count_users(const Client& client, Arguments& arguments, const SdkShapes& /*shapes*/) {
  const UserFilters filters = user_filters_of(arguments);
  arguments.check_all_known();
  return client.count_users(filters);
}

nlohmann::json get_current_user(const Client& client, Arguments& arguments, const SdkShapes& /*shapes*/) {
  const GetCurrentUser what{.fields = arguments.texts("fields")};
  arguments.check_all_known();
  return client.get_current_user(what).json();
}

nlohmann::json create_user(const Client& client, Arguments& arguments, const SdkShapes& /*shapes*/) {
  CreateUser what;
  what.email = arguments.required_text("email");
  what.firstname = arguments.text("firstname");
  what.lastname = arguments.text("lastname");
  what.organization_role =
      literal<OrganizationRole>(arguments, "organization_role").value_or(OrganizationRole::user);
  what.password = arguments.required_text("password");
  arguments.check_all_known();
  return object_of_id(client.create_user(what));
}

nlohmann::json update_password(const Client& client, Arguments& arguments, const SdkShapes& /*shapes*/) {
  UpdatePassword what;
  what.email = arguments.required_text("email");
  what.new_password_1 = arguments.required_text("new_password_1");
  what.new_password_2 = arguments.required_text("new_password_2");
  what.old_password = arguments.required_text("old_password");
  arguments.check_all_known();
  return object_of_id(client.update_password(what));
}

nlohmann::json update_properties_in_user(const Client& client, Arguments& arguments,
                                         const SdkShapes& /*shapes*/) {
  UpdatePropertiesInUser what;
  what.activated = arguments.flag("activated");
  what.email = arguments.required_text("email");
  what.firstname = arguments.text("firstname");
  what.lastname = arguments.text("lastname");
  what.organization_id = arguments.text("organization_id");
  what.organization_role = literal<OrganizationRole>(arguments, "organization_role");
  arguments.check_all_known();
  return object_of_id(client.update_properties_in_user(what));
}

}  // namespace

void user_methods(Methods& methods) {
  methods["users"] = users;
  methods["count_users"] = count_users;
  methods["get_current_user"] = get_current_user;
  methods["create_user"] = create_user;
  methods["update_password"] = update_password;
  methods["update_properties_in_user"] = update_properties_in_user;
}

}  // namespace kili::driver
