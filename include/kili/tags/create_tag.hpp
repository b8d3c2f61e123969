#pragma once

/// @file
/// Arguments of `Client::create_tag()`.

#include <optional>
#include <string>

namespace kili {
inline namespace v0_1 {

/// A tag to create.
struct CreateTag {
  std::optional<std::string> color{};  ///< For example "#ff0000". Absent: the service chooses.
  std::string name{};                  ///< Needed: its label, which no other tag of the organisation has.
};

}  // namespace v0_1
}  // namespace kili
