#pragma once

/// @file
/// Arguments of `Client::assign_assets_to_labelers()`.

#include <optional>
#include <string>

#include "kili/list.hpp"

namespace kili {
inline namespace v0_1 {

/// Which users are to label which assets. Assets are named by `asset_ids`, or by `external_ids` with
/// `project_id`.
struct AssignAssetsToLabelers {
  List<std::string> asset_ids{};
  /// Exact external ids; needs project_id.
  List<std::string> external_ids{};
  std::optional<std::string> project_id{};
  /// Ids of users, one list per asset; `{}` removes all users from the asset.
  List<List<std::string>> to_be_labeled_by_array{};
};

}  // namespace v0_1
}  // namespace kili
