#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "kili/call_options.hpp"
#include "kili/errors.hpp"
#include "support/clock.hpp"
#include "support/transfer.hpp"

namespace kili::support {

class ProgressMeter;

/// How large the next answer of a call should be, by what is known of earlier ones; 0: nothing is known.
struct ExpectedAnswer {
  std::size_t bytes = 0;
  std::size_t bytes_of_values = 0;  ///< In memory, when it was read.
};

/// What all requests of one call of the public API share: the name for the service's logs, the stop token and
/// the deadline; and where the figures of the last attempt are noted.
struct CallContext {
  std::string call_uuid;
  std::optional<Clock::TimePoint> deadline;
  ExpectedAnswer expected{};
  /// Further headers of requests of the API; null: none.
  std::shared_ptr<const std::vector<std::pair<std::string, std::string>>> headers{};
  std::string method_name;
  /// Counts what the call has done; null: nobody asks.
  std::shared_ptr<ProgressMeter> progress{};
  std::stop_token stop_token;
  /// Trace that the call is part of; empty: none.
  std::string traceparent{};
  /// Filled by each attempt of a request, also by one that fails; null: not wanted. One context with it
  /// serves one request at a time.
  Transfer* transfer = nullptr;

  /// @throws Cancelled, DeadlineExceeded.
  void check(Clock::TimePoint now) const {
    if (stop_token.stop_requested()) throw Cancelled(method_name + " was cancelled by its stop token");
    if (deadline && now >= *deadline) throw_deadline_exceeded();
  }
  [[noreturn]] void throw_deadline_exceeded() const {
    throw DeadlineExceeded(method_name +
                           " did not finish before its deadline; give CallOptions::deadline more time");
  }
  /// Waits. @throws Cancelled, and DeadlineExceeded at once when the wait would overrun the deadline.
  void sleep_until(const Clock& clock, Clock::TimePoint until) const {
    if (deadline && until >= *deadline) throw_deadline_exceeded();
    if (!clock.sleep_until(until, stop_token)) check(clock.now());
  }
  /// The same call, stopped by another token.
  [[nodiscard]] CallContext with_stop_token(std::stop_token token) const {
    CallContext copy = *this;
    copy.stop_token = std::move(token);
    return copy;
  }
};

}  // namespace kili::support
