#pragma once

/// @file
/// Arguments of `Client::update_properties_in_role()`.

#include <string>

#include "kili/members/member_enums.hpp"

namespace kili {
inline namespace v0_1 {

/// A new role for a member. All members are needed.
struct UpdatePropertiesInRole {
  std::string project_id{};
  ProjectRole role = ProjectRole::labeler;
  std::string role_id{};  ///< Id of the role, not of the user.
  std::string user_id{};  ///< Id of the user, or the address.
};

}  // namespace v0_1
}  // namespace kili
