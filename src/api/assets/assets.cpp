#include <fmt/format.h>

#include "api/answer.hpp"
#include "api/gateway.hpp"
#include "graphql/field_selection.hpp"

namespace kili::api {

Gateway::Gateway(std::shared_ptr<const graphql::GraphQLClient> graphql,
                 std::shared_ptr<http::HttpClient> http, StorageSettings storage)
    : graphql_(std::move(graphql)), http_(std::move(http)), storage_(storage) {}

std::size_t Gateway::count_assets(const nlohmann::json& where, const support::CallContext& context) const {
  static const graphql::Operation operation{
      .document = "query countAssets($where: AssetWhere!) {\n  data: countAssets(where: $where)\n}",
      .idempotent = true,
      .name = "countAssets"};
  const auto count = graphql_->execute(operation, {{"where", where}}, context);
  if (!count.is_number_unsigned()) throw_strange_answer(operation.name, "the count is not a number");
  return count.get<std::size_t>();
}

nlohmann::json Gateway::assets(const nlohmann::json& where, std::string_view selection, std::size_t first,
                               std::size_t skip, const support::CallContext& context) const {
  const graphql::Operation operation{
      .document = fmt::format("query assets($where: AssetWhere!, $first: PageSize!, $skip: Int!) {{\n"
                              "  data: assets(where: $where, skip: $skip, first: $first) {{\n{}  }}\n}}",
                              selection),
      .idempotent = true,
      .name = "assets"};
  auto records = graphql_->execute(operation, {{"where", where}, {"first", first}, {"skip", skip}}, context);
  for (const auto& record : array(records, operation.name)) {
    if (!record.is_object()) throw_strange_answer(operation.name, "an asset that is not an object");
  }
  return records;
}

std::vector<std::string> Gateway::existing_asset_ids(std::string_view project_id,
                                                     std::span<const std::string> asset_ids,
                                                     const support::CallContext& context) const {
  const auto records = assets({{"project", {{"id", project_id}}},
                               {"idIn", std::vector<std::string>(asset_ids.begin(), asset_ids.end())}},
                              "    id\n", asset_ids.size(), 0, context);
  std::vector<std::string> existing;
  for (const auto& record : records) existing.push_back(text_member(record, "id", "assets"));
  return existing;
}

nlohmann::json Gateway::all_assets(const nlohmann::json& where, std::span<const std::string> fields,
                                   std::size_t expected, bool at_most,
                                   const support::CallContext& context) const {
  const std::string selection = graphql::selection_of(fields, 4);
  nlohmann::json found = nlohmann::json::array();
  for (;;) {
    auto page = assets(where, selection, records_per_page, found.size(), context);
    const bool is_empty = page.empty();
    const bool may_be_last = at_most || page.size() < records_per_page;
    for (auto& record : page) {
      for (const auto& field : {"id", "externalId"}) {
        if (record.contains(field)) static_cast<void>(text_member(record, field, "assets"));
      }
      static_cast<void>(member(record, "id", "assets"));
      found.push_back(std::move(record));
    }
    // A service that makes pages shorter than asked must not be mistaken for one that has no more.
    if (is_empty || (may_be_last && found.size() >= expected)) return found;
  }
}

nlohmann::json Gateway::assets_by_id(std::string_view project_id, std::span<const std::string> asset_ids,
                                     std::span<const std::string> fields,
                                     const support::CallContext& context) const {
  nlohmann::json where{{"idIn", std::vector<std::string>(asset_ids.begin(), asset_ids.end())}};
  if (!project_id.empty()) where["project"] = {{"id", project_id}};
  std::vector<std::string> asked{"id"};
  asked.insert(asked.end(), fields.begin(), fields.end());
  return all_assets(where, asked, asset_ids.size(), true, context);
}

nlohmann::json Gateway::assets_by_external_id(std::string_view project_id,
                                              std::span<const std::string> external_ids,
                                              const support::CallContext& context) const {
  static const std::vector<std::string> fields{"id", "externalId"};
  return all_assets(
      {{"project", {{"id", project_id}}},
       {"externalIdStrictlyIn", std::vector<std::string>(external_ids.begin(), external_ids.end())}},
      fields, external_ids.size(), false, context);
}

}  // namespace kili::api
