#pragma once

#include <string_view>

#include <nlohmann/json.hpp>

#include "kili/assets/asset_filters.hpp"
#include "support/message_log.hpp"

namespace kili::use_cases {

/// The filters as AssetWhere of the schema, without those on names of steps, for which apply_workflow_filters
/// needs the project. Warns of deprecated ones.
/// @throws ValidationError naming the argument: empty project_id, a date that is none or does not exist, a
/// mark that is not a number, metadata_where that is not an object, a category search that is none.
[[nodiscard]] nlohmann::json asset_where(std::string_view project_id, const AssetFilters& filters,
                                         const support::MessageLog& log);

}  // namespace kili::use_cases
