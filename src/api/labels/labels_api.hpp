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

#include "api/labels/label_query.hpp"
#include "api/record_queries.hpp"
#include "api/service_capabilities.hpp"
#include "graphql/graphql_client.hpp"
#include "kili/table.hpp"
#include "support/call_context.hpp"
#include "support/json_text.hpp"

namespace kili::api {

/// Operations of the service on labels. All may throw what GraphQLClient::execute() throws. Thread-safe.
class LabelsApi {
 public:
  LabelsApi(const std::shared_ptr<const graphql::GraphQLClient>& graphql,
            std::shared_ptr<const ServiceCapabilities> capabilities)
      : capabilities_(std::move(capabilities)), graphql_(graphql), queries_(graphql) {}

  /// @throws UnsupportedByServiceError naming a filter that an earlier version of the service does not have.
  [[nodiscard]] std::size_t count_labels(const LabelQuery& query, const support::CallContext& context) const;
  /// A page of records with these fields, their responses decoded where they are not given by URL.
  /// @param fields dotted names. @param first at most records_per_page.
  /// @throws UnsupportedByServiceError as count_labels().
  [[nodiscard]] std::vector<nlohmann::json> labels(const LabelQuery& query,
                                                   std::span<const std::string> fields, std::size_t first,
                                                   std::size_t skip,
                                                   const support::CallContext& context) const;
  /// Where a file is to be had that a label of the asset answers with.
  /// @throws UnsupportedByServiceError of a service that has no such files.
  [[nodiscard]] std::string annotation_file_url(std::string_view project_id, std::string_view asset_id,
                                                std::string_view file_id,
                                                const support::CallContext& context) const;

 private:
  std::shared_ptr<const ServiceCapabilities> capabilities_;
  std::shared_ptr<const graphql::GraphQLClient> graphql_;
  RecordQueries queries_;
};

/// Where the response of a label is to be had; empty when it has its response.
[[nodiscard]] std::string response_url_of(const nlohmann::json& label);
/// Decodes the response that was fetched from there, and puts it into the label in place of the URL. Text
/// that is not JSON becomes {}.
void put_response(nlohmann::json& label, const std::string& text, support::JsonBudget& budget);

/// Type of the column of a field in a table, for fields whose type does not depend on the values of a
/// listing. Nothing for other fields.
[[nodiscard]] std::optional<ColumnType> label_column_type(std::string_view field) noexcept;

}  // namespace kili::api
