#include "use_cases/assets/listing/filter_checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "kili/errors.hpp"
#include "support/category_query.hpp"
#include "support/shown_text.hpp"
#include "use_cases/argument_checks.hpp"

namespace kili::use_cases {
namespace {

using Mark = std::optional<double>;

/// More partial matches than this are slow at the service (docs/service.md, "Numbers").
constexpr std::size_t many_partial_external_ids = 10;

/// Checks values under the names of their arguments.
class FilterCheck {
 public:
  explicit FilterCheck(const support::MessageLog& log) : log_(log) {}

  static void mark(std::string_view argument, const Mark& value) {
    if (value && !std::isfinite(*value)) {
      throw ValidationError(fmt::format("{} is not a finite number; give a mark between 0 and 1", argument));
    }
  }
  void mark(std::string_view argument, const Mark& value, std::string_view deprecated,
            const Mark& deprecated_value) const {
    mark(argument, value);
    if (!deprecated_value) return;
    check_alone(argument, value.has_value(), deprecated);
    mark(deprecated, deprecated_value);
  }
  static void date(std::string_view argument, const std::optional<Date>& value) {
    check_date(argument, value);
  }
  void date(std::string_view argument, const std::optional<Date>& value, std::string_view deprecated,
            const std::optional<Date>& deprecated_value) const {
    date(argument, value);
    if (!deprecated_value) return;
    check_alone(argument, value.has_value(), deprecated);
    date(deprecated, deprecated_value);
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

/// An empty search does not filter.
void check_category_search(const std::optional<std::string>& search) {
  if (!search || search->empty()) return;
  try {
    static_cast<void>(support::parse_category_query(*search));
  } catch (const support::CategoryQueryError& error) {
    throw ValidationError(fmt::format(
        "label_category_search: Invalid category search query: {}: at position {} ('{}') expected {}; write "
        "for example JOB.CATEGORY.count > 0 AND JOB.OTHER.count == 1",
        support::shown_text(*search, 200), error.position(),
        support::shown_text(std::string_view(*search).substr(error.position()), 20), error.expected()));
  }
}

void check_label_filters(const AssetFilters& filters, const FilterCheck& check) {
  check.mark("label_consensus_mark_gte", filters.label_consensus_mark_gte, "label_consensus_mark_gt",
             filters.label_consensus_mark_gt);
  check.mark("label_consensus_mark_lte", filters.label_consensus_mark_lte, "label_consensus_mark_lt",
             filters.label_consensus_mark_lt);
  check.mark("label_honeypot_mark_gte", filters.label_honeypot_mark_gte, "label_honeypot_mark_gt",
             filters.label_honeypot_mark_gt);
  check.mark("label_honeypot_mark_lte", filters.label_honeypot_mark_lte, "label_honeypot_mark_lt",
             filters.label_honeypot_mark_lt);
  FilterCheck::date("label_created_at", filters.label_created_at);
  check.date("label_created_at_gte", filters.label_created_at_gte, "label_created_at_gt",
             filters.label_created_at_gt);
  check.date("label_created_at_lte", filters.label_created_at_lte, "label_created_at_lt",
             filters.label_created_at_lt);
  check_category_search(filters.label_category_search);
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

/// Names of statuses of before 26.2. They are sent as they are: a service of that time knows no others.
void warn_of_step_statuses(const AssetFilters& filters, const support::MessageLog& log) {
  const auto given = [&filters](StatusInStep status) {
    const auto names = [status](const List<StatusInStep>& list) {
      return list && std::find(list->begin(), list->end(), status) != list->end();
    };
    const auto pairs_name = [status](const auto& list) {
      return list && std::any_of(list->begin(), list->end(),
                                 [status](const auto& pair) { return pair.status == status; });
    };
    return names(filters.step_status_in) || names(filters.step_status_not_in) ||
           pairs_name(filters.step_id_and_status_in) || pairs_name(filters.step_id_and_status_not_in) ||
           pairs_name(filters.step_name_and_status_in) || pairs_name(filters.step_name_and_status_not_in);
  };
  if (given(StatusInStep::doing)) {
    log.warn_deprecated("Step status 'DOING' is deprecated, use 'IN_PROGRESS' instead");
  }
  if (given(StatusInStep::redo)) {
    log.warn_deprecated("Step status 'REDO' is deprecated, use 'REWORK' instead");
  }
}

}  // namespace

void check_filters(std::string_view project_id, const AssetFilters& filters, const support::MessageLog& log) {
  if (project_id.empty()) throw MissingArgumentError("project_id is empty; give the id of the project");
  const FilterCheck check(log);
  warn_of_external_ids(filters, log);
  warn_of_step_statuses(filters, log);
  check.mark("consensus_mark_gte", filters.consensus_mark_gte, "consensus_mark_gt",
             filters.consensus_mark_gt);
  check.mark("consensus_mark_lte", filters.consensus_mark_lte, "consensus_mark_lt",
             filters.consensus_mark_lt);
  check.mark("honeypot_mark_gte", filters.honeypot_mark_gte, "honeypot_mark_gt", filters.honeypot_mark_gt);
  check.mark("honeypot_mark_lte", filters.honeypot_mark_lte, "honeypot_mark_lt", filters.honeypot_mark_lt);
  FilterCheck::mark("inference_mark_gte", filters.inference_mark_gte);
  FilterCheck::mark("inference_mark_lte", filters.inference_mark_lte);
  if (!filters.metadata_where.is_null() && !filters.metadata_where.get().is_object()) {
    throw ValidationError(
        "metadata_where is not a JSON object; give {key: value}, {key: [any, of]} or {key: [low, high]}");
  }
  FilterCheck::date("created_at_gte", filters.created_at_gte);
  FilterCheck::date("created_at_lte", filters.created_at_lte);
  FilterCheck::date("updated_at_gte", filters.updated_at_gte);
  FilterCheck::date("updated_at_lte", filters.updated_at_lte);
  check_label_filters(filters, check);
}

}  // namespace kili::use_cases
