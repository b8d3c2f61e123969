#pragma once

/// @file
/// This header has moved; the old path goes with version 0.2. Include <kili/assets/asset_range.hpp>.

#include "kili/assets/asset_range.hpp"  // IWYU pragma: export
