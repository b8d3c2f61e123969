#pragma once

/// @file
/// Arguments of `Client::get_current_user()`.

#include <string>

#include "kili/list.hpp"

namespace kili {
inline namespace v0_1 {

/// What is asked of the owner of the API key.
struct GetCurrentUser {
  /// Fields to request. Not given: "email", "id", "firstname", "lastname".
  List<std::string> fields{};
};

}  // namespace v0_1
}  // namespace kili
