#pragma once

/// @file
/// This header has moved; the old path goes with version 0.2. Include
/// <kili/assets/change_asset_external_ids.hpp>.

#include "kili/assets/change_asset_external_ids.hpp"  // IWYU pragma: export
