#pragma once

/// @file
/// Arguments of `Client::delete_from_roles()`.

#include <optional>
#include <string>

namespace kili {
inline namespace v0_1 {

/// A member to remove from a project: `role_id` alone, or `user_email` with `project_id`.
struct DeleteFromRoles {
  std::optional<std::string> project_id{};
  std::optional<std::string> role_id{};  ///< Id of the role, not of the user. Empty counts as not given.
  std::optional<std::string> user_email{};
};

}  // namespace v0_1
}  // namespace kili
