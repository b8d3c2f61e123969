#pragma once

#include <chrono>

#include "support/backoff.hpp"

namespace kili::engine {

/// How often a mutation whose answer was lost is sent again at most.
inline constexpr unsigned most_repairs = 5;

/// By how much reads of the service are believed to be behind writes at most: later a read shows whatever was
/// changed (docs/service.md, "Reads that lag").
inline constexpr std::chrono::milliseconds longest_read_lag{5'000};

/// Pauses before the state is read after a lost answer, and before the mutation is sent again
/// (docs/service.md, "Numbers").
[[nodiscard]] inline support::Backoff repair_backoff() noexcept {
  return {std::chrono::milliseconds(1'000), std::chrono::milliseconds(8'000)};
}

}  // namespace kili::engine
