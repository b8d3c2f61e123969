#include "api/assets/asset_where.hpp"

#include <fmt/format.h>

#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "kili/errors.hpp"
#include "support/category_query.hpp"
#include "support/text.hpp"

namespace kili::use_cases {
namespace {

using nlohmann::json;
using Text = std::optional<std::string>;
using Mark = std::optional<double>;

/// More partial matches than this are slow at the service (contract/README.md, "Numbers").
constexpr std::size_t many_partial_external_ids = 10;

/// Writes members of one input object, each checked under the name of its argument.
class WhereWriter {
 public:
  WhereWriter(json& where, const support::MessageLog& log) : where_(where), log_(log) {}

  void mark(const char* key, std::string_view argument, const Mark& value) {
    if (!value) return;
    if (!std::isfinite(*value)) {
      throw ValidationError(fmt::format("{} is not a finite number; give a mark between 0 and 1", argument));
    }
    where_[key] = *value;
  }
  void mark(const char* key, std::string_view argument, const Mark& value, std::string_view deprecated,
            const Mark& deprecated_value) {
    mark(key, argument, value);
    if (!warn_and_check_alone(argument, value.has_value(), deprecated, deprecated_value.has_value())) return;
    mark(key, deprecated, deprecated_value);
  }
  void date(const char* key, std::string_view argument, const Text& value) {
    if (!value) return;
    if (!support::is_date(*value)) {
      throw ValidationError(
          fmt::format("{} '{}' is not a date; give \"YYYY-MM-DD\" or a full ISO 8601 date that "
                      "exists in the calendar",
                      argument, support::excerpt(*value, 60)));
    }
    where_[key] = *value;
  }
  void date(const char* key, std::string_view argument, const Text& value, std::string_view deprecated,
            const Text& deprecated_value) {
    date(key, argument, value);
    if (!warn_and_check_alone(argument, value.has_value(), deprecated, deprecated_value.has_value())) return;
    date(key, deprecated, deprecated_value);
  }
  void list(const char* key, const List<std::string>& values) {
    if (values.has_elements()) where_[key] = *values;
  }
  /// The service gets empty lists of label filters as they are (contract, case count--empty-lists).
  void label_list(const char* key, const List<std::string>& values) {
    if (values) where_[key] = *values;
  }
  template <typename Enum>
  void words(const char* key, const List<Enum>& values, bool keep_empty) {
    if (!values || (values->empty() && !keep_empty)) return;
    json list = json::array();
    for (const Enum value : *values) list.push_back(to_string(value));
    where_[key] = std::move(list);
  }

 private:
  [[nodiscard]] bool warn_and_check_alone(std::string_view argument, bool given, std::string_view deprecated,
                                          bool deprecated_given) const {
    if (!deprecated_given) return false;
    log_.warn_deprecated(fmt::format("'{}' is deprecated, please use '{}' instead.", deprecated, argument));
    if (given) {
      throw IncompatibleArgumentsError(
          fmt::format("{} and {} are given together; {} is deprecated, give {} alone", argument, deprecated,
                      deprecated, argument));
    }
    return true;
  }

  json& where_;
  const support::MessageLog& log_;
};

/// An empty search does not filter, as with the specification's peer.
void write_category_search(json& label, const Text& search) {
  if (!search || search->empty()) return;
  try {
    static_cast<void>(support::parse_category_query(*search));
  } catch (const support::CategoryQueryError& error) {
    throw ValidationError(fmt::format(
        "label_category_search: Invalid category search query: {}: at position {} ('{}') expected {}; write "
        "for example JOB.CATEGORY.count > 0 AND JOB.OTHER.count == 1",
        support::excerpt(*search, 200), error.position(),
        support::excerpt(std::string_view(*search).substr(error.position()), 20), error.expected()));
  }
  label["search"] = *search;
}

json label_where(const AssetFilters& filters, const support::MessageLog& log) {
  json label = json::object();
  WhereWriter write(label, log);
  write.words("typeIn", filters.label_type_in, true);
  write.label_list("authorIn", filters.label_author_in);
  write.mark("consensusMarkGte", "label_consensus_mark_gte", filters.label_consensus_mark_gte,
             "label_consensus_mark_gt", filters.label_consensus_mark_gt);
  write.mark("consensusMarkLte", "label_consensus_mark_lte", filters.label_consensus_mark_lte,
             "label_consensus_mark_lt", filters.label_consensus_mark_lt);
  write.mark("honeypotMarkGte", "label_honeypot_mark_gte", filters.label_honeypot_mark_gte,
             "label_honeypot_mark_gt", filters.label_honeypot_mark_gt);
  write.mark("honeypotMarkLte", "label_honeypot_mark_lte", filters.label_honeypot_mark_lte,
             "label_honeypot_mark_lt", filters.label_honeypot_mark_lt);
  write.date("createdAt", "label_created_at", filters.label_created_at);
  write.date("createdAtGte", "label_created_at_gte", filters.label_created_at_gte, "label_created_at_gt",
             filters.label_created_at_gt);
  write.date("createdAtLte", "label_created_at_lte", filters.label_created_at_lte, "label_created_at_lt",
             filters.label_created_at_lt);
  write_category_search(label, filters.label_category_search);
  write.label_list("labelerIn", filters.label_labeler_in);
  write.label_list("labelerNotIn", filters.label_labeler_not_in);
  write.label_list("reviewerIn", filters.label_reviewer_in);
  write.label_list("reviewerNotIn", filters.label_reviewer_not_in);
  return label;
}

json issue_where(const AssetFilters& filters) {
  json issue = json::object();
  if (filters.issue_type) issue["type"] = to_string(*filters.issue_type);
  if (filters.issue_status) issue["status"] = to_string(*filters.issue_status);
  return issue;
}

void write_external_ids(json& where, const AssetFilters& filters, const support::MessageLog& log) {
  WhereWriter write(where, log);
  write.list("externalIdIn", filters.external_id_in);
  if (filters.external_id_in.size() > many_partial_external_ids) {
    log.warn(fmt::format(
        "external_id_in has {} elements: partial matching of more than {} external ids is slow; use "
        "external_id_strictly_in where the ids are known exactly",
        filters.external_id_in.size(), many_partial_external_ids));
  }
  if (filters.external_id_contains) {
    log.warn_deprecated("external_id_contains is deprecated, use external_id_strictly_in instead");
    write.list("externalIdStrictlyIn", filters.external_id_contains);
  }
  write.list("externalIdStrictlyIn", filters.external_id_strictly_in);
}

}  // namespace

json asset_where(std::string_view project_id, const AssetFilters& filters, const support::MessageLog& log) {
  if (project_id.empty()) throw MissingArgumentError("project_id is empty; give the id of the project");
  json where{{"project", {{"id", project_id}}}};
  WhereWriter write(where, log);
  if (filters.asset_id && !filters.asset_id->empty()) where["id"] = *filters.asset_id;
  write.list("idIn", filters.asset_id_in);
  write.list("idNotIn", filters.asset_id_not_in);
  write_external_ids(where, filters, log);
  write.words("statusIn", filters.status_in, false);
  write.mark("consensusMarkGte", "consensus_mark_gte", filters.consensus_mark_gte, "consensus_mark_gt",
             filters.consensus_mark_gt);
  write.mark("consensusMarkLte", "consensus_mark_lte", filters.consensus_mark_lte, "consensus_mark_lt",
             filters.consensus_mark_lt);
  write.mark("honeypotMarkGte", "honeypot_mark_gte", filters.honeypot_mark_gte, "honeypot_mark_gt",
             filters.honeypot_mark_gt);
  write.mark("honeypotMarkLte", "honeypot_mark_lte", filters.honeypot_mark_lte, "honeypot_mark_lt",
             filters.honeypot_mark_lt);
  write.mark("inferenceMarkGte", "inference_mark_gte", filters.inference_mark_gte);
  write.mark("inferenceMarkLte", "inference_mark_lte", filters.inference_mark_lte);
  if (!filters.metadata_where.is_null()) {
    if (!filters.metadata_where.get().is_object()) {
      throw ValidationError(
          "metadata_where is not a JSON object; give {key: value}, {key: [any, of]} or {key: [low, "
          "high]}");
    }
    where["metadata"] = filters.metadata_where.get();
  }
  write.list("assigneeIn", filters.assignee_in);
  write.list("assigneeNotIn", filters.assignee_not_in);
  if (filters.skipped) where["skipped"] = *filters.skipped;
  write.date("createdAtGte", "created_at_gte", filters.created_at_gte);
  write.date("createdAtLte", "created_at_lte", filters.created_at_lte);
  write.date("updatedAtGte", "updated_at_gte", filters.updated_at_gte);
  write.date("updatedAtLte", "updated_at_lte", filters.updated_at_lte);
  write.words("stepStatusIn", filters.step_status_in, true);
  write.words("stepStatusNotIn", filters.step_status_not_in, true);
  where["label"] = label_where(filters, log);
  where["issue"] = issue_where(filters);
  return where;
}

}  // namespace kili::use_cases
