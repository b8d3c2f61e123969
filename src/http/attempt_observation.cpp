#include "http/attempt_observation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <new>
#include <string>

#include "http/url.hpp"
#include "support/shown_text.hpp"
#include "support/text.hpp"
#include "support/trace_context.hpp"

namespace kili::http {
namespace {

constexpr std::string_view traceparent = "traceparent";
/// Shorter waits are those for a lock.
constexpr auto shortest_wait = std::chrono::milliseconds(1);
constexpr std::size_t longest_shown_name = 255;

std::uint64_t body_size_of(const HttpRequest& request) noexcept {
  if (request.file_body) return request.file_body->size;
  return request.memory_body ? request.memory_body->bytes.size() : request.body.size();
}

void set_header(HttpRequest& request, std::string_view name, std::string value) {
  const auto found = std::find_if(request.headers.begin(), request.headers.end(), [name](const auto& header) {
    return support::equal_ignoring_case(header.first, name);
  });
  if (found == request.headers.end()) {
    request.headers.emplace_back(name, std::move(value));
  } else {
    found->second = std::move(value);
  }
}

std::uint16_t port_number(std::string_view port) noexcept {
  std::uint16_t number = 0;
  std::from_chars(port.data(), port.data() + port.size(), number);
  return number;
}

std::string_view parent_of(const support::TraceContext& trace) noexcept {
  return trace.has_parent() ? std::string_view(trace.parent_id) : std::string_view();
}

}  // namespace

/// What the observer is told points into it.
struct AttemptObservation::State {
  std::shared_ptr<Observer> observer;
  std::shared_ptr<const support::Clock> clock;
  std::string call_uuid;
  std::string error;
  std::string host;
  std::string http_method;
  std::string method;
  std::string operation;
  std::string span_id;
  support::TraceContext trace;
  ObservedAttempt attempt;
  AttemptEnd ending;
  std::uint64_t body_size = 0;
  support::Clock::TimePoint began;
  bool is_over = false;

  /// The duration ends, the first time.
  void over() {
    if (is_over) return;
    is_over = true;
    ending.duration = clock->now() - began;
  }
};

AttemptObservation::AttemptObservation() noexcept = default;
AttemptObservation::AttemptObservation(std::unique_ptr<State> state) noexcept : state_(std::move(state)) {}
AttemptObservation::~AttemptObservation() { end(); }
AttemptObservation::AttemptObservation(AttemptObservation&& other) noexcept = default;
AttemptObservation& AttemptObservation::operator=(AttemptObservation&& other) noexcept {
  if (this == &other) return *this;
  end();
  state_ = std::move(other.state_);
  return *this;
}

void AttemptObservation::answered(const HttpResponse& response) {
  if (!state_) return;
  state_->over();
  AttemptEnd& ending = state_->ending;
  ending.bytes_received = response.bytes_received > 0 ? response.bytes_received : response.body.size();
  ending.bytes_sent = response.bytes_sent > 0 ? response.bytes_sent : state_->body_size;
  ending.status = response.status;
  if (response.status >= 400) {
    found(AttemptOutcome::http_error, fmt::format("HTTP {}", response.status));
  } else {
    ending.outcome = AttemptOutcome::ok;
    state_->error.clear();
  }
}

void AttemptObservation::failed(const TransportError& error) {
  if (!state_) return;
  state_->over();
  state_->ending.failure = error.failure();
  found(AttemptOutcome::failed, error.what());
}

void AttemptObservation::cancelled() {
  if (!state_) return;
  state_->over();
  found(AttemptOutcome::cancelled, "cancelled by its stop token");
}

void AttemptObservation::found(AttemptOutcome outcome, std::string_view error) {
  if (!state_) return;
  state_->ending.outcome = outcome;
  state_->error = support::shown_text(error, support::longest_shown_message);
}

void AttemptObservation::retries_at(support::Clock::TimePoint at) {
  if (!state_) return;
  state_->ending.retry_delay = std::max(at - state_->clock->now(), support::Clock::Duration(0));
}

void AttemptObservation::end() noexcept {
  if (!state_) return;
  const auto state = std::move(state_);
  state->over();
  state->ending.error = state->error;
  state->observer->attempt_ended(state->attempt, state->ending);
}

AttemptObservation RequestObservation::attempt(HttpRequest& request, std::string_view operation,
                                               bool is_api_call, unsigned number,
                                               const support::CallContext& context) const {
  const bool sends_trace = is_api_call && !context.traceparent.empty();
  if (!observer_ && !sends_trace) return {};
  auto trace = support::TraceContext::of_call(context.traceparent, context.call_uuid);
  std::string span_id = support::new_span_id(*random_);
  if (sends_trace) {
    support::TraceContext own = trace;
    own.parent_id = span_id;
    set_header(request, traceparent, own.to_text());
  }
  if (!observer_) return {};
  auto state = std::make_unique<AttemptObservation::State>();
  if (const auto url = Url::parse(request.url)) {
    // A service can send any bytes as the host of a URL to upload to.
    state->host = support::shown_text(url->host, longest_shown_name);
    state->attempt.port = port_number(url->port);
  }
  state->observer = observer_;
  state->clock = clock_;
  state->call_uuid = context.call_uuid;
  state->error = "it ended by an exception of the transport";
  state->http_method = request.method;
  state->method = context.method_name;
  state->operation = support::shown_text(operation, longest_shown_name);
  state->span_id = std::move(span_id);
  state->trace = std::move(trace);
  state->body_size = body_size_of(request);
  state->ending.outcome = AttemptOutcome::failed;
  ObservedAttempt& attempt = state->attempt;
  attempt.call_uuid = state->call_uuid;
  attempt.host = state->host;
  attempt.http_method = state->http_method;
  attempt.is_api_call = is_api_call;
  attempt.method = state->method;
  attempt.number = number;
  attempt.operation = state->operation;
  attempt.parent_span_id = parent_of(state->trace);
  attempt.sampled = state->trace.is_sampled();
  attempt.span_id = state->span_id;
  attempt.started = clock_->wall_time();
  attempt.trace_id = state->trace.trace_id;
  state->began = clock_->now();
  observer_->attempt_started(attempt);
  return AttemptObservation(std::move(state));
}

WaitObservation::WaitObservation(Observer* observer, const support::Clock& clock, WaitReason reason,
                                 std::string_view operation, const support::CallContext& context)
    : observer_(observer), clock_(clock), context_(context), operation_(operation), reason_(reason) {
  if (observer_ != nullptr) began_ = clock_.now();
}

WaitObservation::~WaitObservation() {
  if (observer_ == nullptr) return;
  const auto duration = clock_.now() - began_;
  if (duration < shortest_wait) return;
  try {
    tell(duration);
  } catch (const std::bad_alloc&) {  // there is no memory for its texts: it is not told
  }
}

void WaitObservation::tell(support::Clock::Duration duration) const {
  const auto trace = support::TraceContext::of_call(context_.traceparent, context_.call_uuid);
  const std::string operation = support::shown_text(operation_, longest_shown_name);
  observer_->waited({.call_uuid = context_.call_uuid,
                     .duration = duration,
                     .interrupted = !done_,
                     .method = context_.method_name,
                     .operation = operation,
                     .parent_span_id = parent_of(trace),
                     .reason = reason_,
                     .sampled = trace.is_sampled(),
                     .started = clock_.wall_time() -
                                std::chrono::duration_cast<std::chrono::system_clock::duration>(duration),
                     .trace_id = trace.trace_id});
}

}  // namespace kili::http
