#pragma once

/// @file
/// Arguments of `Client::update_password()`.

#include <string>

namespace kili {
inline namespace v0_1 {

/// A new password for a user. All members are needed; no password is in a message or log.
struct UpdatePassword {
  std::string email{};
  std::string new_password_1{};
  std::string new_password_2{};  ///< The new password again.
  std::string old_password{};
};

}  // namespace v0_1
}  // namespace kili
