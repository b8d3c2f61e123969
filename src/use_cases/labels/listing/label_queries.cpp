#include "use_cases/labels/listing/label_queries.hpp"

#include <string>

#include "kili/errors.hpp"
#include "use_cases/argument_checks.hpp"
#include "use_cases/filter_values.hpp"
#include "use_cases/workflow_filters.hpp"

namespace kili::use_cases {
namespace {

AssetFilters filters_of_assets(const LabelFilters& filters) {
  return {.asset_id = filters.asset_id,
          .external_id_in = filters.asset_external_id_in,
          .external_id_strictly_in = filters.asset_external_id_strictly_in,
          .group_name_in = filters.asset_group_name_in,
          .group_name_not_in = filters.asset_group_name_not_in,
          .status_in = filters.asset_status_in,
          .step_id_in = filters.asset_step_id_in,
          .step_name_in = filters.asset_step_name_in,
          .step_status_in = filters.asset_step_status_in};
}

void check_filter_texts(const LabelFilters& filters) {
  check_texts("asset_external_id_in", filters.asset_external_id_in);
  check_texts("asset_external_id_strictly_in", filters.asset_external_id_strictly_in);
  check_texts("asset_group_name_in", filters.asset_group_name_in);
  check_texts("asset_group_name_not_in", filters.asset_group_name_not_in);
  check_text("asset_id", filters.asset_id.value_or(std::string()));
  check_texts("asset_step_id_in", filters.asset_step_id_in);
  check_texts("asset_step_name_in", filters.asset_step_name_in);
  check_texts("author_in", filters.author_in);
  check_texts("id_contains", filters.id_contains);
  check_text("label_id", filters.label_id.value_or(std::string()));
  check_text("user_id", filters.user_id.value_or(std::string()));
}

}  // namespace

api::LabelQuery checked_label_query(std::string_view project_id, const LabelFilters& filters,
                                    const support::MessageLog& log) {
  if (project_id.empty()) throw MissingArgumentError("project_id is empty; give the id of the project");
  check_text("project_id", project_id);
  check_filter_texts(filters);
  check_category_search("category_search", filters.category_search);
  check_date("created_at", filters.created_at);
  check_date("created_at_gte", filters.created_at_gte);
  check_date("created_at_lte", filters.created_at_lte);
  check_mark("honeypot_mark_gte", filters.honeypot_mark_gte);
  check_mark("honeypot_mark_lte", filters.honeypot_mark_lte);
  if (filters.asset_step_id_in && filters.asset_step_name_in) {
    throw ValidationError(
        "Filters asset_step_id_in and asset_step_name_in both given: use only one of them.");
  }
  api::LabelQuery query{.asset = {.filters = filters_of_assets(filters),
                                  .project_id = std::string(project_id),
                                  .step_id_in = filters.asset_step_id_in},
                        .filters = filters};
  warn_of_former_step_statuses(query.asset.filters, log);
  return query;
}

bool need_steps(const LabelFilters& filters) noexcept {
  return filters.asset_status_in || filters.asset_step_name_in || filters.asset_step_status_in ||
         filters.asset_group_name_in || filters.asset_group_name_not_in;
}

void resolve_asset_steps(const api::Project& project, api::LabelQuery& query,
                         const support::MessageLog& log) {
  try {
    resolve_steps(project, query.asset, log);
  } catch (const ValidationError& error) {
    throw ValidationError(std::string(error.what()) +
                          " (in LabelFilters the names of these filters begin with asset_)");
  }
}

}  // namespace kili::use_cases
