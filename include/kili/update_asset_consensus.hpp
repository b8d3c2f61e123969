#pragma once

/// @file
/// This header has moved; the old path goes with version 0.2. Include
/// <kili/assets/update_asset_consensus.hpp>.

#include "kili/assets/update_asset_consensus.hpp"  // IWYU pragma: export
