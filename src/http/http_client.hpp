#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "http/attempts.hpp"
#include "http/rate_limiter.hpp"
#include "http/retry_policy.hpp"
#include "kili/http_transport.hpp"
#include "support/call_context.hpp"
#include "support/clock.hpp"
#include "support/message_log.hpp"
#include "support/random.hpp"

namespace kili::http {

/// How a request is sent.
struct SendOptions {
  /// Called before the request is sent again; may change it, so that a download goes on where it broke off.
  std::function<void(HttpRequest&)> before_repeat{};
  /// Counts for the rate limit, and a 429 to it slows the whole client down.
  bool is_api_call = true;
  /// For messages: the GraphQL operation, "upload" or "download".
  std::string operation;
};

/// A response with what it took to get it.
struct SendResult {
  unsigned attempts = 1;
  std::chrono::milliseconds elapsed{};
  HttpResponse response;

  /// What an error about this answer tells support, but for the body.
  [[nodiscard]] ErrorContext error_context(std::string_view operation) const;
};

/// The way of every request: once per call the checks of the context, then per attempt the rate limit, the
/// pause that the service asked for, and the transport; after it the decision on a retry. Requests that are
/// not idempotent are repeated only when they cannot have been carried out. Thread-safe.
class HttpClient {
 public:
  struct Settings {
    std::size_t calls_per_minute = 500;
    RetryPolicy retry{};
  };

  HttpClient(Settings settings, std::shared_ptr<HttpTransport> transport,
             std::shared_ptr<RateLimiter> rate_limiter, std::shared_ptr<const support::Clock> clock,
             std::shared_ptr<support::RandomSource> random, support::MessageLog log);

  /// @return the answer, whatever its status, after the retries.
  /// @throws ConnectionError (context().outcome_unknown: it may have been carried out), Cancelled,
  /// DeadlineExceeded.
  [[nodiscard]] SendResult send(HttpRequest request, const SendOptions& options,
                                const support::CallContext& context);
  /// The same as a part of an operation that began before: `attempts` is its budget of retries.
  [[nodiscard]] SendResult send(HttpRequest request, const SendOptions& options,
                                const support::CallContext& context, Attempts& attempts);
  /// A budget of retries that begins now.
  [[nodiscard]] Attempts new_attempts() const;

 private:
  void wait_for_turn(const SendOptions& options, const support::CallContext& context);
  void pause_api_calls_until(support::Clock::TimePoint until);

  Settings settings_;
  std::shared_ptr<HttpTransport> transport_;
  std::shared_ptr<RateLimiter> rate_limiter_;
  std::shared_ptr<const support::Clock> clock_;
  std::shared_ptr<support::RandomSource> random_;
  support::MessageLog log_;
  std::mutex mutex_;
  support::Clock::TimePoint paused_until_{};
};

}  // namespace kili::http
