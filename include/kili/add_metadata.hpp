#pragma once

/// @file
/// This header has moved; the old path goes with version 0.2. Include <kili/assets/add_metadata.hpp>.

#include "kili/assets/add_metadata.hpp"  // IWYU pragma: export
