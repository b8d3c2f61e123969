#pragma once

/// @file
/// Arguments of `Client::append_to_issues()`.

#include <optional>
#include <string>

#include "kili/enums.hpp"

namespace kili {
inline namespace v0_1 {

/// One issue or question to create on a label.
struct AppendToIssues {
  std::string label_id{};                   ///< Id of the label. Needed.
  std::optional<std::string> object_mid{};  ///< The `mid` of the object that it is about.
  std::string project_id{};                 ///< Needed.
  std::optional<std::string> text{};        ///< What it says.
  /// Whether it is an issue or a question. Named as in the specification.
  IssueType type_ = IssueType::issue;  // NOLINT(readability-identifier-naming)
};

}  // namespace v0_1
}  // namespace kili
