#pragma once

/// @file
/// Arguments of `Client::append_to_roles()`.

#include <string>

#include "kili/members/member_enums.hpp"

namespace kili {
inline namespace v0_1 {

/// A user to make a member of a project, or a member whose role is to change.
struct AppendToRoles {
  std::string project_id{};  ///< Needed.
  ProjectRole role = ProjectRole::labeler;
  std::string user_email{};  ///< Needed. Somebody whom the organisation does not know is invited.
};

}  // namespace v0_1
}  // namespace kili
