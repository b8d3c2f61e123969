#include "api/labels/label_mutations_api.hpp"

#include <fmt/format.h>

#include <array>

#include "api/checked_answer.hpp"
#include "api/mutation_answer.hpp"
#include "graphql/variables.hpp"
#include "kili/errors.hpp"
#include "support/immortal.hpp"

namespace kili::api {
namespace {

using nlohmann::json;

json text_or_null(const std::string& text) { return text.empty() ? json() : json(text); }

json input_of(const LabelToAppend& label, const LabelBatchKind& kind) {
  return {{"assetID", label.asset_id},
          {"authorID", text_or_null(label.author_id)},
          {"clientVersion", nullptr},
          {"jsonResponse", label.json_response},
          {"modelName", text_or_null(kind.model_name)},
          {"referencedLabelId", text_or_null(label.reviewed_label_id)},
          {"secondsToLabel", label.seconds_to_label ? json(*label.seconds_to_label) : json()}};
}

std::string id_of(const json& label, const graphql::Operation& operation) {
  return read_outcome(operation, [&] { return text_member(label, "id", operation.name); });
}

graphql::Operation mutation_of(std::string_view head, std::string_view call, std::string_view name,
                               std::string_view selection = " {\n    id\n  }") {
  return {.document = fmt::format("mutation {}{{\n  data: {}{}\n}}", head, call, selection),
          .idempotent = false,
          .name = name};
}

}  // namespace

std::vector<std::string> LabelMutationsApi::append_many_labels(const LabelBatchKind& kind,
                                                               std::span<const LabelToAppend* const> labels,
                                                               const support::CallContext& context) const {
  static const auto& operation =
      support::immortal(mutation_of("appendManyLabels($data: AppendManyLabelsData!, $where: AssetWhere!) ",
                                    "appendManyLabels(data: $data, where: $where)", "appendManyLabels"));
  json data{{"labelType", to_string(kind.label_type)},
            {"labelsData", json::array()},
            {"overwrite", kind.overwrite}};
  json ids = json::array();
  for (const LabelToAppend* const label : labels) {
    data["labelsData"].push_back(input_of(*label, kind));
    ids.push_back(label->asset_id);
  }
  if (!kind.step_id.empty()) data["stepId"] = kind.step_id;
  json where{{"idIn", std::move(ids)}};
  if (!kind.project_id.empty()) where["project"] = {{"id", kind.project_id}};
  const auto send = [&] {
    return graphql_->execute(operation, {{"data", std::move(data)}, {"where", std::move(where)}}, context);
  };
  constexpr std::array step{Requirement{.name = "stepId", .argument = "step_id"}};
  const json answer = kind.step_id.empty() ? send() : capabilities_->require(step, send);
  return read_outcome(operation, [&] {
    std::vector<std::string> created;
    for (const auto& label : array(answer, operation.name)) {
      created.push_back(text_member(label, "id", operation.name));
    }
    if (created.size() != labels.size()) {
      throw_unexpected_answer(operation.name,
                              fmt::format("{} ids for {} labels", created.size(), labels.size()));
    }
    return created;
  });
}

std::string LabelMutationsApi::append_to_labels(const LabelToAppend& label, LabelType label_type,
                                                const support::CallContext& context) const {
  static const auto& operation =
      support::immortal(mutation_of("($data: AppendToLabelsData!, $where: AssetWhere!) ",
                                    "appendToLabels(data: $data, where: $where)", "appendToLabels"));
  json data{{"jsonResponse", label.json_response}, {"labelType", to_string(label_type)}};
  if (!label.author_id.empty()) data["authorID"] = label.author_id;
  if (label.seconds_to_label) data["secondsToLabel"] = *label.seconds_to_label;
  return id_of(
      graphql_->execute(operation, {{"data", std::move(data)}, {"where", {{"id", label.asset_id}}}}, context),
      operation);
}

std::string LabelMutationsApi::create_honeypot(std::string_view asset_id, std::string_view json_response,
                                               const support::CallContext& context) const {
  static const auto& operation =
      support::immortal(mutation_of("($data: CreateHoneypotData!, $where: AssetWhere!) ",
                                    "createHoneypot(data: $data, where: $where)", "createHoneypot"));
  return id_of(
      graphql_->execute(
          operation, {{"data", {{"jsonResponse", json_response}}}, {"where", {{"id", asset_id}}}}, context),
      operation);
}

std::vector<std::string> LabelMutationsApi::delete_labels(std::span<const std::string> ids,
                                                          const support::CallContext& context) const {
  static const auto& operation =
      support::immortal(mutation_of("($ids: [ID!]!) ", "deleteLabels(ids: $ids)", "deleteLabels", ""));
  const json answer = graphql_->execute(operation, {{"ids", graphql::text_list(ids)}}, context);
  return read_outcome(operation, [&] { return texts(answer, operation.name); });
}

std::string LabelMutationsApi::update_properties_in_label(std::string_view label_id,
                                                          const LabelChange& change,
                                                          const support::CallContext& context) const {
  static const auto& operation = support::immortal(
      mutation_of("($where: LabelWhere!, $data: LabelData!) ",
                  "updatePropertiesInLabel(where: $where, data: $data)", "updatePropertiesInLabel"));
  json data = json::object();
  if (change.json_response) data["jsonResponse"] = *change.json_response;
  if (change.model_name) data["modelName"] = *change.model_name;
  if (change.seconds_to_label) data["secondsToLabel"] = *change.seconds_to_label;
  return id_of(
      graphql_->execute(operation, {{"data", std::move(data)}, {"where", {{"id", label_id}}}}, context),
      operation);
}

AnnotationFileUpload LabelMutationsApi::create_annotation_file_upload(
    std::string_view project_id, std::string_view asset_id, const support::CallContext& context) const {
  static const auto& operation = support::immortal(graphql::Operation{
      .document = "mutation CreateAnnotationFileUpload($projectId: ID!, $assetId: ID!) {\n"
                  "  data: createAnnotationFileUpload(projectId: $projectId, assetId: $assetId) {\n"
                  "    fileId\n    uploadUrl\n  }\n}",
      .idempotent = true,
      .name = "createAnnotationFileUpload"});
  constexpr std::array requirement{
      Requirement{.name = "createAnnotationFileUpload", .argument = "a file in json_response"}};
  return capabilities_->require(requirement, [&] {
    const json answer =
        graphql_->execute(operation, {{"assetId", asset_id}, {"projectId", project_id}}, context);
    return AnnotationFileUpload{.file_id = text_member(answer, "fileId", operation.name),
                                .upload_url = text_member(answer, "uploadUrl", operation.name)};
  });
}

}  // namespace kili::api
