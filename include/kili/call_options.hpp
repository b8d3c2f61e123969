#pragma once

/// @file
/// Cancellation and deadline of one call.

#include <chrono>
#include <optional>
#include <stop_token>

namespace kili {

/// Last argument of every call that does I/O.
struct CallOptions {
  /// The whole call, all its requests, retries and waits included, ends with DeadlineExceeded after this
  /// time, counted from the call (for a range: from `assets()`). Absent: no limit but those of single
  /// requests.
  std::optional<std::chrono::milliseconds> deadline{};
  /// When triggered, the call ends with Cancelled within 100 ms.
  std::stop_token stop_token{};
};

}  // namespace kili
