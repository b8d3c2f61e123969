#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "api/assets/assets_api.hpp"
#include "api/checked_answer.hpp"

namespace kili::api {

void AssetsApi::append_many_assets(std::string_view project_id, const NewAssets& assets,
                                   const support::CallContext& context) const {
  static const graphql::Operation operation{
      .document =
          "mutation appendManyAssets($data: AppendManyAssetsData!, $where: ProjectWhere!) {\n"
          "  data: appendManyAssets(data: $data, where: $where) {\n    id\n  }\n}",
      .idempotent = false,
      .name = "appendManyAssets"};
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

std::string AssetsApi::append_many_frames_to_dataset_asynchronously(
    std::string_view project_id, const NewAssets& assets, std::string_view upload_type,
    const support::CallContext& context) const {
  static const graphql::Operation operation{
      .document =
          "mutation ($data: AppendManyFramesToDatasetAsynchronouslyData!, $where: ProjectWhere!) {\n"
          "  data: appendManyFramesToDatasetAsynchronously(data: $data, where: $where) {\n    id\n  }\n}",
      .idempotent = false,
      .name = "appendManyFramesToDatasetAsynchronously"};
  nlohmann::json data{{"externalIDArray", assets.external_ids},
                      {"idArray", assets.ids},
                      {"jsonMetadataArray", assets.json_metadata},
                      {"uploadType", upload_type}};
  const bool any_json = std::any_of(assets.json_contents.begin(), assets.json_contents.end(),
                                    [](const std::string& json) { return !json.empty(); });
  if (!assets.layers.empty()) data["multiLayerContentArray"] = assets.layers;
  if (assets.layers.empty()) data["contentArray"] = assets.contents;
  if (!assets.layers.empty() || any_json) data["jsonContentArray"] = assets.json_contents;
  const auto notification =
      graphql_->execute(operation, {{"data", std::move(data)}, {"where", {{"id", project_id}}}}, context);
  return text_member(notification, "id", operation.name);
}

}  // namespace kili::api
