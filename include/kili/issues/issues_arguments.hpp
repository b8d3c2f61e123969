#pragma once

/// @file
/// Arguments of `Client::issues()` beside the filters.

#include "kili/listing_arguments.hpp"

namespace kili {
inline namespace v0_1 {

/// Default fields: "id", "createdAt", "status", "type", "assetId".
using IssuesArguments = ListingArguments;

}  // namespace v0_1
}  // namespace kili
