#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string_view>
#include <utility>

#include "support/clock.hpp"
#include "support/message_log.hpp"

namespace kili::http {

/// Whole seconds for messages, rounded up: a wait of a moment is not one of 0 s.
[[nodiscard]] inline std::int64_t whole_seconds(support::Clock::Duration time) {
  return std::chrono::ceil<std::chrono::seconds>(time).count();
}

/// Tells the user of a client that requests take long because they are sent again, and that it is over: once
/// for all requests that are in this trouble at the same time. Thread-safe.
class RetryNotices {
 public:
  /// Attempts that take longer are worth a warning.
  static constexpr auto patience = std::chrono::seconds(5);

  explicit RetryNotices(support::MessageLog log) : log_(std::move(log)) {}

  /// One request. Used by one thread.
  class Request {
   public:
    explicit Request(RetryNotices& notices) noexcept : notices_(notices) {}
    ~Request();
    Request(const Request&) = delete;
    Request& operator=(const Request&) = delete;

    /// The request is going to wait. Warns when it will then have taken longer than the patience.
    /// @param operation and @param reason what is sent, and why it waits.
    /// @param elapsed since the first attempt; @param pause before the next one; @param most of all attempts.
    void waits(std::string_view operation, std::string_view reason, std::chrono::milliseconds elapsed,
               std::chrono::milliseconds pause, std::chrono::milliseconds most);
    /// The request was answered well.
    void succeeded(std::string_view operation, std::chrono::milliseconds elapsed) noexcept;

   private:
    bool in_trouble_ = false;
    RetryNotices& notices_;
  };

 private:
  support::MessageLog log_;
  std::mutex mutex_;
  std::size_t in_trouble_ = 0;
};

}  // namespace kili::http
