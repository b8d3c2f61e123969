#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "http/attempt_observation.hpp"
#include "http/attempts.hpp"
#include "http/origin_pauses.hpp"
#include "http/rate_limiter.hpp"
#include "http/retry_notices.hpp"
#include "http/retry_policy.hpp"
#include "kili/http_transport.hpp"
#include "support/call_context.hpp"
#include "support/clock.hpp"
#include "support/message_log.hpp"
#include "support/random.hpp"

namespace kili::http {

/// How a request is sent.
struct SendOptions {
  /// Called before each attempt, after all pauses; what it returns is held as long as the answer.
  std::function<std::shared_ptr<const void>()> before_attempt{};
  /// Called before the request is sent again; may change it, so that a download goes on where it broke off.
  std::function<void(HttpRequest&)> before_repeat{};
  /// Whether the answer is one of the service itself whatever its status, and so final. Not asked about
  /// statuses that say that nothing was done.
  std::function<bool(const HttpResponse&)> is_answer{};
  /// Counts for the rate limit, and is sent again by the rules of the API; else by those of storages.
  bool is_api_call = true;
  /// The service has accepted the key of this request before: a 401 is then a failure that passes.
  bool key_accepted = false;
  /// For messages: the GraphQL operation, "upload" or "download".
  std::string operation;
};

/// A response with what it took to get it.
struct SendResult {
  unsigned attempts = 1;
  std::chrono::milliseconds elapsed{};
  /// The status says that the request was surely not carried out.
  bool not_processed = false;
  /// The status says, by the rules of retries, that the request may have been carried out.
  bool perhaps_processed = false;
  HttpResponse response;
  std::shared_ptr<const void> held{};  ///< Of SendOptions::before_attempt.
  AttemptObservation observation{};    ///< Of the last attempt, ended when that is over with the answer.

  /// What an error about this answer tells support, but for the body.
  [[nodiscard]] ErrorContext error_context(std::string_view operation) const;
};

/// What the clients of a process share.
struct SharedLimits {
  std::shared_ptr<OriginPauses> origin_pauses = OriginPauses::process_wide();
  std::shared_ptr<RateLimiter> rate_limiter = RateLimiter::process_wide();
};

/// The way of every request: once per call the checks of the context, then per attempt the pause that the
/// service asked for, the rate limit, and the transport; after it the decision on a retry. Requests that are
/// not idempotent are repeated only when they cannot have been carried out. URLs are percent-encoded where
/// they must be; a user name and a password in them become an Authorization header. Thread-safe.
class HttpClient {
 public:
  struct Settings {
    std::size_t calls_per_minute = 500;
    std::shared_ptr<Observer> observer{};
    RetryPolicy retry{};
    RetryOptions retry_options{};  ///< Its delays are those of `retry`.
  };

  HttpClient(const Settings& settings, std::shared_ptr<HttpTransport> transport, SharedLimits limits,
             std::shared_ptr<const support::Clock> clock, std::shared_ptr<support::RandomSource> random,
             const support::MessageLog& log);

  /// @return the answer, whatever its status, after the retries.
  /// @throws ConnectionError (context().outcome_unknown: it may have been carried out), AnswerTooLarge,
  /// Cancelled, DeadlineExceeded, HttpError when the service asks for a pause that is longer than a call
  /// waits.
  [[nodiscard]] SendResult send(HttpRequest request, const SendOptions& options,
                                const support::CallContext& context);
  /// The same as a part of an operation that began before: `attempts` is its budget of retries. The caller
  /// tells its notice when the operation succeeds.
  [[nodiscard]] SendResult send(HttpRequest request, const SendOptions& options,
                                const support::CallContext& context, Attempts& attempts);
  /// Waits until the request is sent again, and tells the user, where it takes long, and the observer.
  /// @param observation of the attempt that failed, which ends here. @param reason why it did.
  /// @throws Cancelled, DeadlineExceeded.
  void wait_for_retry(support::Clock::TimePoint at, WaitReason kind, std::string_view operation,
                      std::string_view reason, const support::CallContext& context, Attempts& attempts,
                      AttemptObservation& observation);
  /// A budget of retries of an API call of this operation to this URL that begins now.
  [[nodiscard]] Attempts new_attempts(std::string_view url, std::string_view operation);

 private:
  [[nodiscard]] Attempts new_attempts(const RetryPolicy& policy, std::string_view url,
                                      std::string_view operation);
  void wait_for_turn(const std::string& origin, const SendOptions& options,
                     const support::CallContext& context, Attempts& attempts);
  void wait_for_pause(const std::string& origin, const SendOptions& options,
                      const support::CallContext& context, Attempts& attempts);
  /// Takes note of what an answer asks for. @throws HttpError when that is longer than a call waits.
  void obey(std::chrono::milliseconds asked, const std::string& origin, const SendOptions& options,
            const SendResult& failed, bool outcome_unknown);

  Settings settings_;
  std::shared_ptr<HttpTransport> transport_;
  SharedLimits limits_;
  std::shared_ptr<const support::Clock> clock_;
  std::shared_ptr<support::RandomSource> random_;
  RequestObservation observation_;
  support::MessageLog log_;
  RetryBudget budget_;
  RetryNotices notices_;
};

}  // namespace kili::http
