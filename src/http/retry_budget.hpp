#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>

#include "support/clock.hpp"
#include "support/message_log.hpp"

namespace kili::http {

/// How many retries all requests of a client may make within 60 seconds. Thread-safe.
class RetryBudget {
 public:
  /// @param most absent: any number.
  RetryBudget(std::optional<std::size_t> most, support::MessageLog log);

  /// Counts a retry. @return false when there are none left, of which the user is told once a minute.
  [[nodiscard]] bool take(support::Clock::TimePoint now);

 private:
  static constexpr auto window = std::chrono::seconds(60);

  support::MessageLog log_;
  const std::optional<std::size_t> most_;
  std::mutex mutex_;
  std::deque<support::Clock::TimePoint> taken_;  ///< Within the last 60 seconds.
  std::optional<support::Clock::TimePoint> told_;
};

}  // namespace kili::http
