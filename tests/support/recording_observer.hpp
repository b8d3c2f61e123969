#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "kili/observer.hpp"

namespace kili::test {

/// Keeps what it is told, in order.
class RecordingObserver final : public Observer {
 public:
  struct Event {
    std::string what;  ///< "start", "end" or "wait".
    unsigned attempt = 0;
    std::string call_uuid;
    std::string host;
    std::string http_method;
    bool is_api_call = false;
    std::string method;
    std::string operation;
    std::string parent_span_id;
    std::uint16_t port = 0;
    bool sampled = false;
    std::string span_id;
    std::chrono::system_clock::time_point started;
    std::string trace_id;
    // Of an end.
    std::uint64_t bytes_received = 0;
    std::uint64_t bytes_sent = 0;
    std::string error;
    std::optional<TransportFailure> failure;
    AttemptOutcome outcome = AttemptOutcome::ok;
    std::optional<std::chrono::nanoseconds> retry_delay;
    int status = 0;
    // Of an end and of a wait.
    std::chrono::nanoseconds duration{};
    // Of a wait.
    bool interrupted = false;
    WaitReason reason = WaitReason::backoff;

    /// Every text of it.
    [[nodiscard]] std::string texts() const {
      return call_uuid + ' ' + host + ' ' + http_method + ' ' + method + ' ' + operation + ' ' +
             parent_span_id + ' ' + span_id + ' ' + trace_id + ' ' + error;
    }
  };

  void attempt_started(const ObservedAttempt& attempt) noexcept override { keep(event_of("start", attempt)); }
  void attempt_ended(const ObservedAttempt& attempt, const AttemptEnd& end) noexcept override {
    Event event = event_of("end", attempt);
    event.bytes_received = end.bytes_received;
    event.bytes_sent = end.bytes_sent;
    event.duration = end.duration;
    event.error = end.error;
    event.failure = end.failure;
    event.outcome = end.outcome;
    event.retry_delay = end.retry_delay;
    event.status = end.status;
    keep(std::move(event));
  }
  void waited(const ObservedWait& wait) noexcept override {
    Event event;
    event.what = "wait";
    event.call_uuid = wait.call_uuid;
    event.duration = wait.duration;
    event.interrupted = wait.interrupted;
    event.method = wait.method;
    event.operation = wait.operation;
    event.parent_span_id = wait.parent_span_id;
    event.reason = wait.reason;
    event.sampled = wait.sampled;
    event.started = wait.started;
    event.trace_id = wait.trace_id;
    keep(std::move(event));
  }

  [[nodiscard]] std::vector<Event> events() const {
    const std::scoped_lock lock(mutex_);
    return events_;
  }
  [[nodiscard]] std::vector<Event> events(const std::string& what) const {
    auto found = events();
    std::erase_if(found, [&](const Event& event) { return event.what != what; });
    return found;
  }
  /// Whether every attempt that started has ended, once, and spans are told apart by their ids.
  [[nodiscard]] bool is_balanced() const {
    std::set<std::string> under_way;
    std::set<std::string> seen;
    for (const auto& event : events()) {
      if (event.what == "start" &&
          (!seen.insert(event.span_id).second || !under_way.insert(event.span_id).second))
        return false;
      if (event.what == "end" && under_way.erase(event.span_id) != 1) return false;
    }
    return under_way.empty();
  }

 private:
  static Event event_of(const char* what, const ObservedAttempt& attempt) {
    Event event;
    event.what = what;
    event.attempt = attempt.number;
    event.call_uuid = attempt.call_uuid;
    event.host = attempt.host;
    event.http_method = attempt.http_method;
    event.is_api_call = attempt.is_api_call;
    event.method = attempt.method;
    event.operation = attempt.operation;
    event.parent_span_id = attempt.parent_span_id;
    event.port = attempt.port;
    event.sampled = attempt.sampled;
    event.span_id = attempt.span_id;
    event.started = attempt.started;
    event.trace_id = attempt.trace_id;
    return event;
  }
  void keep(Event event) {
    const std::scoped_lock lock(mutex_);
    events_.push_back(std::move(event));
  }

  mutable std::mutex mutex_;
  std::vector<Event> events_;
};

}  // namespace kili::test
