#include "api/assets/asset_where.hpp"

#include <optional>
#include <string>
#include <utility>

namespace kili::api {
namespace {

using nlohmann::json;

template <typename T>
void write(json& where, const char* key, const std::optional<T>& value) {
  if (value) where[key] = *value;
}

void write(json& where, const char* key, const std::optional<Date>& value) {
  if (value) where[key] = value->text();
}

/// A filter and the deprecated one that sets the same member. They are never given together.
template <typename T>
void write(json& where, const char* key, const std::optional<T>& value, const std::optional<T>& deprecated) {
  write(where, key, value ? value : deprecated);
}

void write_list(json& where, const char* key, const List<std::string>& values) {
  if (values.has_elements()) where[key] = *values;
}

/// The service is sent empty lists of label filters and of step filters; other empty lists are left out.
void write_list_or_empty(json& where, const char* key, const List<std::string>& values) {
  if (values) where[key] = *values;
}

template <typename Enum>
void write_words(json& where, const char* key, const List<Enum>& values, bool keep_empty) {
  if (!values || (values->empty() && !keep_empty)) return;
  json list = json::array();
  for (const Enum value : *values) list.push_back(to_string(value));
  where[key] = std::move(list);
}

void write_pairs(json& where, const char* key, const List<StepIdAndStatus>& pairs) {
  if (!pairs) return;
  json list = json::array();
  for (const auto& pair : *pairs) list.push_back({{"stepId", pair.id}, {"status", to_string(pair.status)}});
  where[key] = std::move(list);
}

json label_where(const AssetFilters& filters) {
  json label = json::object();
  write_words(label, "typeIn", filters.label_type_in, true);
  write_list_or_empty(label, "authorIn", filters.label_author_in);
  write(label, "consensusMarkGte", filters.label_consensus_mark_gte, filters.label_consensus_mark_gt);
  write(label, "consensusMarkLte", filters.label_consensus_mark_lte, filters.label_consensus_mark_lt);
  write(label, "honeypotMarkGte", filters.label_honeypot_mark_gte, filters.label_honeypot_mark_gt);
  write(label, "honeypotMarkLte", filters.label_honeypot_mark_lte, filters.label_honeypot_mark_lt);
  write(label, "createdAt", filters.label_created_at);
  write(label, "createdAtGte", filters.label_created_at_gte, filters.label_created_at_gt);
  write(label, "createdAtLte", filters.label_created_at_lte, filters.label_created_at_lt);
  if (filters.label_category_search && !filters.label_category_search->empty()) {
    label["search"] = *filters.label_category_search;
  }
  write_list_or_empty(label, "labelerIn", filters.label_labeler_in);
  write_list_or_empty(label, "labelerNotIn", filters.label_labeler_not_in);
  write_list_or_empty(label, "reviewerIn", filters.label_reviewer_in);
  write_list_or_empty(label, "reviewerNotIn", filters.label_reviewer_not_in);
  return label;
}

json issue_where(const AssetFilters& filters) {
  json issue = json::object();
  if (filters.issue_type) issue["type"] = to_string(*filters.issue_type);
  if (filters.issue_status) issue["status"] = to_string(*filters.issue_status);
  return issue;
}

}  // namespace

json asset_where(const AssetQuery& query) {
  const AssetFilters& filters = query.filters;
  json where{{"project", {{"id", query.project_id}}}};
  if (filters.asset_id && !filters.asset_id->empty()) where["id"] = *filters.asset_id;
  write_list(where, "idIn", filters.asset_id_in);
  write_list(where, "idNotIn", filters.asset_id_not_in);
  write_list(where, "externalIdIn", filters.external_id_in);
  write_list(where, "externalIdStrictlyIn", filters.external_id_contains);
  write_list(where, "externalIdStrictlyIn", filters.external_id_strictly_in);
  write_words(where, "statusIn", filters.status_in, false);
  write(where, "consensusMarkGte", filters.consensus_mark_gte, filters.consensus_mark_gt);
  write(where, "consensusMarkLte", filters.consensus_mark_lte, filters.consensus_mark_lt);
  write(where, "honeypotMarkGte", filters.honeypot_mark_gte, filters.honeypot_mark_gt);
  write(where, "honeypotMarkLte", filters.honeypot_mark_lte, filters.honeypot_mark_lt);
  write(where, "inferenceMarkGte", filters.inference_mark_gte);
  write(where, "inferenceMarkLte", filters.inference_mark_lte);
  if (!filters.metadata_where.is_null()) where["metadata"] = filters.metadata_where.get();
  write_list(where, "assigneeIn", filters.assignee_in);
  write_list(where, "assigneeNotIn", filters.assignee_not_in);
  write(where, "skipped", filters.skipped);
  write(where, "createdAtGte", filters.created_at_gte);
  write(where, "createdAtLte", filters.created_at_lte);
  write(where, "updatedAtGte", filters.updated_at_gte);
  write(where, "updatedAtLte", filters.updated_at_lte);
  write_words(where, "stepStatusIn", filters.step_status_in, true);
  write_words(where, "stepStatusNotIn", filters.step_status_not_in, true);
  write_list_or_empty(where, "stepIdIn", query.step_id_in);
  write_list_or_empty(where, "stepIdNotIn", query.step_id_not_in);
  write_pairs(where, "stepIdAndStatusIn", query.step_id_and_status_in);
  write_pairs(where, "stepIdAndStatusNotIn", query.step_id_and_status_not_in);
  write_list(where, "groupNameIn", filters.group_name_in);
  write_list(where, "groupNameNotIn", filters.group_name_not_in);
  where["label"] = label_where(filters);
  where["issue"] = issue_where(filters);
  return where;
}

}  // namespace kili::api
