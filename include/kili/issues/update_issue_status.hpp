#pragma once

/// @file
/// Arguments of `Client::update_issue_status()`.

#include <string>

#include "kili/enums.hpp"

namespace kili {
inline namespace v0_1 {

/// A new status for an issue.
struct UpdateIssueStatus {
  std::string issue_id{};  ///< Needed.
  IssueStatus status = IssueStatus::solved;
};

}  // namespace v0_1
}  // namespace kili
