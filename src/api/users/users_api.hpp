#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "api/record_queries.hpp"
#include "api/user.hpp"
#include "graphql/graphql_client.hpp"
#include "kili/users/create_user.hpp"
#include "kili/users/update_password.hpp"
#include "kili/users/update_properties_in_user.hpp"
#include "kili/users/user_filters.hpp"
#include "support/call_context.hpp"

namespace kili::api {

/// Operations of the service on users, API keys and organisations. All may throw what
/// GraphQLClient::execute() throws. Thread-safe.
class UsersApi {
 public:
  explicit UsersApi(std::shared_ptr<const graphql::GraphQLClient> graphql)
      : graphql_(std::move(graphql)), records_(graphql_) {}

  /// The owner of the API key. @throws AuthenticationError when the service does not know it.
  [[nodiscard]] User me(const support::CallContext& context) const;
  /// Email of the owner of the API key.
  [[nodiscard]] std::string viewer_email(const support::CallContext& context) const;
  /// ISO 8601 date, or nothing when the service does not know it.
  [[nodiscard]] std::optional<std::string> api_key_expiry(std::string_view api_key,
                                                          const support::CallContext& context) const;
  /// License of the user's organisation: may files be uploaded?
  [[nodiscard]] bool may_upload_local_data(std::string_view email, const support::CallContext& context) const;

  [[nodiscard]] std::size_t count_users(const UserFilters& filters,
                                        const support::CallContext& context) const;
  /// At most `first` users after the first `skip` ones.
  [[nodiscard]] std::vector<nlohmann::json> users(const UserFilters& filters,
                                                  std::span<const std::string> fields, std::size_t first,
                                                  std::size_t skip,
                                                  const support::CallContext& context) const;
  /// These fields of the owner of the API key. @throws AuthenticationError when the service does not know it.
  [[nodiscard]] nlohmann::json viewer(std::span<const std::string> fields,
                                      const support::CallContext& context) const;
  /// Id of the user of that address; nothing when there is none.
  [[nodiscard]] std::optional<std::string> user_id_of(std::string_view email,
                                                      const support::CallContext& context) const;
  /// Whether a user has these properties. The organisation cannot be read.
  [[nodiscard]] bool has_properties(const UpdatePropertiesInUser& properties,
                                    const support::CallContext& context) const;

  // Mutations. An answer that cannot be read leaves open what was done: ErrorContext::outcome_unknown. All
  // return the id of the user.

  [[nodiscard]] std::string create_user(const CreateUser& user, const support::CallContext& context) const;
  [[nodiscard]] std::string update_password(const UpdatePassword& passwords,
                                            const support::CallContext& context) const;
  [[nodiscard]] std::string update_user(const UpdatePropertiesInUser& properties,
                                        const support::CallContext& context) const;

 private:
  std::shared_ptr<const graphql::GraphQLClient> graphql_;
  RecordQueries records_;
};

}  // namespace kili::api
