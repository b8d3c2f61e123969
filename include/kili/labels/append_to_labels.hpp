#pragma once

/// @file
/// Arguments of `Client::append_to_labels()`.

#include <cstdint>
#include <optional>
#include <string>

#include "kili/enums.hpp"
#include "kili/labels/new_label.hpp"

namespace kili {
inline namespace v0_1 {

/// A label to create. The asset is named by `label_asset_id`, or by `label_asset_external_id` with
/// `project_id`.
struct AppendToLabels {
  /// Id of the author. Absent: the owner of the API key.
  std::optional<std::string> author_id{};
  LabelResponse json_response{};
  std::optional<std::string> label_asset_external_id{};
  std::optional<std::string> label_asset_id{};
  LabelType label_type = LabelType::default_;
  std::optional<std::string> project_id{};
  /// How long it took to make the label, in seconds; 0 or more.
  std::int64_t seconds_to_label = 0;
};

}  // namespace v0_1
}  // namespace kili
