#include "use_cases/labels/listing/count_labels.hpp"

#include "use_cases/labels/listing/label_queries.hpp"

namespace kili::use_cases {

std::size_t CountLabels::run(std::string_view project_id, const LabelFilters& filters,
                             const support::CallContext& context) const {
  api::LabelQuery query = checked_label_query(project_id, filters, resources_.log);
  if (need_steps(filters))
    resolve_asset_steps(resources_.api->projects.project(project_id, context), query, resources_.log);
  return resources_.api->labels.count_labels(query, context);
}

}  // namespace kili::use_cases
