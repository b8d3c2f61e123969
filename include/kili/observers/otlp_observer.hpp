#pragma once

/// @file
/// Traces of requests for OpenTelemetry collectors.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "kili/export.hpp"
#include "kili/http_transport.hpp"
#include "kili/observer.hpp"

namespace kili {
inline namespace v0_1 {

/// Where and how an OtlpObserver delivers its spans.
struct OtlpSettings {
  /// Where a collector takes traces as OTLP/JSON over HTTP.
  std::string endpoint = "http://localhost:4318/v1/traces";
  /// A file to append to instead of a collector to send to: one ExportTraceServiceRequest a line, as the file
  /// receiver of collectors reads them.
  std::optional<std::filesystem::path> file{};
  /// Further headers of the requests to the collector, such as its key.
  HttpHeaders headers{};
  /// A span is delivered after this time at the latest.
  std::chrono::milliseconds interval{5'000};
  /// Spans of one delivery, 1 or more.
  std::size_t max_batch = 512;
  /// Spans that wait for their delivery, at least `max_batch`. Further ones are dropped and counted.
  std::size_t max_queue = 2'048;
  /// Wait before a delivery that failed is tried again; each further one is twice as long. After four
  /// attempts its spans are dropped and counted.
  std::chrono::milliseconds retry_delay{1'000};
  /// Attribute `service.name` of the resource.
  std::string service_name = "kili-client";
  /// Longest time that the destructor takes to deliver what is left.
  std::chrono::milliseconds shutdown_timeout{5'000};
  /// Sends the requests to the collector, also while the client is used. Needed without `file`. What it sends
  /// is not observed.
  std::shared_ptr<HttpTransport> transport{};
};

/// Makes a span of each attempt (kind CLIENT, attributes by the semantic conventions for HTTP) and of each
/// wait (kind INTERNAL), and delivers them in batches by a thread of its own. Spans belong to the trace that
/// CallOptions::traceparent names; the attempts of a call without one are a trace of their own. Thread-safe;
/// a call never waits for the collector. In a child process after fork() it does nothing.
class KILI_EXPORT OtlpObserver final : public Observer {
 public:
  /// @throws MissingArgumentError without transport and file; ValidationError a setting has an unusable
  /// value; FileWriteError the file cannot be opened.
  explicit OtlpObserver(OtlpSettings settings);
  /// Delivers what is left, for at most OtlpSettings::shutdown_timeout.
  ~OtlpObserver() override;
  OtlpObserver(const OtlpObserver&) = delete;
  OtlpObserver& operator=(const OtlpObserver&) = delete;

  void attempt_ended(const ObservedAttempt& attempt, const AttemptEnd& end) noexcept override;
  void waited(const ObservedWait& wait) noexcept override;

  /// Waits until all spans that were made before are delivered or dropped.
  /// @return whether that was so within the time.
  bool flush(std::chrono::milliseconds timeout);
  /// Spans that the collector has taken, or that are in the file.
  [[nodiscard]] std::uint64_t delivered_spans() const;
  /// Spans that were dropped: the queue was full, or they could not be delivered.
  [[nodiscard]] std::uint64_t dropped_spans() const;
  /// Why the last delivery failed; empty: it did not.
  [[nodiscard]] std::string last_error() const;

 private:
  class Implementation;
  std::shared_ptr<Implementation> implementation_;
};

}  // namespace v0_1
}  // namespace kili
