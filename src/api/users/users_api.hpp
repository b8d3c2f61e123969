#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "api/user.hpp"
#include "graphql/graphql_client.hpp"
#include "support/call_context.hpp"

namespace kili::api {

/// Operations of the service on users, API keys and organisations. All may throw what
/// GraphQLClient::execute() throws. Thread-safe.
class UsersApi {
 public:
  explicit UsersApi(std::shared_ptr<const graphql::GraphQLClient> graphql) : graphql_(std::move(graphql)) {}

  /// The owner of the API key. @throws AuthenticationError when the service does not know it.
  [[nodiscard]] User me(const support::CallContext& context) const;
  /// Email of the owner of the API key.
  [[nodiscard]] std::string viewer_email(const support::CallContext& context) const;
  /// ISO 8601 date, or nothing when the service does not know it.
  [[nodiscard]] std::optional<std::string> api_key_expiry(std::string_view api_key,
                                                          const support::CallContext& context) const;
  /// License of the user's organisation: may files be uploaded?
  [[nodiscard]] bool may_upload_local_data(std::string_view email, const support::CallContext& context) const;

 private:
  std::shared_ptr<const graphql::GraphQLClient> graphql_;
};

}  // namespace kili::api
