#pragma once

/// @file
/// This header has moved; the old path goes with version 0.2. Include <kili/exports/coco.hpp>.

#include "kili/exports/coco.hpp"  // IWYU pragma: export
