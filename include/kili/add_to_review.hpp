#pragma once

/// @file
/// This header has moved; the old path goes with version 0.2. Include <kili/assets/add_to_review.hpp>.

#include "kili/assets/add_to_review.hpp"  // IWYU pragma: export
