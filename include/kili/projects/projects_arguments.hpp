#pragma once

/// @file
/// Arguments of `Client::projects()` beside the filters.

#include "kili/listing_arguments.hpp"

namespace kili {
inline namespace v0_1 {

/// Default fields: "consensusTotCoverage", "id", "inputType", "jsonInterface", "minConsensusSize",
/// "reviewCoverage", "roles.id", "roles.role", "roles.user.email", "roles.user.id", "title".
using ProjectsArguments = ListingArguments;

}  // namespace v0_1
}  // namespace kili
