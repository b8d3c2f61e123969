#pragma once

/// @file
/// Arguments of `Client::update_properties_in_project_user()`.

#include <string>

#include "kili/members/member_enums.hpp"

namespace kili {
inline namespace v0_1 {

/// A new role for a member, named by the address. All members are needed.
struct UpdatePropertiesInProjectUser {
  std::string project_id{};
  ProjectRole role = ProjectRole::labeler;
  std::string user_email{};
};

}  // namespace v0_1
}  // namespace kili
