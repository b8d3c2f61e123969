#pragma once

/// @file
/// This header has moved; the old path goes with version 0.2. Include <kili/assets/assets_arguments.hpp>.

#include "kili/assets/assets_arguments.hpp"  // IWYU pragma: export
