#include "use_cases/count_assets.hpp"

#include "use_cases/asset_where.hpp"

namespace kili::use_cases {

std::size_t CountAssets::run(std::string_view project_id, const AssetFilters& filters,
                             const support::CallContext& context) const {
  return services_.gateway->count_assets(asset_where(project_id, filters, services_.log), context);
}

}  // namespace kili::use_cases
