#include "use_cases/assets/listing/filter_checks.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "kili/errors.hpp"
#include "use_cases/filter_values.hpp"
#include "use_cases/workflow_filters.hpp"

namespace kili::use_cases {
namespace {

using Mark = std::optional<double>;

/// More partial matches than this are slow at the service (docs/service.md, "Numbers").
constexpr std::size_t many_partial_external_ids = 10;

/// Checks values under the names of their arguments.
class FilterCheck {
 public:
  explicit FilterCheck(const support::MessageLog& log) : log_(log) {}

  void mark(std::string_view argument, const Mark& value, std::string_view deprecated,
            const Mark& deprecated_value) const {
    check_mark(argument, value);
    if (!deprecated_value) return;
    check_alone(argument, value.has_value(), deprecated);
    check_mark(deprecated, deprecated_value);
  }
  void date(std::string_view argument, const std::optional<Date>& value, std::string_view deprecated,
            const std::optional<Date>& deprecated_value) const {
    check_date(argument, value);
    if (!deprecated_value) return;
    check_alone(argument, value.has_value(), deprecated);
    check_date(deprecated, deprecated_value);
  }

 private:
  /// Warns of the deprecated argument, which is given.
  void check_alone(std::string_view argument, bool given, std::string_view deprecated) const {
    log_.warn_deprecated(fmt::format("'{}' is deprecated, please use '{}' instead.", deprecated, argument));
    if (given) {
      throw IncompatibleArgumentsError(
          fmt::format("{} and {} are given together; {} is deprecated, give {} alone", argument, deprecated,
                      deprecated, argument));
    }
  }

  const support::MessageLog& log_;
};

void check_label_filters(const AssetFilters& filters, const FilterCheck& check) {
  check.mark("label_consensus_mark_gte", filters.label_consensus_mark_gte, "label_consensus_mark_gt",
             filters.label_consensus_mark_gt);
  check.mark("label_consensus_mark_lte", filters.label_consensus_mark_lte, "label_consensus_mark_lt",
             filters.label_consensus_mark_lt);
  check.mark("label_honeypot_mark_gte", filters.label_honeypot_mark_gte, "label_honeypot_mark_gt",
             filters.label_honeypot_mark_gt);
  check.mark("label_honeypot_mark_lte", filters.label_honeypot_mark_lte, "label_honeypot_mark_lt",
             filters.label_honeypot_mark_lt);
  check_date("label_created_at", filters.label_created_at);
  check.date("label_created_at_gte", filters.label_created_at_gte, "label_created_at_gt",
             filters.label_created_at_gt);
  check.date("label_created_at_lte", filters.label_created_at_lte, "label_created_at_lt",
             filters.label_created_at_lt);
  check_category_search("label_category_search", filters.label_category_search);
}

void warn_of_external_ids(const AssetFilters& filters, const support::MessageLog& log) {
  if (filters.external_id_in.size() > many_partial_external_ids) {
    log.warn(fmt::format(
        "external_id_in has {} elements: partial matching of more than {} external ids is slow; use "
        "external_id_strictly_in where the ids are known exactly",
        filters.external_id_in.size(), many_partial_external_ids));
  }
  if (filters.external_id_contains) {
    log.warn_deprecated("external_id_contains is deprecated, use external_id_strictly_in instead");
  }
}

}  // namespace

void check_filters(std::string_view project_id, const AssetFilters& filters, const support::MessageLog& log) {
  if (project_id.empty()) throw MissingArgumentError("project_id is empty; give the id of the project");
  const FilterCheck check(log);
  warn_of_external_ids(filters, log);
  warn_of_former_step_statuses(filters, log);
  check.mark("consensus_mark_gte", filters.consensus_mark_gte, "consensus_mark_gt",
             filters.consensus_mark_gt);
  check.mark("consensus_mark_lte", filters.consensus_mark_lte, "consensus_mark_lt",
             filters.consensus_mark_lt);
  check.mark("honeypot_mark_gte", filters.honeypot_mark_gte, "honeypot_mark_gt", filters.honeypot_mark_gt);
  check.mark("honeypot_mark_lte", filters.honeypot_mark_lte, "honeypot_mark_lt", filters.honeypot_mark_lt);
  check_mark("inference_mark_gte", filters.inference_mark_gte);
  check_mark("inference_mark_lte", filters.inference_mark_lte);
  if (!filters.metadata_where.is_null() && !filters.metadata_where.get().is_object()) {
    throw ValidationError(
        "metadata_where is not a JSON object; give {key: value}, {key: [any, of]} or {key: [low, high]}");
  }
  check_date("created_at_gte", filters.created_at_gte);
  check_date("created_at_lte", filters.created_at_lte);
  check_date("updated_at_gte", filters.updated_at_gte);
  check_date("updated_at_lte", filters.updated_at_lte);
  check_label_filters(filters, check);
}

}  // namespace kili::use_cases
