#include "use_cases/assets/listing/count_assets.hpp"

#include "api/assets/asset_where.hpp"
#include "use_cases/assets/listing/workflow_filters.hpp"

namespace kili::use_cases {

std::size_t CountAssets::run(std::string_view project_id, const AssetFilters& filters,
                             const support::CallContext& context) const {
  auto where = asset_where(project_id, filters, services_.log);
  if (depend_on_workflow(filters)) {
    apply_workflow_filters(filters, services_.gateway->project(project_id, context), where, services_.log);
  }
  return services_.gateway->count_assets(where, context);
}

}  // namespace kili::use_cases
