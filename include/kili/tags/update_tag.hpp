#pragma once

/// @file
/// Arguments of `Client::update_tag()`.

#include <string>

namespace kili {
inline namespace v0_1 {

/// The new label of a tag. Both members are needed.
struct UpdateTag {
  std::string new_tag_name{};
  std::string tag_name{};  ///< The label that it has now.
};

}  // namespace v0_1
}  // namespace kili
