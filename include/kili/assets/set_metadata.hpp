#pragma once

/// @file
/// Arguments of `Client::set_metadata()`.

#include <string>

#include "kili/json.hpp"
#include "kili/list.hpp"

namespace kili {
inline namespace v0_1 {

/// Metadata that replace the metadata of assets. The keys `text`, `imageUrl`, `url` and
/// `processingParameters`, which the service itself uses, keep their values unless they are given. Assets are
/// named by `asset_ids` or by `external_ids`.
struct SetMetadata {
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
