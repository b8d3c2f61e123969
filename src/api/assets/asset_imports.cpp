#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "api/assets/assets_api.hpp"
#include "api/checked_answer.hpp"
#include "support/immortal.hpp"

namespace kili::api {
namespace {

graphql::Operation asynchronous_append(std::string_view name, std::string_view data_type) {
  return {.document = fmt::format("mutation {0}($data: {1}!, $where: ProjectWhere!) {{\n"
                                  "  data: {0}(data: $data, where: $where) {{\n    id\n  }}\n}}",
                                  name, data_type),
          .idempotent = false,
          .name = name};
}

nlohmann::json asynchronous_variables(std::string_view project_id, const NewAssets& assets,
                                      std::string_view upload_type) {
  nlohmann::json data{{"externalIDArray", assets.external_ids},
                      {"idArray", assets.ids},
                      {"jsonMetadataArray", assets.json_metadata},
                      {"uploadType", upload_type}};
  const bool any_json = std::any_of(assets.json_contents.begin(), assets.json_contents.end(),
                                    [](const std::string& json) { return !json.empty(); });
  if (!assets.layers.empty()) data["multiLayerContentArray"] = assets.layers;
  if (assets.layers.empty()) data["contentArray"] = assets.contents;
  if (!assets.layers.empty() || any_json) data["jsonContentArray"] = assets.json_contents;
  return {{"data", std::move(data)}, {"where", {{"id", project_id}}}};
}

std::string notification_of(const nlohmann::json& notification, const graphql::Operation& operation) {
  return text_member(notification, "id", operation.name);
}

}  // namespace

void AssetsApi::append_many_assets(std::string_view project_id, const NewAssets& assets,
                                   const support::CallContext& context) const {
  static const auto& operation = support::immortal(graphql::Operation{
      .document = "mutation appendManyAssets($data: AppendManyAssetsData!, $where: ProjectWhere!) {\n"
                  "  data: appendManyAssets(data: $data, where: $where) {\n    id\n  }\n}",
      .idempotent = false,
      .name = "appendManyAssets"});
  static_cast<void>(graphql_->execute(operation,
                                      {{"data",
                                        {{"contentArray", assets.contents},
                                         {"externalIDArray", assets.external_ids},
                                         {"idArray", assets.ids},
                                         {"isHoneypotArray", assets.is_honeypot},
                                         {"jsonContentArray", assets.json_contents},
                                         {"jsonMetadataArray", assets.json_metadata}}},
                                       {"where", {{"id", project_id}}}},
                                      context));
}

std::string AssetsApi::append_many_assets_asynchronously(std::string_view project_id, const NewAssets& assets,
                                                         std::string_view upload_type,
                                                         const support::CallContext& context) const {
  static const auto& present = support::immortal(
      asynchronous_append("appendManyAssetsAsynchronously", "AppendManyAssetsAsynchronouslyData"));
  static const auto& former = support::immortal(asynchronous_append(
      "appendManyFramesToDatasetAsynchronously", "AppendManyFramesToDatasetAsynchronouslyData"));
  const auto send = [&](const graphql::Operation& operation, std::string_view type) {
    return notification_of(
        graphql_->execute(operation, asynchronous_variables(project_id, assets, type), context), operation);
  };
  // Images that the service cuts into tiles were satellite images before.
  const std::string_view former_type = upload_type == "TILED_IMAGE" ? "GEO_SATELLITE" : upload_type;
  return capabilities_->choose(
      present.name, [&] { return send(present, upload_type); }, [&] { return send(former, former_type); });
}

}  // namespace kili::api
