#pragma once

/// @file
/// Arguments of `Client::update_properties_in_label()`.

#include <cstdint>
#include <optional>
#include <string>

#include "kili/labels/new_label.hpp"

namespace kili {
inline namespace v0_1 {

/// What to change of a label; what is absent stays.
struct UpdatePropertiesInLabel {
  std::optional<LabelResponse> json_response{};
  std::string label_id{};
  std::optional<std::string> model_name{};
  /// How long it took to make the label, in seconds; 0 or more.
  std::optional<std::int64_t> seconds_to_label{};
};

}  // namespace v0_1
}  // namespace kili
