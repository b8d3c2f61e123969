#pragma once

/// @file
/// Arguments of `Client::add_metadata()`.

#include <string>

#include "kili/json.hpp"
#include "kili/list.hpp"

namespace kili {
inline namespace v0_1 {

/// Metadata to add to the metadata of assets. Keys that an asset has already get the new value; its other
/// keys stay. Assets are named by `asset_ids` or by `external_ids`.
struct AddMetadata {
  List<std::string> asset_ids{};
  /// Exact external ids.
  List<std::string> external_ids{};
  /// A JSON object per asset, in the order of the assets given.
  List<Json> json_metadata{};
  /// Needed.
  std::string project_id{};
};

}  // namespace v0_1
}  // namespace kili
