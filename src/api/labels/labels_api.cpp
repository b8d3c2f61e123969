#include "api/labels/labels_api.hpp"

#include <algorithm>
#include <array>

#include "api/assets/service_filters.hpp"
#include "api/checked_answer.hpp"
#include "api/embedded_json.hpp"
#include "api/label_fields.hpp"
#include "api/label_kind.hpp"
#include "api/labels/label_where.hpp"
#include "support/immortal.hpp"

namespace kili::api {
namespace {

using nlohmann::json;

struct LabelFieldType {
  std::string_view field;
  ColumnType type;
};

/// From the schema's type Label, so that the tables of two projects have the same types.
constexpr std::array label_column_types{LabelFieldType{"assetId", ColumnType::text},
                                        LabelFieldType{"author", ColumnType::json},
                                        LabelFieldType{"consensusMark", ColumnType::number},
                                        LabelFieldType{"createdAt", ColumnType::text},
                                        LabelFieldType{"honeypotMark", ColumnType::number},
                                        LabelFieldType{"id", ColumnType::text},
                                        LabelFieldType{"inferenceMark", ColumnType::number},
                                        LabelFieldType{"isLatestLabelForUser", ColumnType::boolean},
                                        LabelFieldType{"isSentBackToQueue", ColumnType::boolean},
                                        LabelFieldType{"jsonResponse", ColumnType::json},
                                        LabelFieldType{"labelOf", ColumnType::json},
                                        LabelFieldType{"labelType", ColumnType::text},
                                        LabelFieldType{"modelName", ColumnType::text},
                                        LabelFieldType{"secondsToLabel", ColumnType::integer},
                                        LabelFieldType{"skipped", ColumnType::boolean}};

/// What the service must know to carry these filters.
std::vector<Requirement> label_requirements(const LabelFilters& filters) {
  std::vector<Requirement> requirements;
  if (filters.asset_group_name_in.has_elements())
    requirements.push_back({.name = "groupNameIn", .argument = "asset_group_name_in"});
  if (filters.asset_group_name_not_in.has_elements())
    requirements.push_back({.name = "groupNameNotIn", .argument = "asset_group_name_not_in"});
  return requirements;
}

/// Calls `send(query)` so that the service understands its filters, under the names that callers know.
template <typename Send>
auto send_label_filters(const ServiceCapabilities& capabilities, const LabelQuery& query, const Send& send) {
  return capabilities.require(label_requirements(query.filters), [&] {
    const auto status = new_step_status_in(query.asset.filters);
    if (status.empty()) return send(query);
    return capabilities.choose(
        status, [&] { return send(query); },
        [&] {
          LabelQuery former = query;
          former.asset.filters = with_former_step_statuses(std::move(former.asset.filters));
          return send(former);
        });
  });
}

}  // namespace

std::size_t LabelsApi::count_labels(const LabelQuery& query, const support::CallContext& context) const {
  return send_label_filters(*capabilities_, query, [&](const LabelQuery& sent) {
    return queries_.count(labels_kind, label_where(sent), context);
  });
}

std::vector<json> LabelsApi::labels(const LabelQuery& query, std::span<const std::string> fields,
                                    std::size_t first, std::size_t skip,
                                    const support::CallContext& context) const {
  const auto decode = [](json& records, support::JsonBudget& budget) {
    for (auto& label : records) {
      if (response_url_of(label).empty())
        decode_member({.kind = "label", .record = label}, label, "jsonResponse", budget);
    }
  };
  return send_label_filters(*capabilities_, query, [&](const LabelQuery& sent) {
    return queries_.page(labels_kind, label_where(sent), fields, first, skip, context, decode);
  });
}

std::string LabelsApi::annotation_file_url(std::string_view project_id, std::string_view asset_id,
                                           std::string_view file_id,
                                           const support::CallContext& context) const {
  constexpr const char* name = "annotationFileUrl";
  static const auto& operation = support::immortal(graphql::Operation{
      .document = "query AnnotationFileUrl($projectId: ID!, $assetId: ID!, $fileId: String!) {\n"
                  "  data: annotationFileUrl(\n    projectId: $projectId\n    assetId: $assetId\n"
                  "    fileId: $fileId\n  )\n}",
      .idempotent = true,
      .name = name});
  constexpr std::array requirements{Requirement{.name = name, .argument = "files of labels"}};
  return capabilities_->require(requirements, [&] {
    const json url = graphql_->execute(
        operation, {{"projectId", project_id}, {"assetId", asset_id}, {"fileId", file_id}}, context);
    return text_member({{name, url}}, name, operation.name);
  });
}

std::string response_url_of(const json& label) {
  return label.contains("jsonResponse") ? url_member(label, "jsonResponseUrl") : std::string();
}

void put_response(json& label, const std::string& text, support::JsonBudget& budget) {
  label["jsonResponse"] = decoded_text(text, "jsonResponse", {.kind = "label", .record = label}, budget);
  label.erase("jsonResponseUrl");
}

std::optional<ColumnType> label_column_type(std::string_view field) noexcept {
  const auto* const known =
      std::find_if(label_column_types.begin(), label_column_types.end(),
                   [field](const LabelFieldType& entry) { return entry.field == field; });
  return known != label_column_types.end() ? std::optional(known->type) : std::nullopt;
}

}  // namespace kili::api
