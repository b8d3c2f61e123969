#pragma once

/// @file
/// Arguments of `Client::project_users()` beside the filters.

#include "kili/listing_arguments.hpp"

namespace kili {
inline namespace v0_1 {

/// Default fields: "activated", "id", "role", "starred", "user.email", "user.id", "status".
using ProjectUsersArguments = ListingArguments;

}  // namespace v0_1
}  // namespace kili
