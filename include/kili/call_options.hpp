#pragma once

/// @file
/// Cancellation and deadline of one call.

#include <chrono>
#include <optional>
#include <stop_token>

namespace kili {
inline namespace v0_1 {

/// Last argument of every call that does I/O.
struct CallOptions {
  /// Limit of the whole call with all its requests, retries and waits, counted from the call (for a range:
  /// from `assets()`). The call then ends with DeadlineExceeded. Absent: only single requests are limited.
  std::optional<std::chrono::milliseconds> deadline{};
  /// When it is triggered, the call ends with Cancelled within 100 ms.
  std::stop_token stop_token{};
};

}  // namespace v0_1
}  // namespace kili
