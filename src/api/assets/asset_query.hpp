#pragma once

#include <string>

#include "kili/assets/asset_filters.hpp"
#include "kili/list.hpp"

namespace kili::api {

/// Which assets a query is about: filters that were checked, with names of steps resolved to ids. Of the
/// filters by step those below count, not those of `filters`.
struct AssetQuery {
  AssetFilters filters{};
  std::string project_id{};
  List<StepIdAndStatus> step_id_and_status_in{};
  List<StepIdAndStatus> step_id_and_status_not_in{};
  List<std::string> step_id_in{};
  List<std::string> step_id_not_in{};
};

}  // namespace kili::api
