#pragma once

/// @file
/// Arguments of `Client::update_properties_in_user()`.

#include <optional>
#include <string>

#include "kili/members/member_enums.hpp"

namespace kili {
inline namespace v0_1 {

/// Properties of a user to change; absent ones stay as they are. At least one is needed.
struct UpdatePropertiesInUser {
  std::optional<bool> activated{};
  std::string email{};  ///< Which user. Needed.
  std::optional<std::string> firstname{};
  std::optional<std::string> lastname{};
  std::optional<std::string> organization_id{};
  std::optional<OrganizationRole> organization_role{};
};

}  // namespace v0_1
}  // namespace kili
