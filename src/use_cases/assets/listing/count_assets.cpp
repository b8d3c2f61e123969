#include "use_cases/assets/listing/count_assets.hpp"

#include <string>

#include "use_cases/assets/listing/filter_checks.hpp"
#include "use_cases/workflow_filters.hpp"

namespace kili::use_cases {

std::size_t CountAssets::run(std::string_view project_id, const AssetFilters& filters,
                             const support::CallContext& context) const {
  check_filters(project_id, filters, resources_.log);
  api::AssetQuery query{.filters = filters, .project_id = std::string(project_id)};
  if (depend_on_workflow(filters)) {
    resolve_steps(resources_.api->projects.project(project_id, context), query, resources_.log);
  }
  return resources_.api->assets.count_assets(query, context);
}

}  // namespace kili::use_cases
