#include <fmt/format.h>

#include <array>
#include <set>
#include <utility>

#include "api/assets/asset_record.hpp"
#include "api/assets/asset_where.hpp"
#include "api/assets/assets_api.hpp"
#include "api/assets/service_filters.hpp"
#include "api/checked_answer.hpp"
#include "graphql/field_selection.hpp"
#include "graphql/variables.hpp"
#include "kili/errors.hpp"
#include "support/id_set.hpp"
#include "support/immortal.hpp"
#include "support/json_lookup.hpp"

namespace kili::api {
namespace {

using nlohmann::json;

constexpr ListedKind asset_kind{
    .count_field = "countAssets", .list_field = "assets", .where_type = "AssetWhere!"};
constexpr std::string_view assets_operation = asset_kind.list_field;

/// Fields of the parts of a state, beside the id.
const std::vector<std::string>& fields_of(AssetStatePart part) {
  static const auto& assignees = support::immortal(
      std::vector<std::string>{"assignees.email", "assignees.id", "externalId", "project.id"});
  static const auto& names = support::immortal(std::vector<std::string>{"externalId", "project.id"});
  static const auto& priority =
      support::immortal(std::vector<std::string>{"externalId", "priority", "project.id"});
  static const auto& status =
      support::immortal(std::vector<std::string>{"externalId", "project.id", "status"});
  static const auto& workflow = support::immortal(std::vector<std::string>{
      "currentStep.status", "externalId", "project.id", "project.workflowVersion", "status"});
  switch (part) {
    case AssetStatePart::assignees:
      return assignees;
    case AssetStatePart::names:
      return names;
    case AssetStatePart::priority:
      return priority;
    case AssetStatePart::status:
      return status;
    case AssetStatePart::workflow:
      break;
  }
  return workflow;
}

/// The assignees of a record; none when they were not read.
std::vector<User> users_in(const json& record) {
  std::vector<User> users;
  const auto* const assignees = support::find_member(record, "assignees");
  if (assignees == nullptr) return users;
  for (const auto& user : array(*assignees, assets_operation)) {
    users.push_back(
        {.email = support::text_or_empty(user, "email"), .id = support::text_or_empty(user, "id")});
  }
  return users;
}

/// A number of the schema's Int; 0 for anything else.
std::int32_t whole_number(const json& value) noexcept {
  if (const auto* const natural = value.get_ptr<const json::number_unsigned_t*>()) {
    return std::in_range<std::int32_t>(*natural) ? static_cast<std::int32_t>(*natural) : 0;
  }
  const auto* const number = value.get_ptr<const json::number_integer_t*>();
  return number != nullptr && std::in_range<std::int32_t>(*number) ? static_cast<std::int32_t>(*number) : 0;
}

}  // namespace

std::size_t AssetsApi::count_assets(const AssetQuery& query, const support::CallContext& context) const {
  return send_filters(*capabilities_, query, [&](const AssetQuery& sent) {
    return records_.count(asset_kind, asset_where(sent), context);
  });
}

std::size_t AssetsApi::count_asset_annotations(const AssetQuery& query,
                                               const support::CallContext& context) const {
  static const auto& operation =
      support::immortal(graphql::Operation{.document = "query countAssetAnnotations($where: AssetWhere!) {\n"
                                                       "  data: countAssetAnnotations(where: $where)\n}",
                                           .idempotent = true,
                                           .name = count_asset_annotations_name});
  return send_filters(*capabilities_, query, [&](const AssetQuery& sent) {
    return natural_number(graphql_->execute(operation, {{"where", asset_where(sent)}}, context),
                          operation.name);
  });
}

std::vector<json> AssetsApi::assets(const AssetQuery& query, std::span<const std::string> fields,
                                    std::size_t first, std::size_t skip,
                                    const support::CallContext& context) const {
  const auto decode = [](json& records, support::JsonBudget& budget) {
    for (auto& record : records) decode_asset_record(record, budget);
  };
  return send_filters(*capabilities_, query, [&](const AssetQuery& sent) {
    return records_.page(asset_kind, asset_where(sent), fields, first, skip, context, decode);
  });
}

std::vector<std::string> AssetsApi::existing_asset_ids(std::string_view project_id,
                                                       std::span<const std::string> asset_ids,
                                                       const support::CallContext& context) const {
  const auto records = records_by_id(project_id, asset_ids, {}, context);
  std::vector<std::string> existing;
  existing.reserve(records.size());
  for (const auto& record : records) existing.push_back(text_member(record, "id", assets_operation));
  return existing;
}

std::vector<json> AssetsApi::records_by_id(std::string_view project_id,
                                           std::span<const std::string> asset_ids,
                                           std::span<const std::string> fields,
                                           const support::CallContext& context) const {
  RecordLookup lookup{.where = {{"idIn", graphql::text_list(asset_ids)}},
                      .fields = {"id"},
                      .expected = asset_ids.size(),
                      .at_most = true};
  if (!project_id.empty()) lookup.where["project"] = {{"id", project_id}};
  lookup.fields.insert(lookup.fields.end(), fields.begin(), fields.end());
  return records_.all(asset_kind, lookup, context);
}

template <typename ValueOf>
auto AssetsApi::values_by_id(std::string_view project_id, std::span<const std::string> asset_ids,
                             std::span<const std::string> fields, const support::CallContext& context,
                             const ValueOf& value_of) const {
  std::unordered_map<std::string, typename decltype(value_of(json()))::value_type> values;
  for (const auto& record : records_by_id(project_id, asset_ids, fields, context)) {
    auto value = value_of(record);
    if (value) values.insert_or_assign(text_member(record, "id", assets_operation), *std::move(value));
  }
  return values;
}

std::vector<IdentifiedAsset> AssetsApi::assets_by_external_id(std::string_view project_id,
                                                              std::span<const std::string> external_ids,
                                                              const support::CallContext& context) const {
  const RecordLookup lookup{.where = {{"project", {{"id", project_id}}},
                                      {"externalIdStrictlyIn", graphql::text_list(external_ids)}},
                            .fields = {"id", "externalId"},
                            .expected = external_ids.size()};
  std::vector<IdentifiedAsset> assets;
  records_.for_each(asset_kind, lookup, context, [&](json&& record) {
    assets.push_back({.external_id = text_member(record, "externalId", assets_operation),
                      .id = text_member(record, "id", assets_operation)});
  });
  return assets;
}

std::vector<std::string> AssetsApi::filter_existing_assets(std::string_view project_id,
                                                           std::span<const std::string> external_ids,
                                                           const support::CallContext& context) const {
  static const auto& operation = support::immortal(graphql::Operation{
      .document = "query FilterExistingAssets($projectID: ID!, $externalIDs: [String!]!) {\n"
                  "  external_ids: filterExistingAssets(projectID: $projectID, externalIDs: $externalIDs)\n}",
      .idempotent = true,
      .name = "filterExistingAssets",
      .result = "external_ids"});
  return texts(
      graphql_->execute(
          operation, {{"projectID", project_id}, {"externalIDs", graphql::text_list(external_ids)}}, context),
      operation.name);
}

std::unordered_map<std::string, AssetState> AssetsApi::asset_states(
    std::string_view project_id, std::span<const std::string> asset_ids, AssetStatePart part,
    const support::CallContext& context) const {
  const auto state_of = [part](const json& record) {
    const auto member_of = [&record](const char* name) {
      const auto* const found = support::find_member(record, name);
      return found == nullptr ? json() : *found;
    };
    const json project = member_of("project");
    const json step = member_of("currentStep");
    const json priority = member_of("priority");
    return std::optional(AssetState{
        .assignees = users_in(record),
        .external_id = support::text_or_empty(record, "externalId"),
        .project_id = support::text_or_empty(project, "id"),
        .priority = whole_number(priority),
        .status = support::text_or_empty(record, "status"),
        .step_status = support::text_or_empty(step, "status"),
        .workflow_version = part == AssetStatePart::workflow && !project.contains("workflowVersion")
                                ? "V1"
                                : support::text_or_empty(project, "workflowVersion")});
  };
  const auto read = [&](AssetStatePart read_part) {
    return values_by_id(project_id, asset_ids, fields_of(read_part), context, state_of);
  };
  if (part != AssetStatePart::workflow) return read(part);
  return capabilities_->choose(
      "workflowVersion", [&] { return read(part); }, [&] { return read(AssetStatePart::status); });
}

std::optional<std::string> AssetsApi::project_of_assets(std::span<const std::string> asset_ids,
                                                        const support::CallContext& context) const {
  static const auto& fields = support::immortal(std::vector<std::string>{"id", "project.id"});
  const auto records =
      records_.page(asset_kind, {{"idIn", graphql::text_list(asset_ids)}}, fields, 1, 0, context);
  if (records.empty()) return std::nullopt;
  return text_member(member(records.front(), "project", assets_operation), "id", assets_operation);
}

std::unordered_map<std::string, std::string> AssetsApi::metadata_texts(
    std::string_view project_id, std::span<const std::string> asset_ids,
    const support::CallContext& context) const {
  static const auto& fields = support::immortal(std::vector<std::string>{"jsonMetadata"});
  return values_by_id(project_id, asset_ids, fields, context, [](const json& record) {
    const json& metadata = member(record, "jsonMetadata", assets_operation);
    if (metadata.is_null()) return std::optional<std::string>("");
    const auto* const text = metadata.get_ptr<const std::string*>();
    return std::optional(text != nullptr ? *text : metadata.dump());
  });
}

std::unordered_set<std::string> AssetsApi::assets_as_asked(std::string_view project_id,
                                                           std::span<const std::string> asset_ids,
                                                           std::span<const AssetChange> changes,
                                                           const support::CallContext& context) const {
  std::set<std::string> fields;
  for (const auto& change : changes) {
    for (auto& field : fields_showing(change)) fields.insert(std::move(field));
  }
  std::unordered_map<std::string_view, const AssetChange*> change_of;
  for (std::size_t i = 0; i < asset_ids.size(); ++i) change_of[asset_ids[i]] = &changes[i];
  const std::vector<std::string> asked(fields.begin(), fields.end());
  std::unordered_set<std::string> done;
  for (const auto& record : records_by_id(project_id, asset_ids, asked, context)) {
    auto id = text_member(record, "id", assets_operation);
    const auto change = change_of.find(id);
    if (change != change_of.end() && shows(record, *change->second)) done.insert(std::move(id));
  }
  return done;
}

std::optional<bool> AssetsApi::is_skipped(std::string_view project_id, const std::string& asset_id,
                                          const support::CallContext& context) const {
  static const auto& fields = support::immortal(std::vector<std::string>{"skipped"});
  const auto records = records_by_id(project_id, std::span(&asset_id, 1), fields, context);
  if (records.empty()) return std::nullopt;
  const auto* const skipped = support::find_member(records.front(), "skipped");
  return skipped != nullptr && support::is_true(*skipped);
}

std::optional<bool> AssetsApi::is_used_for_consensus(std::string_view project_id, const AssetName& asset,
                                                     const support::CallContext& context) const {
  static const auto& fields = support::immortal(std::vector<std::string>{"id", "isUsedForConsensus"});
  json where{{"project", {{"id", project_id}}}};
  if (asset.asset_id) {
    where["id"] = *asset.asset_id;
  } else {
    where["externalIdStrictlyIn"] = {asset.external_id.value_or("")};
  }
  const auto records = records_.page(asset_kind, std::move(where), fields, 1, 0, context);
  if (records.empty()) return std::nullopt;
  const auto* const is_used = support::find_member(records.front(), "isUsedForConsensus");
  return is_used != nullptr && support::is_true(*is_used);
}

}  // namespace kili::api
