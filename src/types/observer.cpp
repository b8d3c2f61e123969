#include "kili/observer.hpp"

#include <array>
#include <cstddef>

namespace kili {
inline namespace v0_1 {
namespace {

// In the order of the enumerators.
constexpr auto outcome_words = std::to_array<std::string_view>(
    {"ok", "http_error", "graphql_error", "unusable_answer", "failed", "cancelled"});
static_assert(outcome_words.size() == static_cast<std::size_t>(AttemptOutcome::cancelled) + 1);
constexpr auto failure_words = std::to_array<std::string_view>(
    {"could_not_connect", "connection_lost", "timed_out", "response_too_large", "tls_failed", "proxy_refused",
     "file_failed", "bad_request", "unreadable_response"});
static_assert(failure_words.size() == static_cast<std::size_t>(TransportFailure::unreadable_response) + 1);
constexpr auto wait_words = std::to_array<std::string_view>({"backoff", "rate_limit", "service_pause"});
static_assert(wait_words.size() == static_cast<std::size_t>(WaitReason::service_pause) + 1);

}  // namespace

std::string_view to_string(AttemptOutcome outcome) noexcept {
  return outcome_words[static_cast<std::size_t>(outcome)];
}

std::string_view to_string(TransportFailure failure) noexcept {
  return failure_words[static_cast<std::size_t>(failure)];
}

std::string_view to_string(WaitReason reason) noexcept {
  return wait_words[static_cast<std::size_t>(reason)];
}

Observer::~Observer() = default;
void Observer::attempt_started(const ObservedAttempt& /*attempt*/) noexcept {}
void Observer::attempt_ended(const ObservedAttempt& /*attempt*/, const AttemptEnd& /*end*/) noexcept {}
void Observer::waited(const ObservedWait& /*wait*/) noexcept {}

}  // namespace v0_1
}  // namespace kili
