#pragma once

/// @file
/// Arguments of `Client::send_back_to_queue()`.

#include <optional>
#include <string>

#include "kili/assets/moved_assets.hpp"
#include "kili/list.hpp"

namespace kili {
inline namespace v0_1 {

/// Which assets to label again (specification: `send_back_to_queue`): `asset_ids`, or `external_ids` with
/// `project_id`. The service declines assets that have not been labelled yet.
struct SendBackToQueue {
  List<std::string> asset_ids{};
  /// Exact external ids; needs project_id.
  List<std::string> external_ids{};
  std::optional<std::string> project_id{};
};

}  // namespace v0_1
}  // namespace kili
