#pragma once

/// @file
/// This header has moved; the old path goes with version 0.2. Include <kili/assets/skip_or_unskip.hpp>.

#include "kili/assets/skip_or_unskip.hpp"  // IWYU pragma: export
