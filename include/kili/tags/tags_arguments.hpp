#pragma once

/// @file
/// Arguments of `Client::tags()`.

#include <optional>
#include <string>

#include "kili/list.hpp"

namespace kili {
inline namespace v0_1 {

/// Which tags are listed, and what of them.
struct TagsArguments {
  /// Not given: "id", "organizationId", "label", "checkedForProjects".
  List<std::string> fields{};
  /// Only the tags of this project. Absent: all tags of the organisation.
  std::optional<std::string> project_id{};
};

}  // namespace v0_1
}  // namespace kili
