#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "api/answer.hpp"
#include "api/gateway.hpp"

namespace kili::api {

std::vector<std::string> Gateway::filter_existing_assets(std::string_view project_id,
                                                         std::span<const std::string> external_ids,
                                                         const support::CallContext& context) const {
  static const graphql::Operation operation{
      .document =
          "query FilterExistingAssets($projectID: ID!, $externalIDs: [String!]!) {\n"
          "  external_ids: filterExistingAssets(projectID: $projectID, externalIDs: $externalIDs)\n}",
      .idempotent = true,
      .name = "filterExistingAssets",
      .result = "external_ids"};
  const std::vector<std::string> ids(external_ids.begin(), external_ids.end());
  return texts(graphql_->execute(operation, {{"projectID", project_id}, {"externalIDs", ids}}, context),
               operation.name);
}

std::vector<std::string> Gateway::create_upload_bucket_signed_urls(
    std::span<const std::string> paths, const support::CallContext& context) const {
  // Idempotent: a URL that is never used costs nothing.
  static const graphql::Operation operation{
      .document =
          "query ($filePaths: [String!]) {\n  urls: createUploadBucketSignedUrls(filePaths: $filePaths)\n}",
      .idempotent = true,
      .name = "createUploadBucketSignedUrls",
      .result = "urls"};
  const std::vector<std::string> file_paths(paths.begin(), paths.end());
  auto urls = texts(graphql_->execute(operation, {{"filePaths", file_paths}}, context), operation.name);
  if (urls.size() != paths.size()) {
    throw_strange_answer(operation.name, fmt::format("{} URLs for {} paths", urls.size(), paths.size()));
  }
  return urls;
}

void Gateway::append_many_assets(std::string_view project_id, const NewAssets& assets,
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

std::string Gateway::append_many_frames_to_dataset_asynchronously(std::string_view project_id,
                                                                  const NewAssets& assets,
                                                                  std::string_view upload_type,
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

std::optional<Notification> Gateway::notification(std::string_view id,
                                                  const support::CallContext& context) const {
  static const graphql::Operation operation{
      .document =
          "query notifications($where: NotificationWhere!, $first: PageSize!, $skip: Int!) {\n"
          "  data: notifications(where: $where, first: $first, skip: $skip) {\n"
          "    id\n    message\n    status\n  }\n}",
      .idempotent = true,
      .name = "notifications"};
  const auto found =
      graphql_->execute(operation, {{"where", {{"id", id}}}, {"first", 1}, {"skip", 0}}, context);
  if (array(found, operation.name).empty()) return std::nullopt;
  const auto& message = member(found.front(), "message", operation.name);
  return Notification{.message = message.is_string() ? message.get<std::string>() : std::string(),
                      .status = text_member(found.front(), "status", operation.name)};
}

}  // namespace kili::api
