#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "kili/http_transport.hpp"
#include "kili/observer.hpp"
#include "support/call_context.hpp"
#include "support/clock.hpp"
#include "support/random.hpp"

namespace kili::http {

/// One attempt as the observer of a client is told of it. Its start is told when the object is made, its end
/// when that is over, at the latest when the object is: so every attempt that starts also ends. Empty where
/// there is no observer; all functions then do nothing. Used by one thread at a time.
class AttemptObservation {
 public:
  AttemptObservation() noexcept;
  ~AttemptObservation();
  AttemptObservation(AttemptObservation&& other) noexcept;
  AttemptObservation& operator=(AttemptObservation&& other) noexcept;
  AttemptObservation(const AttemptObservation&) = delete;
  AttemptObservation& operator=(const AttemptObservation&) = delete;

  // How the attempt ended; its duration ends here.
  void answered(const HttpResponse& response);
  void failed(const TransportError& error);
  void cancelled();
  /// What was found in the answer.
  void found(AttemptOutcome outcome, std::string_view error);
  /// The request is sent again at that time. Without this it is not.
  void retries_at(support::Clock::TimePoint at);
  /// Tells the end, once.
  void end() noexcept;

 private:
  friend class RequestObservation;
  struct State;
  explicit AttemptObservation(std::unique_ptr<State> state) noexcept;

  std::unique_ptr<State> state_;
};

/// A wait that begins now and is told when the object is destroyed, or nothing without an observer.
class WaitObservation {
 public:
  WaitObservation(Observer* observer, const support::Clock& clock, WaitReason reason,
                  std::string_view operation, const support::CallContext& context);
  /// Without done() before, the wait was interrupted.
  ~WaitObservation();
  WaitObservation(const WaitObservation&) = delete;
  WaitObservation& operator=(const WaitObservation&) = delete;

  void done() noexcept { done_ = true; }

 private:
  void tell(support::Clock::Duration duration) const;

  Observer* observer_;
  const support::Clock& clock_;
  const support::CallContext& context_;
  std::string_view operation_;
  WaitReason reason_;
  support::Clock::TimePoint began_{};
  bool done_ = false;
};

/// Tells the observer of a client about its requests, and gives each attempt of a traced call its place in
/// the trace. Without an observer and a trace it costs nothing: no clock is read, nothing is allocated.
/// Thread-safe.
class RequestObservation {
 public:
  RequestObservation(std::shared_ptr<Observer> observer, std::shared_ptr<const support::Clock> clock,
                     std::shared_ptr<support::RandomSource> random)
      : observer_(std::move(observer)), clock_(std::move(clock)), random_(std::move(random)) {}

  /// An attempt begins now. A request of the API gets the `traceparent` header of this attempt, where the
  /// call is part of a trace.
  [[nodiscard]] AttemptObservation attempt(HttpRequest& request, std::string_view operation, bool is_api_call,
                                           unsigned number, const support::CallContext& context) const;
  /// @param operation and @param context outlive the result.
  [[nodiscard]] WaitObservation wait(WaitReason reason, std::string_view operation,
                                     const support::CallContext& context) const {
    return {observer_.get(), *clock_, reason, operation, context};
  }

 private:
  std::shared_ptr<Observer> observer_;
  std::shared_ptr<const support::Clock> clock_;
  std::shared_ptr<support::RandomSource> random_;
};

}  // namespace kili::http
