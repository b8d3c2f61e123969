#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "graphql/graphql_client.hpp"
#include "support/call_context.hpp"

namespace kili::api {

/// Operations of the service on notifications. All may throw what GraphQLClient::execute() throws.
/// Thread-safe.
class NotificationsApi {
 public:
  explicit NotificationsApi(std::shared_ptr<const graphql::GraphQLClient> graphql)
      : graphql_(std::move(graphql)) {}

  /// Status of the notification with that id, PENDING, SUCCESS or FAILURE; nothing when the service does not
  /// know it.
  [[nodiscard]] std::optional<std::string> notification_status(std::string_view id,
                                                               const support::CallContext& context) const;

 private:
  std::shared_ptr<const graphql::GraphQLClient> graphql_;
};

}  // namespace kili::api
