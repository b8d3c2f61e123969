#pragma once

/// @file
/// This header has moved; the old path goes with version 0.2. Include
/// <kili/assets/append_many_to_dataset.hpp>.

#include "kili/assets/append_many_to_dataset.hpp"  // IWYU pragma: export
