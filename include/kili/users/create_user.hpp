#pragma once

/// @file
/// Arguments of `Client::create_user()`.

#include <optional>
#include <string>

#include "kili/members/member_enums.hpp"

namespace kili {
inline namespace v0_1 {

/// A user to add to the organisation.
struct CreateUser {
  std::string email{};  ///< Needed. The service keeps it in lower case.
  std::optional<std::string> firstname{};
  std::optional<std::string> lastname{};
  OrganizationRole organization_role = OrganizationRole::user;
  std::string password{};  ///< Needed. In no message and no log.
};

}  // namespace v0_1
}  // namespace kili
