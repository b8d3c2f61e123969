#pragma once

/// @file
/// This header has moved; the old path goes with version 0.2. Include <kili/exports/yolo.hpp>.

#include "kili/exports/yolo.hpp"  // IWYU pragma: export
