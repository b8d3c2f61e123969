#pragma once

#include <nlohmann/json.hpp>

#include "support/call_context.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// Whether the asset is an image of a satellite whose labels have longitudes and latitudes. Reads
/// "jsonContent" where it is given by URL.
/// @throws HttpError that document cannot be read.
[[nodiscard]] bool is_geotiff(const nlohmann::json& record, const Resources& resources,
                              const support::CallContext& context);

}  // namespace kili::use_cases
