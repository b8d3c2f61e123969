#pragma once

/// @file
/// Result of `Client::add_to_review()` and `Client::send_back_to_queue()`.

#include "kili/assets/asset_action_outcome.hpp"

namespace kili {
inline namespace v0_1 {

/// The assets that a call has moved, and those that it could not move.
using MovedAssets = AssetActionOutcome;

}  // namespace v0_1
}  // namespace kili
