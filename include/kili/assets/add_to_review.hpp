#pragma once

/// @file
/// Arguments of `Client::add_to_review()`.

#include <optional>
#include <string>

#include "kili/assets/moved_assets.hpp"
#include "kili/list.hpp"

namespace kili {
inline namespace v0_1 {

/// Which assets to put into review (specification: `add_to_review`): `asset_ids`, or `external_ids` with
/// `project_id`. The service declines assets without a label.
struct AddToReview {
  List<std::string> asset_ids{};
  /// Exact external ids; needs project_id.
  List<std::string> external_ids{};
  std::optional<std::string> project_id{};
};

}  // namespace v0_1
}  // namespace kili
