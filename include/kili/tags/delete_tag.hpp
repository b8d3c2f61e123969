#pragma once

/// @file
/// Arguments of `Client::delete_tag()`.

#include <optional>
#include <string>

namespace kili {
inline namespace v0_1 {

/// The tag to delete, by one of its id and its label.
struct DeleteTag {
  std::optional<std::string> tag_id{};
  std::optional<std::string> tag_name{};
};

}  // namespace v0_1
}  // namespace kili
