#pragma once

/// @file
/// This header has moved; the old path goes with version 0.2. Include <kili/assets/send_back_to_queue.hpp>.

#include "kili/assets/send_back_to_queue.hpp"  // IWYU pragma: export
