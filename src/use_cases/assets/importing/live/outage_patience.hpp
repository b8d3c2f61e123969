#pragma once

#include <chrono>
#include <exception>
#include <mutex>
#include <optional>
#include <stop_token>
#include <utility>

#include "support/backoff.hpp"
#include "support/call_context.hpp"
#include "support/clock.hpp"
#include "support/message_log.hpp"

namespace kili::use_cases {

/// Whether an error tells that the service, or the way to it, does not work at the moment.
[[nodiscard]] bool is_outage(const std::exception_ptr& error);

/// Lets the requests of an open import outlive an outage: one that failed although it was retried is tried
/// again, as long as the import is open. Other imports have none. Thread-safe.
class OutagePatience {
 public:
  /// None.
  OutagePatience() = default;
  /// Tells of outages in warnings, at most one a minute.
  /// @param closing is triggered when the import is being closed. The references outlive the object.
  OutagePatience(const support::Clock& clock, const support::MessageLog& log, std::stop_token closing)
      : clock_(&clock), closing_(std::move(closing)), log_(&log) {}

  [[nodiscard]] bool is_given() const noexcept { return clock_ != nullptr; }
  /// False for an import that is being closed, too.
  [[nodiscard]] bool lasts() const noexcept { return clock_ != nullptr && !closing_.stop_requested(); }

  /// Pauses between the attempts of one request.
  class Pauses {
   public:
    explicit Pauses(const OutagePatience& patience) : patience_(patience) {}
    /// Waits after an error, not longer than until the import is being closed. @return whether to try again.
    /// @throws Cancelled, DeadlineExceeded.
    [[nodiscard]] bool wait_after(const std::exception_ptr& error, const support::CallContext& context);

   private:
    const OutagePatience& patience_;
    support::Backoff backoff_{std::chrono::milliseconds(1'000), std::chrono::milliseconds(10'000)};
  };

  /// Makes a request that may be repeated. @throws what it threw last.
  template <typename Request>
  auto run(const support::CallContext& context, const Request& request) const {
    for (Pauses pauses(*this);;) {
      try {
        return request();
      } catch (...) {
        if (!pauses.wait_after(std::current_exception(), context)) throw;
      }
    }
  }

 private:
  /// @throws Cancelled, DeadlineExceeded.
  void wait_until(support::Clock::TimePoint until, const support::CallContext& context) const;
  void warn_of(const std::exception_ptr& error) const;

  const support::Clock* clock_ = nullptr;
  std::stop_token closing_;
  const support::MessageLog* log_ = nullptr;
  mutable std::mutex mutex_;
  mutable std::optional<support::Clock::TimePoint> warned_at_;
};

}  // namespace kili::use_cases
