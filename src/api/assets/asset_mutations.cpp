#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "api/assets/assets_api.hpp"
#include "api/checked_answer.hpp"
#include "api/mutation_answer.hpp"
#include "graphql/variables.hpp"
#include "kili/errors.hpp"
#include "support/immortal.hpp"
#include "support/json_lookup.hpp"

namespace kili::api {
namespace {

using nlohmann::json;

/// Ids of the assets of an answer, which may be null.
std::vector<std::string> ids_of(const json& assets, const graphql::Operation& operation) {
  return read_outcome(operation, [&] {
    std::vector<std::string> ids;
    if (assets.is_null()) return ids;
    for (const auto& asset : array(assets, operation.name)) {
      ids.push_back(text_member(asset, "id", operation.name));
    }
    return ids;
  });
}

/// An asset of an outcome. The service leaves out the external id of an asset that it does not know.
AssetReference asset_reference(const json& asset, const graphql::Operation& operation) {
  return {.asset_id = text_member(asset, "assetId", operation.name),
          .external_id = support::text_or_empty(asset, "externalId")};
}

/// An AssetActionOutcome of the schema.
AssetActionOutcome action_outcome(const json& answer, const graphql::Operation& operation) {
  return read_outcome(operation, [&] {
    AssetActionOutcome outcome;
    for (const auto& asset : array(member(answer, "declined", operation.name), operation.name)) {
      outcome.declined.push_back(asset_reference(asset, operation));
    }
    for (const auto& failure : array(member(answer, "failed", operation.name), operation.name)) {
      outcome.failed.push_back({.asset = asset_reference(failure, operation),
                                .details = support::text_or_empty(failure, "details")});
    }
    for (const auto& asset : array(member(answer, "succeeded", operation.name), operation.name)) {
      outcome.succeeded.push_back(asset_reference(asset, operation));
    }
    return outcome;
  });
}

/// Id of the project of an answer, which may be null.
std::optional<std::string> project_of(const json& project, const graphql::Operation& operation) {
  return read_outcome(operation, [&]() -> std::optional<std::string> {
    if (project.is_null()) return std::nullopt;
    return text_member(project, "id", operation.name);
  });
}

/// A mutation `$where` of whose answer is a project.
graphql::Operation move_operation(const char* name) {
  return {.document = fmt::format(
              "mutation ($where: AssetWhere!) {{\n  data: {}(where: $where) {{\n    id\n  }}\n}}", name),
          .idempotent = false,
          .name = name};
}

/// An action of these assets that answers with an AssetActionOutcome.
/// @param declaration,argument of a second variable.
graphql::Operation action_operation(std::string_view name, std::string_view declaration = {},
                                    std::string_view argument = {}) {
  return {.document = fmt::format("mutation ($where: AssetWhere!{}) {{\n"
                                  "  data: {}(where: $where{}) {{\n"
                                  "    succeeded {{\n      assetId\n      externalId\n    }}\n"
                                  "    declined {{\n      assetId\n      externalId\n    }}\n"
                                  "    failed {{\n      assetId\n      externalId\n      details\n    }}\n"
                                  "  }}\n}}",
                                  declaration, name, argument),
          .idempotent = false,
          .name = name};
}

/// Variables that name the assets.
json named(std::span<const std::string> asset_ids) {
  return {{"where", {{"idIn", graphql::text_list(asset_ids)}}}};
}

/// What today's service says of `isUsedForConsensus` where assets go through steps. @throws
/// DeprecatedArgumentError in the words of the caller's arguments, or returns.
void refuse_deprecated(const GraphQLError& error, std::span<const AssetChange> changes) {
  const bool names_consensus = std::any_of(changes.begin(), changes.end(), [](const AssetChange& change) {
    return change.is_used_for_consensus.has_value();
  });
  const bool is_deprecated =
      std::any_of(error.messages().begin(), error.messages().end(),
                  [](const std::string& message) { return message.starts_with("[deprecated]"); });
  if (!names_consensus || !is_deprecated) return;
  throw DeprecatedArgumentError(
      "is_used_for_consensus_array does not apply to the workflow of this project; switch consensus of an "
      "asset "
      "by update_asset_consensus()",
      error.context(), error.messages());
}

}  // namespace

std::vector<std::string> AssetsApi::update_properties_in_assets(std::span<const std::string> asset_ids,
                                                                std::span<const AssetChange> changes,
                                                                const support::CallContext& context) const {
  static const auto& operation = support::immortal(graphql::Operation{
      .document = "mutation ($whereArray: [AssetWhere!]!, $dataArray: [AssetData!]!) {\n"
                  "  data: updatePropertiesInAssets(where: $whereArray, data: $dataArray) {\n    id\n  }\n}",
      .idempotent = false,
      .name = "updatePropertiesInAssets"});
  json where = json::array();
  for (const auto& id : asset_ids) where.push_back({{"id", id}});
  json data = json::array();
  for (const auto& change : changes) data.push_back(asset_data(change));
  json variables = json::object();
  variables["whereArray"] = std::move(where);
  variables["dataArray"] = std::move(data);
  try {
    return ids_of(graphql_->execute(operation, std::move(variables), context), operation);
  } catch (const GraphQLError& error) {
    refuse_deprecated(error, changes);
    throw;
  }
}

AssetActionOutcome AssetsApi::delete_assets(std::span<const std::string> asset_ids,
                                            const support::CallContext& context) const {
  static const auto& operation = support::immortal(action_operation(delete_assets_name));
  return action_outcome(graphql_->execute(operation, named(asset_ids), context), operation);
}

AssetActionOutcome AssetsApi::add_assets_to_review(std::span<const std::string> asset_ids,
                                                   const support::CallContext& context) const {
  static const auto& operation = support::immortal(action_operation(add_assets_to_review_name));
  return action_outcome(graphql_->execute(operation, named(asset_ids), context), operation);
}

AssetActionOutcome AssetsApi::send_assets_back_to_queue(std::span<const std::string> asset_ids,
                                                        const support::CallContext& context) const {
  static const auto& operation = support::immortal(action_operation(send_assets_back_to_queue_name));
  return action_outcome(graphql_->execute(operation, named(asset_ids), context), operation);
}

AssetActionOutcome AssetsApi::set_assets_priority(std::span<const std::string> asset_ids,
                                                  std::int32_t priority,
                                                  const support::CallContext& context) const {
  static const auto& operation = support::immortal(
      action_operation(set_assets_priority_name, ", $priority: Int!", ", priority: $priority"));
  json variables = named(asset_ids);
  variables["priority"] = priority;
  return action_outcome(graphql_->execute(operation, std::move(variables), context), operation);
}

AssetActionOutcome AssetsApi::assign_assets(std::span<const std::string> asset_ids,
                                            std::span<const std::string> user_ids,
                                            const support::CallContext& context) const {
  static const auto& operation = support::immortal(
      action_operation(assign_assets_name, ", $userIds: [String!]!", ", userIds: $userIds"));
  json variables = named(asset_ids);
  variables["userIds"] = graphql::text_list(user_ids);
  return action_outcome(graphql_->execute(operation, std::move(variables), context), operation);
}

std::optional<std::string> AssetsApi::delete_many_from_dataset(std::span<const std::string> asset_ids,
                                                               const support::CallContext& context) const {
  static const auto& operation = support::immortal(move_operation("deleteManyFromDataset"));
  return project_of(graphql_->execute(operation, named(asset_ids), context), operation);
}

std::optional<std::string> AssetsApi::add_all_labeled_assets_to_review(
    std::span<const std::string> asset_ids, const support::CallContext& context) const {
  static const auto& operation = support::immortal(move_operation("addAllLabeledAssetsToReview"));
  return project_of(graphql_->execute(operation, named(asset_ids), context), operation);
}

std::optional<std::string> AssetsApi::send_back_assets_to_queue(std::span<const std::string> asset_ids,
                                                                const support::CallContext& context) const {
  static const auto& operation = support::immortal(move_operation("sendBackAssetsToQueue"));
  return project_of(graphql_->execute(operation, named(asset_ids), context), operation);
}

std::vector<std::string> AssetsApi::assign_assets_to_labelers(std::string_view asset_id,
                                                              std::span<const std::string> user_ids,
                                                              const support::CallContext& context) const {
  static const auto& operation = support::immortal(graphql::Operation{
      .document = "mutation assignAssetsToLabelers($where: AssetWhere!, $userIds: [String!]!) {\n"
                  "  data: assignAssetsToLabelers(where: $where, userIds: $userIds) {\n    id\n  }\n}",
      .idempotent = false,
      .name = "assignAssetsToLabelers"});
  return ids_of(
      graphql_->execute(operation, {{"where", {{"id", asset_id}}}, {"userIds", graphql::text_list(user_ids)}},
                        context),
      operation);
}

bool AssetsApi::set_asset_consensus(std::string_view project_id, const AssetName& asset, bool is_consensus,
                                    const support::CallContext& context) const {
  static const auto& operation = support::immortal(graphql::Operation{
      .document =
          "mutation setAssetConsensus(\n"
          "  $assetId: ID, $externalId: String, $projectId: ID!, $isConsensus: Boolean!\n) {\n"
          "  data: setAssetConsensus(\n"
          "    assetId: $assetId, externalId: $externalId, projectId: $projectId, isConsensus: $isConsensus\n"
          "  )\n}",
      .idempotent = false,
      .name = "setAssetConsensus"});
  json variables{{"projectId", project_id}, {"isConsensus", is_consensus}};
  if (asset.asset_id) variables["assetId"] = *asset.asset_id;
  if (asset.external_id) variables["externalId"] = *asset.external_id;
  const json answer = graphql_->execute(operation, std::move(variables), context);
  return read_outcome(operation, [&] { return boolean(answer, operation.name); });
}

bool AssetsApi::skip_asset(std::string_view project_id, std::string_view asset_id, std::string_view reason,
                           const support::CallContext& context) const {
  static const auto& operation = support::immortal(
      graphql::Operation{.document = "mutation SkipAsset($reason: String!, $where: AssetWhere!) {\n"
                                     "  skipAsset(reason: $reason, where: $where) {\n    id\n  }\n}",
                         .idempotent = false,
                         .name = "skipAsset",
                         .result = "skipAsset"});
  const json answer = graphql_->execute(
      operation, {{"reason", reason}, {"where", {{"id", asset_id}, {"project", {{"id", project_id}}}}}},
      context);
  return answer.is_object();
}

bool AssetsApi::unskip_asset(std::string_view project_id, std::string_view asset_id,
                             const support::CallContext& context) const {
  static const auto& operation = support::immortal(
      graphql::Operation{.document = "mutation UnskipAsset($projectId: ID!, $assetId: ID!) {\n"
                                     "  unskipAsset(projectId: $projectId, assetId: $assetId)\n}",
                         .idempotent = false,
                         .name = "unskipAsset",
                         .result = "unskipAsset"});
  const json answer =
      graphql_->execute(operation, {{"projectId", project_id}, {"assetId", asset_id}}, context);
  return support::is_true(answer);
}

}  // namespace kili::api
