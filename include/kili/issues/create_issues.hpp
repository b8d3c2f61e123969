#pragma once

/// @file
/// Arguments of `Client::create_issues()`.

#include <optional>
#include <string>

#include "kili/list.hpp"

namespace kili {
inline namespace v0_1 {

/// Issues to create on labels of one project, one for each element of `label_id_array`. The other lists are
/// not given, or have the same length; absent elements are left open.
struct CreateIssues {
  List<std::string> label_id_array{};  ///< Ids of the labels. Needed. A label may be named several times.
  /// The `mid` of the object of the label that each issue is about.
  List<std::optional<std::string>> object_mid_array{};
  List<std::optional<std::string>> text_array{};  ///< What each issue says.
};

}  // namespace v0_1
}  // namespace kili
