#pragma once

/// @file
/// Calls as futures: hundreds at once on a few threads.

#include "kili/async/client.hpp"
#include "kili/async/coroutines.hpp"
#include "kili/async/executor.hpp"
#include "kili/async/future.hpp"
