#pragma once

/// @file
/// Progress of a call.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace kili {
inline namespace v0_1 {

/// How far a call is.
struct Progress {
  /// Bytes of media and of answers that were moved so far, both ways.
  std::uint64_t bytes = 0;
  std::uint64_t done = 0;  ///< Items that are finished, whatever their outcome.
  /// Since the call began.
  std::chrono::milliseconds elapsed{};
  /// The call is over; no further report follows.
  bool finished = false;
  double per_second = 0;  ///< Items per second, of the last seconds.
  /// What the call does, such as "Importing assets"; valid during the report.
  std::string_view title{};
  std::optional<std::uint64_t> total{};  ///< Absent where it is not known.
};

}  // namespace v0_1
}  // namespace kili
