#pragma once

#include "arguments.hpp"
#include "kili/kili.hpp"

namespace kili::driver {

/// The filters among the arguments.
[[nodiscard]] AssetFilters filters_of(Arguments& arguments);

}  // namespace kili::driver
