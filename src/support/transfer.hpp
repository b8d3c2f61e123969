#pragma once

#include <cstddef>

#include "support/clock.hpp"

namespace kili::support {

/// What the last attempt of a request moved and how it ended, for those who choose the size of the next one.
struct Transfer {
  enum class End {
    not_sent,  ///< No attempt, or no connection.
    answered,
    lost,  ///< The connection was cut.
    timed_out,
    too_large  ///< The answer was larger than the client holds in memory.
  };

  std::size_t bytes_of_values = 0;  ///< What the answer takes in memory, when it was read.
  std::size_t bytes_received = 0;   ///< Body of the answer, after decompression.
  Clock::Duration elapsed{};
  End end = End::not_sent;
  int status = 0;  ///< HTTP status of the answer.
};

}  // namespace kili::support
