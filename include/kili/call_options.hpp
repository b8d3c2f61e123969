#pragma once

/// @file
/// What can be given for one call beside its arguments.

#include <chrono>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "kili/callable.hpp"
#include "kili/progress.hpp"

namespace kili {
inline namespace v0_1 {

/// Last argument of every call that does I/O.
struct CallOptions {
  /// Limit of the whole call with all its requests, retries and waits, counted from the call (for a range:
  /// from `assets()`). The call then ends with DeadlineExceeded. Absent: only single requests are limited.
  std::optional<std::chrono::milliseconds> deadline{};
  /// Further headers of all requests of the API that the call sends; they replace those of ClientOptions of
  /// the same name.
  std::vector<std::pair<std::string, std::string>> headers{};
  /// Receives the progress of the call: at most ten times a second and once in the end, from one thread at a
  /// time, which need not be that of the call. What it throws is ignored. Calls of a single request report
  /// nothing.
  detail::Callable<void(const Progress&)> on_progress{};
  /// When it is triggered, the call ends with Cancelled within 100 ms.
  std::stop_token stop_token{};
  /// Trace that the call is part of: value of a `traceparent` header (W3C Trace Context). Each request then
  /// has one of its own with the same trace id.
  std::optional<std::string> traceparent{};
};

}  // namespace v0_1
}  // namespace kili
