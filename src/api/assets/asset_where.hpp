#pragma once

#include <nlohmann/json.hpp>

#include "api/assets/asset_query.hpp"

namespace kili::api {

/// The query as AssetWhere of the schema.
[[nodiscard]] nlohmann::json asset_where(const AssetQuery& query);

}  // namespace kili::api
