#pragma once

/// @file
/// This header has moved; the old path goes with version 0.2. Include
/// <kili/assets/update_properties_in_assets.hpp>.

#include "kili/assets/update_properties_in_assets.hpp"  // IWYU pragma: export
