#include <fmt/format.h>

#include "api/checked_answer.hpp"
#include "api/mutation_answer.hpp"
#include "api/users/users_api.hpp"
#include "graphql/field_selection.hpp"
#include "graphql/variables.hpp"
#include "kili/errors.hpp"
#include "support/immortal.hpp"
#include "support/json_lookup.hpp"
#include "support/text.hpp"

namespace kili::api {
namespace {

using nlohmann::json;

constexpr ListedKind user_kind{
    .count_field = "countUsers", .list_field = "users", .where_type = "UserWhere!"};

json user_where(const UserFilters& filters) {
  json where{{"organization", {{"id", graphql::value_or_null(filters.organization_id)}}}};
  if (filters.api_key) where["apiKey"] = *filters.api_key;
  if (filters.email) where["email"] = *filters.email;
  return where;
}

/// A mutation of whose answer is a user.
graphql::Operation user_operation(std::string_view name, std::string_view parameters,
                                  std::string_view arguments) {
  return {.document = fmt::format("mutation {0}({1}) {{\n  data: {0}({2}) {{\n    id\n  }}\n}}", name,
                                  parameters, arguments),
          .idempotent = false,
          .name = name};
}

std::string id_in(const json& answer, const graphql::Operation& operation) {
  return read_outcome(operation, [&] { return text_member(answer, "id", operation.name); });
}

json user_data(const UpdatePropertiesInUser& properties) {
  json data = json::object();
  if (properties.activated) data["activated"] = *properties.activated;
  if (properties.firstname) data["firstname"] = *properties.firstname;
  if (properties.lastname) data["lastname"] = *properties.lastname;
  if (properties.organization_id) data["organizationId"] = *properties.organization_id;
  if (properties.organization_role) data["organizationRole"] = to_string(*properties.organization_role);
  return data;
}

}  // namespace

std::size_t UsersApi::count_users(const UserFilters& filters, const support::CallContext& context) const {
  return records_.count(user_kind, user_where(filters), context);
}

std::vector<json> UsersApi::users(const UserFilters& filters, std::span<const std::string> fields,
                                  std::size_t first, std::size_t skip,
                                  const support::CallContext& context) const {
  return records_.page(user_kind, user_where(filters), fields, first, skip, context);
}

json UsersApi::viewer(std::span<const std::string> fields, const support::CallContext& context) const {
  const graphql::Operation operation{
      .document = fmt::format("query me {{\n  data: viewer {{\n{}  }}\n}}", graphql::selection_of(fields, 4)),
      .idempotent = true,
      .name = "viewer"};
  json user = graphql_->execute(operation, nullptr, context);
  if (user.is_null()) {
    throw AuthenticationError(
        "the service does not know the owner of the API key; check api_key (KILI_API_KEY)");
  }
  if (!user.is_object()) throw_unexpected_answer(operation.name, "a user that is not an object");
  return user;
}

std::optional<std::string> UsersApi::user_id_of(std::string_view email,
                                                const support::CallContext& context) const {
  static const auto& fields = support::immortal(std::vector<std::string>{"id"});
  const auto found = users({.email = std::string(email)}, fields, 1, 0, context);
  return found.empty() ? std::nullopt : std::optional(text_member(found.front(), "id", user_kind.list_field));
}

bool UsersApi::has_properties(const UpdatePropertiesInUser& properties,
                              const support::CallContext& context) const {
  static const auto& fields = support::immortal(
      std::vector<std::string>{"activated", "firstname", "id", "lastname", "organizationRole"});
  const auto found = users({.email = properties.email}, fields, 1, 0, context);
  if (found.empty()) return false;
  json asked = user_data(properties);
  asked.erase("organizationId");
  for (const auto& [name, value] : asked.items()) {
    const json* const there = support::find_member(found.front(), name.c_str());
    if (there == nullptr || *there != value) return false;
  }
  return true;
}

std::string UsersApi::create_user(const CreateUser& user, const support::CallContext& context) const {
  static const auto& operation =
      support::immortal(user_operation("createUser", "$data: CreateUserData!", "data: $data"));
  json data{{"email", support::to_lower(user.email)},
            {"organizationRole", to_string(user.organization_role)},
            {"password", user.password}};
  if (user.firstname) data["firstname"] = *user.firstname;
  if (user.lastname) data["lastname"] = *user.lastname;
  return id_in(graphql_->execute(operation, {{"data", std::move(data)}}, context), operation);
}

std::string UsersApi::update_password(const UpdatePassword& passwords,
                                      const support::CallContext& context) const {
  static const auto& operation = support::immortal(user_operation(
      "updatePassword", "$data: UpdatePasswordData!, $where: UserWhere!", "data: $data, where: $where"));
  return id_in(graphql_->execute(operation,
                                 {{"data",
                                   {{"newPassword1", passwords.new_password_1},
                                    {"newPassword2", passwords.new_password_2},
                                    {"oldPassword", passwords.old_password}}},
                                  {"where", user_where({.email = passwords.email})}},
                                 context),
               operation);
}

std::string UsersApi::update_user(const UpdatePropertiesInUser& properties,
                                  const support::CallContext& context) const {
  static const auto& operation = support::immortal(user_operation(
      "updatePropertiesInUser", "$data: UserData!, $where: UserWhere!", "data: $data, where: $where"));
  return id_in(
      graphql_->execute(operation,
                        {{"data", user_data(properties)}, {"where", user_where({.email = properties.email})}},
                        context),
      operation);
}

}  // namespace kili::api
