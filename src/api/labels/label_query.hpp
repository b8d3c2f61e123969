#pragma once

#include <string>

#include "api/assets/asset_query.hpp"
#include "kili/labels/label_filters.hpp"

namespace kili::api {

/// Which labels a query is about: filters that were checked. Of the filters by asset `asset` counts, with
/// names of steps resolved to ids.
struct LabelQuery {
  AssetQuery asset{};  ///< Names the project too.
  LabelFilters filters{};
};

}  // namespace kili::api
