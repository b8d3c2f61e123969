#pragma once

/// @file
/// This header has moved; the old path goes with version 0.2. Include <kili/assets/asset_filters.hpp>.

#include "kili/assets/asset_filters.hpp"  // IWYU pragma: export
