#include "api/users/users_api.hpp"

#include "api/checked_answer.hpp"
#include "kili/errors.hpp"
#include "support/immortal.hpp"
#include "support/json_lookup.hpp"

namespace kili::api {

User UsersApi::me(const support::CallContext& context) const {
  static const auto& operation = support::immortal(graphql::Operation{
      .document = "query me {\n  data: me {\n    id\n    email\n  }\n}", .idempotent = true, .name = "me"});
  const auto user = graphql_->execute(operation, nullptr, context);
  if (user.is_null()) {
    throw AuthenticationError(
        "the service does not know the owner of the API key; check api_key (KILI_API_KEY)");
  }
  return {.email = text_member(user, "email", operation.name), .id = text_member(user, "id", operation.name)};
}

std::string UsersApi::viewer_email(const support::CallContext& context) const {
  static const auto& operation = support::immortal(graphql::Operation{
      .document = "query me {\n  data: viewer {\n    email\n  }\n}", .idempotent = true, .name = "viewer"});
  return text_member(graphql_->execute(operation, nullptr, context), "email", operation.name);
}

std::optional<std::string> UsersApi::api_key_expiry(std::string_view api_key,
                                                    const support::CallContext& context) const {
  static const auto& operation = support::immortal(graphql::Operation{
      .document = "query apiKeys($where: ApiKeyWhere!, $first: PageSize!, $skip: Int!) {\n"
                  "  data: apiKeys(where: $where, first: $first, skip: $skip) {\n    expiryDate\n  }\n}",
      .idempotent = true,
      .name = "apiKeys"});
  const auto keys =
      graphql_->execute(operation, {{"where", {{"key", api_key}}}, {"first", 1}, {"skip", 0}}, context);
  if (array(keys, operation.name).empty()) return std::nullopt;
  return text_member(keys.front(), "expiryDate", operation.name);
}

bool UsersApi::may_upload_local_data(std::string_view email, const support::CallContext& context) const {
  static const auto& operation = support::immortal(graphql::Operation{
      .document = "query organizations($where: OrganizationWhere!, $first: PageSize!, $skip: Int!) {\n"
                  "  data: organizations(where: $where, first: $first, skip: $skip) {\n"
                  "    license {\n      uploadLocalData\n    }\n  }\n}",
      .idempotent = true,
      .name = "organizations"});
  const auto organizations = graphql_->execute(
      operation, {{"where", {{"user", {{"email", email}}}}}, {"first", 1}, {"skip", 0}}, context);
  if (array(organizations, operation.name).empty()) return false;
  const auto& allowed =
      member(member(organizations.front(), "license", operation.name), "uploadLocalData", operation.name);
  return support::is_true(allowed);
}

}  // namespace kili::api
