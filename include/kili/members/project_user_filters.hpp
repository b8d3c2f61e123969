#pragma once

/// @file
/// Which members of a project a call reads (`project_users`, `count_project_users`).

#include <optional>
#include <string>

#include "kili/list.hpp"
#include "kili/members/member_enums.hpp"

namespace kili {
inline namespace v0_1 {

/// Filters of `project_users()` and `count_project_users()`. An absent member does not filter.
struct ProjectUserFilters {
  std::optional<std::string> email{};            ///< The whole address of the user.
  std::optional<std::string> id{};               ///< Id of the role, not of the user.
  std::optional<std::string> organization_id{};  ///< Id of the organisation of the user.
  /// Not given: members of every status, also those that have left the organisation. The specification's
  /// default names all three, before kili 26.2 all but org_suspended. An empty list matches nobody.
  List<ProjectUserStatus> status_in{};
};

}  // namespace v0_1
}  // namespace kili
