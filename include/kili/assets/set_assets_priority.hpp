#pragma once

/// @file
/// Arguments of `Client::set_assets_priority()`.

#include <cstdint>
#include <optional>
#include <string>

#include "kili/list.hpp"

namespace kili {
inline namespace v0_1 {

/// Which assets get which priority. Assets are named by `asset_ids`, or by `external_ids` with `project_id`.
struct SetAssetsPriority {
  List<std::string> asset_ids{};
  /// Exact external ids; needs project_id.
  List<std::string> external_ids{};
  /// 0 is the default of assets; those with a higher one are labelled first.
  std::int32_t priority = 0;
  std::optional<std::string> project_id{};
};

}  // namespace v0_1
}  // namespace kili
