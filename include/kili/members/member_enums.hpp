#pragma once

/// @file
/// Closed sets of words about members of projects and users of the organisation.

#include <string_view>

#include "kili/enums.hpp"
#include "kili/export.hpp"

namespace kili {
inline namespace v0_1 {

/// Role of a member in a project (`role`).
enum class ProjectRole {
  admin,
  team_manager,
  reviewer,
  labeler
};
/// Status of a member of a project (`status_in`).
enum class ProjectUserStatus {
  activated,     ///< The account in the organisation is active.
  org_admin,     ///< The user administers the organisation.
  org_suspended  ///< The account is suspended.
};
/// Role of a user in the organisation (`organization_role`).
enum class OrganizationRole {
  admin,
  user
};

/// The word on the wire, for example "TEAM_MANAGER".
[[nodiscard]] KILI_EXPORT std::string_view to_string(ProjectRole value) noexcept;
[[nodiscard]] KILI_EXPORT std::string_view to_string(ProjectUserStatus value) noexcept;
[[nodiscard]] KILI_EXPORT std::string_view to_string(OrganizationRole value) noexcept;

template <>
KILI_EXPORT ProjectRole from_string<ProjectRole>(std::string_view word);
template <>
KILI_EXPORT ProjectUserStatus from_string<ProjectUserStatus>(std::string_view word);
template <>
KILI_EXPORT OrganizationRole from_string<OrganizationRole>(std::string_view word);

}  // namespace v0_1
}  // namespace kili
