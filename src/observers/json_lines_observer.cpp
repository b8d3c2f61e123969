#include "kili/observers/json_lines_observer.hpp"

#include <atomic>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "kili/errors.hpp"
#include "observers/json_object.hpp"
#include "observers/line_file.hpp"
#include "support/dates.hpp"

namespace kili {
inline namespace v0_1 {

class JsonLinesObserver::Implementation {
 public:
  Implementation(const std::filesystem::path& path, JsonLinesSettings settings)
      : settings_(settings), file_(path) {}
  Implementation(Sink sink, JsonLinesSettings settings) : settings_(settings), sink_(std::move(sink)) {
    if (!sink_)
      throw MissingArgumentError("JsonLinesObserver: there is no sink; give one, or the path of a file");
  }

  [[nodiscard]] const JsonLinesSettings& settings() const noexcept { return settings_; }
  [[nodiscard]] std::uint64_t lost() const noexcept { return lost_; }

  /// @param make gives the line without its end; what it throws costs the line.
  template <typename Make>
  void write(const Make& make) noexcept {
    try {
      std::string line = make();
      line += '\n';
      const std::scoped_lock lock(mutex_);
      if (file_) {
        if (file_->append(line)) ++lost_;
      } else {
        sink_(line);
      }
    } catch (...) {
      ++lost_;
    }
  }

 private:
  JsonLinesSettings settings_;
  std::atomic<std::uint64_t> lost_{0};
  std::mutex mutex_;  // guards what follows
  std::optional<observers::LineFile> file_;
  Sink sink_;
};

namespace {

observers::JsonObject object_of(std::string_view event, const ObservedAttempt& attempt) {
  auto line = observers::JsonObject::with("event", event);
  line.add("time", support::iso_8601(attempt.started));
  line.add("method", attempt.method);
  line.add("operation", attempt.operation);
  line.add("call_uuid", attempt.call_uuid);
  line.add("attempt", std::uint64_t{attempt.number});
  line.add("api", attempt.is_api_call);
  line.add("http_method", attempt.http_method);
  line.add("host", attempt.host);
  line.add("port", std::uint64_t{attempt.port});
  line.add("trace_id", attempt.trace_id);
  line.add("span_id", attempt.span_id);
  if (!attempt.parent_span_id.empty()) line.add("parent_span_id", attempt.parent_span_id);
  return line;
}

std::string json_line_of(const ObservedAttempt& attempt, const AttemptEnd& end) {
  auto line = object_of("attempt", attempt);
  line.add("outcome", to_string(end.outcome));
  if (end.status != 0) line.add("status", static_cast<std::uint64_t>(end.status));
  if (end.failure) line.add("failure", to_string(*end.failure));
  if (!end.error.empty()) line.add("error", end.error);
  line.add_milliseconds("duration_ms", end.duration);
  line.add("bytes_sent", end.bytes_sent);
  line.add("bytes_received", end.bytes_received);
  if (end.retry_delay) line.add_milliseconds("retry_in_ms", *end.retry_delay);
  return line.take();
}

std::string json_line_of(const ObservedWait& wait) {
  auto line = observers::JsonObject::with("event", "wait");
  line.add("time", support::iso_8601(wait.started));
  line.add("method", wait.method);
  line.add("operation", wait.operation);
  line.add("call_uuid", wait.call_uuid);
  line.add("reason", to_string(wait.reason));
  line.add_milliseconds("duration_ms", wait.duration);
  line.add("interrupted", wait.interrupted);
  line.add("trace_id", wait.trace_id);
  if (!wait.parent_span_id.empty()) line.add("parent_span_id", wait.parent_span_id);
  return line.take();
}

}  // namespace

JsonLinesObserver::JsonLinesObserver(const std::filesystem::path& path, JsonLinesSettings settings)
    : implementation_(std::make_unique<Implementation>(path, settings)) {}
JsonLinesObserver::JsonLinesObserver(Sink sink, JsonLinesSettings settings)
    : implementation_(std::make_unique<Implementation>(std::move(sink), settings)) {}
JsonLinesObserver::~JsonLinesObserver() = default;

void JsonLinesObserver::attempt_started(const ObservedAttempt& attempt) noexcept {
  if (implementation_->settings().starts)
    implementation_->write([&] { return object_of("start", attempt).take(); });
}

void JsonLinesObserver::attempt_ended(const ObservedAttempt& attempt, const AttemptEnd& end) noexcept {
  implementation_->write([&] { return json_line_of(attempt, end); });
}

void JsonLinesObserver::waited(const ObservedWait& wait) noexcept {
  if (implementation_->settings().waits) implementation_->write([&] { return json_line_of(wait); });
}

std::uint64_t JsonLinesObserver::lost_lines() const noexcept { return implementation_->lost(); }

}  // namespace v0_1
}  // namespace kili
