#pragma once

/// @file
/// Arguments of `Client::update_properties_in_assets()`.

#include <cstdint>
#include <optional>
#include <string>

#include "kili/assets/page_resolution.hpp"
#include "kili/json.hpp"
#include "kili/list.hpp"

namespace kili {
inline namespace v0_1 {

/// Which properties of which assets to change (specification: `update_properties_in_assets`). Assets are
/// named by `asset_ids`, or by `external_ids` with `project_id`. Every array that is given has one element
/// per asset; an element that is absent (`std::nullopt`, a null kili::Json, a list that is not given) leaves
/// the property of that asset as it is.
struct UpdatePropertiesInAssets {
  List<std::string> asset_ids{};
  List<std::optional<double>> consensus_marks{};  ///< Between 0 and 1.
  /// Text for TEXT projects, else URLs.
  List<std::optional<std::string>> contents{};
  /// Exact external ids; needs project_id.
  List<std::string> external_ids{};
  List<std::optional<double>> honeypot_marks{};  ///< Between 0 and 1.
  List<std::optional<bool>> is_honeypot_array{};
  List<std::optional<bool>> is_used_for_consensus_array{};
  /// Rich text, or a JSON with URLs of the frames of a video.
  List<std::optional<std::string>> json_contents{};
  /// A JSON object or array, or its text (a JSON string, sent as it is).
  List<Json> json_metadatas{};
  /// Resolutions of all pages of each asset (PDF).
  List<List<PageResolution>> page_resolutions_array{};
  /// 0 is the default of assets. Deprecated: set_assets_priority() tells which assets it does not apply to.
  List<std::optional<std::int32_t>> priorities{};
  std::optional<std::string> project_id{};
  List<std::optional<Resolution>> resolution_array{};
  /// Deprecated and without effect.
  List<std::string> status_array{};
  /// Emails of those who may label the asset. Deprecated by the service in favour of
  /// assign_assets_to_labelers(). Unlike in the other arrays, an element that is absent or empty
  /// removes the restriction.
  List<List<std::string>> to_be_labeled_by_array{};
};

}  // namespace v0_1
}  // namespace kili
