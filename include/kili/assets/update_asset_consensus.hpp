#pragma once

/// @file
/// Arguments of `Client::update_asset_consensus()`.

#include <optional>
#include <string>

namespace kili {
inline namespace v0_1 {

/// Switches consensus of one asset on or off. The asset is named by `asset_id` or `external_id`.
struct UpdateAssetConsensus {
  std::optional<std::string> asset_id{};
  /// Exact external id.
  std::optional<std::string> external_id{};
  bool is_consensus = false;
  /// Needed.
  std::string project_id{};
};

}  // namespace v0_1
}  // namespace kili
