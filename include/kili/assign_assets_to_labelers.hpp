#pragma once

/// @file
/// This header has moved; the old path goes with version 0.2. Include
/// <kili/assets/assign_assets_to_labelers.hpp>.

#include "kili/assets/assign_assets_to_labelers.hpp"  // IWYU pragma: export
