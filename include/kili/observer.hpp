#pragma once

/// @file
/// What a client tells about its requests: every attempt, and every wait between them.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include "kili/export.hpp"
#include "kili/http_transport.hpp"

namespace kili {
inline namespace v0_1 {

// Texts of the structures live as long as the function of the observer that is given them. None of them has
// the API key, credentials, a path or a query of a URL.

/// One attempt to send a request.
struct ObservedAttempt {
  /// Of the call of the client that sends the request; the service has it in its logs.
  std::string_view call_uuid{};
  std::string_view host{};  ///< Name or address alone; empty when the URL is none.
  std::string_view http_method{};
  bool is_api_call = true;    ///< False: upload to a storage or download.
  std::string_view method{};  ///< Of the client, such as "assets"; "Client" for the checks of its key.
  unsigned number = 1;        ///< 1 for the first attempt of a request.
  /// Root field of the GraphQL operation, such as "appendManyAssets"; "upload" or "download".
  std::string_view operation{};
  /// Span of the caller, 16 hexadecimal digits, when the call is part of a trace that was given.
  std::string_view parent_span_id{};
  std::uint16_t port = 0;
  bool sampled = true;         ///< False: the trace that was given is not recorded, as its flags say.
  std::string_view span_id{};  ///< Of this attempt, 16 hexadecimal digits.
  std::chrono::system_clock::time_point started{};
  /// Of the trace that was given; else made of `call_uuid`, so that all attempts of a call are one trace. 32
  /// hexadecimal digits.
  std::string_view trace_id{};
};

/// How an attempt ended.
enum class AttemptOutcome {
  ok,               ///< Answered; a GraphQL answer has no errors.
  http_error,       ///< Answered with a status from 400 on that carries no GraphQL errors.
  graphql_error,    ///< Answered with GraphQL errors, whatever the status.
  unusable_answer,  ///< Answered, but with something else than an answer of the API.
  failed,           ///< No complete answer: AttemptEnd::failure says why.
  cancelled         ///< Ended by the stop token of the call.
};

/// "ok", "http_error" ...
[[nodiscard]] KILI_EXPORT std::string_view to_string(AttemptOutcome outcome) noexcept;
/// "could_not_connect", "connection_lost" ...
[[nodiscard]] KILI_EXPORT std::string_view to_string(TransportFailure failure) noexcept;

/// The end of an attempt.
struct AttemptEnd {
  /// Body of the answer as it came over the network, as far as the transport tells; else as it was read. 0
  /// when no complete answer came.
  std::uint64_t bytes_received = 0;
  /// Body of the request as it was sent, after compression. 0 when no complete answer came.
  std::uint64_t bytes_sent = 0;
  std::chrono::nanoseconds duration{};
  std::string_view error{};  ///< For people; empty: `outcome` is ok.
  std::optional<TransportFailure> failure{};
  AttemptOutcome outcome = AttemptOutcome::ok;
  /// The request is sent again after this time, because of `error`. Absent: it is not.
  std::optional<std::chrono::nanoseconds> retry_delay{};
  int status = 0;  ///< HTTP status; 0: no answer.
};

/// What a call waits for between attempts.
enum class WaitReason {
  backoff,       ///< A request failed; the client chose the time.
  rate_limit,    ///< ClientOptions::calls_per_minute, or the pace that the service has shown to take.
  service_pause  ///< The service has asked for it (Retry-After).
};

/// "backoff", "rate_limit" or "service_pause".
[[nodiscard]] KILI_EXPORT std::string_view to_string(WaitReason reason) noexcept;

/// A wait that is over.
struct ObservedWait {
  std::string_view call_uuid{};
  std::chrono::nanoseconds duration{};  ///< At least 1 ms: shorter waits are not told.
  bool interrupted = false;             ///< By the stop token, or because it would take too long.
  std::string_view method{};            ///< As in ObservedAttempt.
  std::string_view operation{};         ///< As in ObservedAttempt.
  std::string_view parent_span_id{};    ///< As in ObservedAttempt.
  WaitReason reason = WaitReason::backoff;
  bool sampled = true;  ///< As in ObservedAttempt.
  std::chrono::system_clock::time_point started{};
  std::string_view trace_id{};  ///< As in ObservedAttempt.
};

/// Is told what the requests of a client do (ClientOptions::observer). Every attempt that starts also ends,
/// whatever happens. Functions are called from any thread, possibly at the same time, by the thread that
/// waits for the request: what they take, the call takes longer. They must not throw, and must not call a
/// client that has this observer.
class KILI_EXPORT Observer {
 public:
  virtual ~Observer();
  /// The request is handed to the transport.
  virtual void attempt_started(const ObservedAttempt& attempt) noexcept;
  /// Called once for each start, when it is known whether another attempt follows.
  virtual void attempt_ended(const ObservedAttempt& attempt, const AttemptEnd& end) noexcept;
  virtual void waited(const ObservedWait& wait) noexcept;

 protected:
  Observer() = default;
  Observer(const Observer&) = default;
  Observer& operator=(const Observer&) = default;
};

}  // namespace v0_1
}  // namespace kili
