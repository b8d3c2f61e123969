#pragma once

#include <cstdint>
#include <memory>
#include <utility>

#include "client/client_implementation.hpp"

namespace kili::test {

/// What a client shares with no other client of the process: its time, its chance, and its limits.
/// @param seed of its chance.
[[nodiscard]] inline ClientDependencies own_dependencies(std::shared_ptr<const support::Clock> clock,
                                                         std::uint64_t seed = 7) {
  return {.clock = std::move(clock),
          .random = std::make_shared<support::RandomSource>(seed),
          .origin_pauses = std::make_shared<http::OriginPauses>(),
          .rate_limiter = std::make_shared<http::RateLimiter>()};
}

}  // namespace kili::test
