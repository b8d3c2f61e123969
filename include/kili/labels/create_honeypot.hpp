#pragma once

/// @file
/// Arguments of `Client::create_honeypot()`.

#include <optional>
#include <string>

#include "kili/labels/new_label.hpp"

namespace kili {
inline namespace v0_1 {

/// The right answers of an asset. It is named by `asset_id`, or by `asset_external_id` with `project_id`.
struct CreateHoneypot {
  std::optional<std::string> asset_external_id{};
  std::optional<std::string> asset_id{};
  LabelResponse json_response{};
  std::optional<std::string> project_id{};
};

}  // namespace v0_1
}  // namespace kili
