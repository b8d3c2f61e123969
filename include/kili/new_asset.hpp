#pragma once

/// @file
/// This header has moved; the old path goes with version 0.2. Include <kili/assets/new_asset.hpp>.

#include "kili/assets/new_asset.hpp"  // IWYU pragma: export
