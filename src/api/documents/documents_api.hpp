#pragma once

#include <memory>
#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>

#include "api/documents/document.hpp"
#include "graphql/graphql_client.hpp"
#include "support/call_context.hpp"

namespace kili::api {

/// Sends documents of the caller's.
class DocumentsApi {
 public:
  explicit DocumentsApi(std::shared_ptr<const graphql::GraphQLClient> graphql)
      : graphql_(std::move(graphql)) {}

  /// @param variables JSON text of an object.
  /// @param idempotent the request may be repeated without looking whether it was carried out.
  /// @return member `data` of the answer. @throws what GraphQLClient::execute() throws.
  [[nodiscard]] nlohmann::json execute(const Document& document, std::string_view variables, bool idempotent,
                                       support::CallContext context) const;

 private:
  std::shared_ptr<const graphql::GraphQLClient> graphql_;
};

}  // namespace kili::api
