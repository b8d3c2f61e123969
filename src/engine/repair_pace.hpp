#pragma once

#include <chrono>

namespace kili::use_cases {

/// How often a mutation whose answer was lost is looked after and sent again.
inline constexpr unsigned most_repairs = 5;
/// Pause before the first look; doubled each time (contract/README.md, "Numbers": pause after mutations
/// before verifying).
inline constexpr std::chrono::milliseconds first_repair_delay{1'000};
inline constexpr std::chrono::milliseconds longest_repair_delay{8'000};

}  // namespace kili::use_cases
