#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "api/answer.hpp"
#include "api/gateway.hpp"
#include "kili/errors.hpp"

namespace kili::api {
namespace {

using nlohmann::json;

json list_of(std::span<const std::string> texts) {
  return std::vector<std::string>(texts.begin(), texts.end());
}

/// Reads an answer to a mutation: one that cannot be read leaves open what was done.
template <typename Read>
auto read_outcome(const graphql::Operation& operation, const Read& read) {
  try {
    return read();
  } catch (const HttpError& strange) {
    ErrorContext context = strange.context();
    context.attempts = std::max(context.attempts, 1U);
    context.operation = operation.name;
    context.outcome_unknown = true;
    throw HttpError(strange.what(), std::move(context));
  }
}

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

}  // namespace

std::vector<std::string> Gateway::update_properties_in_assets(std::span<const std::string> asset_ids,
                                                              json data,
                                                              const support::CallContext& context) const {
  static const graphql::Operation operation{
      .document =
          "mutation ($whereArray: [AssetWhere!]!, $dataArray: [AssetData!]!) {\n"
          "  data: updatePropertiesInAssets(where: $whereArray, data: $dataArray) {\n    id\n  }\n}",
      .idempotent = false,
      .name = "updatePropertiesInAssets"};
  json where = json::array();
  for (const auto& id : asset_ids) where.push_back({{"id", id}});
  json variables = json::object();
  variables["whereArray"] = std::move(where);
  variables["dataArray"] = std::move(data);
  return ids_of(graphql_->execute(operation, std::move(variables), context), operation);
}

std::optional<std::string> Gateway::delete_many_from_dataset(std::span<const std::string> asset_ids,
                                                             const support::CallContext& context) const {
  static const graphql::Operation operation = move_operation("deleteManyFromDataset");
  return project_of(graphql_->execute(operation, {{"where", {{"idIn", list_of(asset_ids)}}}}, context),
                    operation);
}

std::optional<std::string> Gateway::add_all_labeled_assets_to_review(
    std::span<const std::string> asset_ids, const support::CallContext& context) const {
  static const graphql::Operation operation = move_operation("addAllLabeledAssetsToReview");
  return project_of(graphql_->execute(operation, {{"where", {{"idIn", list_of(asset_ids)}}}}, context),
                    operation);
}

std::optional<std::string> Gateway::send_back_assets_to_queue(std::span<const std::string> asset_ids,
                                                              const support::CallContext& context) const {
  static const graphql::Operation operation = move_operation("sendBackAssetsToQueue");
  return project_of(graphql_->execute(operation, {{"where", {{"idIn", list_of(asset_ids)}}}}, context),
                    operation);
}

std::vector<std::string> Gateway::assign_assets_to_labelers(std::string_view asset_id,
                                                            std::span<const std::string> user_ids,
                                                            const support::CallContext& context) const {
  static const graphql::Operation operation{
      .document =
          "mutation assignAssetsToLabelers($where: AssetWhere!, $userIds: [String!]!) {\n"
          "  data: assignAssetsToLabelers(where: $where, userIds: $userIds) {\n    id\n  }\n}",
      .idempotent = false,
      .name = "assignAssetsToLabelers"};
  return ids_of(
      graphql_->execute(operation, {{"where", {{"id", asset_id}}}, {"userIds", list_of(user_ids)}}, context),
      operation);
}

bool Gateway::set_asset_consensus(std::string_view project_id, const std::optional<std::string>& asset_id,
                                  const std::optional<std::string>& external_id, bool is_consensus,
                                  const support::CallContext& context) const {
  static const graphql::Operation operation{
      .document =
          "mutation setAssetConsensus(\n"
          "  $assetId: ID, $externalId: String, $projectId: ID!, $isConsensus: Boolean!\n) {\n"
          "  data: setAssetConsensus(\n"
          "    assetId: $assetId, externalId: $externalId, projectId: $projectId, isConsensus: $isConsensus\n"
          "  )\n}",
      .idempotent = false,
      .name = "setAssetConsensus"};
  json variables{{"projectId", project_id}, {"isConsensus", is_consensus}};
  if (asset_id) variables["assetId"] = *asset_id;
  if (external_id) variables["externalId"] = *external_id;
  const json answer = graphql_->execute(operation, std::move(variables), context);
  return read_outcome(operation, [&] {
    if (!answer.is_boolean()) throw_strange_answer(operation.name, "neither true nor false");
    return answer.get<bool>();
  });
}

bool Gateway::skip_asset(std::string_view project_id, std::string_view asset_id, std::string_view reason,
                         const support::CallContext& context) const {
  static const graphql::Operation operation{
      .document =
          "mutation SkipAsset($reason: String!, $where: AssetWhere!) {\n"
          "  skipAsset(reason: $reason, where: $where) {\n    id\n  }\n}",
      .idempotent = false,
      .name = "skipAsset",
      .result = "skipAsset"};
  const json answer = graphql_->execute(
      operation, {{"reason", reason}, {"where", {{"id", asset_id}, {"project", {{"id", project_id}}}}}},
      context);
  return answer.is_object();
}

bool Gateway::unskip_asset(std::string_view project_id, std::string_view asset_id,
                           const support::CallContext& context) const {
  static const graphql::Operation operation{.document =
                                                "mutation UnskipAsset($projectId: ID!, $assetId: ID!) {\n"
                                                "  unskipAsset(projectId: $projectId, assetId: $assetId)\n}",
                                            .idempotent = false,
                                            .name = "unskipAsset",
                                            .result = "unskipAsset"};
  const json answer =
      graphql_->execute(operation, {{"projectId", project_id}, {"assetId", asset_id}}, context);
  return answer.is_boolean() && answer.get<bool>();
}

}  // namespace kili::api
