#include "sandbox/users/user_resolvers.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "sandbox/arguments.hpp"
#include "sandbox/email.hpp"
#include "sandbox/store/asset_json.hpp"
#include "sandbox/store/organization.hpp"

namespace kili::sandbox {
namespace {

using nlohmann::json;

bool matches(const User& user, const json& where, bool owns_key) {
  const std::string* const email = text_under(where, {"email"});
  const std::string* const id = text_under(where, {"id"});
  const std::string* const organization = text_under(where, {"organization", "id"});
  const json* const activated = present(where, "activated");
  const json* const ids = present(where, "idIn");
  return (email == nullptr || lower_case(*email) == lower_case(user.email)) &&
         (id == nullptr || *id == user.id) && (organization == nullptr || *organization == organization_id) &&
         (activated == nullptr || activated->get<bool>() == user.activated) && owns_key &&
         (ids == nullptr || std::find(ids->begin(), ids->end(), json(user.id)) != ids->end());
}

std::vector<const User*> users_of(const json& where, const Store& store, const std::string& api_key) {
  const std::string* const key = text_under(where, {"apiKey"});
  std::vector<const User*> found;
  for (const User& user : store.users()) {
    const bool owns_key = key == nullptr || (*key == api_key && &user == &store.users().front());
    if (matches(user, where, owns_key)) found.push_back(&user);
  }
  return found;
}

}  // namespace

std::optional<json> UserResolvers::query(const Store& store, std::string_view field, const json& arguments,
                                         const graphql::Selection& /*selection*/) const {
  if (field == "me" || field == "viewer") return user_to_json(store.users().front());
  if (field != "users" && field != "countUsers") return std::nullopt;
  json found = json::array();
  for (const User* const user : users_of(arguments.at("where"), store, api_key_))
    found.push_back(user_to_json(*user));
  return field == "users" ? page_of(found, arguments) : json(found.size());
}

std::optional<json> UserResolvers::mutate(std::string_view field, const json& arguments,
                                          const graphql::Selection& /*selection*/) {
  if (field == "createUser") return create(arguments.at("data"));
  if (field == "updatePropertiesInUser") return update(arguments);
  if (field == "updatePassword") return update_password(arguments);
  return std::nullopt;
}

const User& UserResolvers::only_user(const json& where) const {
  const auto found = users_of(where, store_, api_key_);
  if (found.size() != 1) throw graphql::ResolverError(fmt::format("[notFound] user {}", where.dump()));
  return *found.front();
}

json UserResolvers::create(const json& data) {
  User user;
  user.email = lower_case(checked_email(data.at("email").get_ref<const std::string&>()));
  if (store_.find_user(user.email) != nullptr) {
    throw graphql::ResolverError(
        fmt::format("[uniqueConstraint] a user with the address {} already exists", user.email));
  }
  user.id = store_.make_id('u');
  if (const std::string* const name = text_under(data, {"firstname"})) user.firstname = *name;
  if (const std::string* const name = text_under(data, {"lastname"})) user.lastname = *name;
  user.organization_role = data.at("organizationRole").get<std::string>();
  if (const std::string* const password = text_under(data, {"password"})) passwords_[user.id] = *password;
  json view = user_to_json(user);
  Changes changes;
  changes.users.push_back(std::move(user));
  store_.commit(std::move(changes));
  return view;
}

json UserResolvers::update(const json& arguments) {
  User user = only_user(arguments.at("where"));
  const json& data = arguments.at("data");
  if (const json* const activated = present(data, "activated")) user.activated = activated->get<bool>();
  if (const std::string* const name = text_under(data, {"firstname"})) user.firstname = *name;
  if (const std::string* const name = text_under(data, {"lastname"})) user.lastname = *name;
  if (const std::string* const role = text_under(data, {"organizationRole"})) user.organization_role = *role;
  if (const std::string* const id = text_under(data, {"organizationId"});
      id != nullptr && *id != organization_id)
    throw graphql::ResolverError(fmt::format("[notFound] organization {}", *id));
  json view = user_to_json(user);
  Changes changes;
  changes.users.push_back(std::move(user));
  store_.commit(std::move(changes));
  return view;
}

json UserResolvers::update_password(const json& arguments) {
  const json& data = arguments.at("data");
  if (data.at("newPassword1") != data.at("newPassword2"))
    throw graphql::ResolverError("[invalidData] the new passwords differ");
  const User& user = only_user(arguments.at("where"));
  const auto known = passwords_.find(user.id);
  if (known != passwords_.end() && data.at("oldPassword") != known->second)
    throw graphql::ResolverError("[invalidData] the old password is not right");
  passwords_.insert_or_assign(user.id, data.at("newPassword1").get<std::string>());
  return user_to_json(user);
}

}  // namespace kili::sandbox
