#pragma once

/// @file
/// Arguments of `Client::users()` beside the filters.

#include "kili/listing_arguments.hpp"

namespace kili {
inline namespace v0_1 {

/// Default fields: "email", "id", "firstname", "lastname".
using UsersArguments = ListingArguments;

}  // namespace v0_1
}  // namespace kili
