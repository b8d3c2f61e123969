#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
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

/// Which records a look-up is about, and how they are read.
struct RecordLookup {
  /// Records of a page where nothing else is said.
  static constexpr std::size_t records_per_page = 1000;

  nlohmann::json where;
  /// Dotted names, "id" among them.
  std::vector<std::string> fields;
  /// Records at least, when everything that is asked for exists. Nothing: not known, so that pages are read
  /// until one is empty.
  std::optional<std::size_t> expected{};
  bool at_most = false;  ///< There are no more records than expected.
  std::size_t page_size = records_per_page;
  graphql::GraphQLClient::Finish finish{};  ///< See RecordQueries::page().
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
  /// Reads the pages of a look-up one after the other and gives every record once, each with a text "id".
  /// @throws HttpError when the service gives the same records again and again, or others without end.
  void for_each(const ListedKind& kind, const RecordLookup& lookup, const support::CallContext& context,
                const std::function<void(nlohmann::json&& record)>& visit) const;
  /// The records of for_each().
  [[nodiscard]] std::vector<nlohmann::json> all(const ListedKind& kind, const RecordLookup& lookup,
                                                const support::CallContext& context) const;

 private:
  std::shared_ptr<const graphql::GraphQLClient> graphql_;
};

/// Checks that names of fields can stand in a selection, and that there is one. @throws ValidationError
/// naming the field.
void check_fields(std::span<const std::string> fields);

}  // namespace kili::api
