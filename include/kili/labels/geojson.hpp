#pragma once

/// @file
/// This header has moved; the old path goes with version 0.2. Include <kili/exports/geojson.hpp>.

#include "kili/exports/geojson.hpp"  // IWYU pragma: export
