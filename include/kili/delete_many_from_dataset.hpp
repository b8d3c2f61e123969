#pragma once

/// @file
/// This header has moved; the old path goes with version 0.2. Include
/// <kili/assets/delete_many_from_dataset.hpp>.

#include "kili/assets/delete_many_from_dataset.hpp"  // IWYU pragma: export
