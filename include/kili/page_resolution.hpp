#pragma once

/// @file
/// This header has moved; the old path goes with version 0.2. Include <kili/assets/page_resolution.hpp>.

#include "kili/assets/page_resolution.hpp"  // IWYU pragma: export
