#pragma once

/// @file
/// Arguments of `Client::change_asset_external_ids()`.

#include <optional>
#include <string>

#include "kili/list.hpp"

namespace kili {
inline namespace v0_1 {

/// New external ids (specification: `change_asset_external_ids`) of assets named by `asset_ids`, or by
/// `external_ids` with `project_id`.
struct ChangeAssetExternalIds {
  List<std::string> asset_ids{};
  /// Exact current external ids; needs project_id.
  List<std::string> external_ids{};
  /// One per asset.
  List<std::string> new_external_ids{};
  std::optional<std::string> project_id{};
};

}  // namespace v0_1
}  // namespace kili
