#pragma once

/// @file
/// Arguments of `Client::delete_many_from_dataset()`.

#include <optional>
#include <string>

#include "kili/list.hpp"

namespace kili {
inline namespace v0_1 {

/// Which assets to delete (specification: `delete_many_from_dataset`): `asset_ids`, or `external_ids` with
/// `project_id`.
struct DeleteManyFromDataset {
  List<std::string> asset_ids{};
  /// Exact external ids; needs project_id.
  List<std::string> external_ids{};
  std::optional<std::string> project_id{};
};

}  // namespace v0_1
}  // namespace kili
