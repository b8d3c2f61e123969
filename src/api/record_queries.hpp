#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "graphql/graphql_client.hpp"
#include "support/call_context.hpp"

namespace kili::api {

/// A kind of record that the service counts and lists alike. All members are literals.
struct ListedKind {
  std::string_view count_field;  ///< Root field, such as "countLabels".
  std::string_view list_field;   ///< Root field, such as "labels".
  std::string_view where_type;   ///< Type of the filter, such as "LabelWhere!".
};

/// Counts and pages of records of any kind. All may throw what GraphQLClient::execute() throws. Thread-safe.
class RecordQueries {
 public:
  explicit RecordQueries(std::shared_ptr<const graphql::GraphQLClient> graphql)
      : graphql_(std::move(graphql)) {}

  [[nodiscard]] std::size_t count(const ListedKind& kind, nlohmann::json where,
                                  const support::CallContext& context) const;
  /// At most `first` records after the first `skip` ones, each an object.
  /// @param fields dotted names. @param finish see GraphQLClient::execute(); may be empty.
  [[nodiscard]] std::vector<nlohmann::json> page(const ListedKind& kind, nlohmann::json where,
                                                 std::span<const std::string> fields, std::size_t first,
                                                 std::size_t skip, const support::CallContext& context,
                                                 const graphql::GraphQLClient::Finish& finish = {}) const;

 private:
  std::shared_ptr<const graphql::GraphQLClient> graphql_;
};

/// Checks that names of fields can stand in a selection, and that there is one. @throws ValidationError
/// naming the field.
void check_fields(std::span<const std::string> fields);

}  // namespace kili::api
