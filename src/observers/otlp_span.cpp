#include "observers/otlp_span.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdint>
#include <iterator>
#include <utility>

#include "kili/version.hpp"
#include "observers/json_object.hpp"

namespace kili::observers {
namespace {

enum class SpanKind : std::uint64_t {
  internal = 1,
  client = 3
};
constexpr std::uint64_t status_error = 2;

/// A list of attributes: KeyValue with AnyValue.
class AttributeList {
 public:
  void add(std::string_view key, std::string_view text) {
    begin_value(key, "stringValue");
    append_text(out_, text);
    out_ += "}}";
  }
  void add_integer(std::string_view key, std::uint64_t number) {
    begin_value(key, "intValue");
    fmt::format_to(std::back_inserter(out_), "\"{}\"}}}}", number);
  }
  void add_flag(std::string_view key, bool flag) {
    begin_value(key, "boolValue");
    out_ += flag ? "true}}" : "false}}";
  }
  [[nodiscard]] std::string take() {
    out_ += ']';
    return std::move(out_);
  }

 private:
  /// @param key and @param type are names without characters to escape.
  void begin_value(std::string_view key, std::string_view type) {
    if (out_.size() > 1) out_ += ',';
    out_.append(R"({"key":")").append(key).append(R"(","value":{")").append(type).append("\":");
  }

  std::string out_ = "[";
};

std::string nanoseconds_text(std::chrono::nanoseconds time) { return fmt::format("{}", time.count()); }

void add_times(JsonObject& span, std::chrono::system_clock::time_point started,
               std::chrono::nanoseconds duration) {
  const auto begin = std::chrono::duration_cast<std::chrono::nanoseconds>(started.time_since_epoch());
  span.add("startTimeUnixNano", nanoseconds_text(begin));
  span.add("endTimeUnixNano", nanoseconds_text(begin + duration));
}

void add_status(JsonObject& span, std::string_view message) {
  JsonObject status;
  status.add("code", status_error);
  status.add("message", message);
  span.add_json("status", status.take());
}

/// Semantic conventions for HTTP, 1.23: `error.type`.
std::string error_type_of(const AttemptEnd& end) {
  if (end.failure) return std::string(to_string(*end.failure));
  if (end.outcome == AttemptOutcome::http_error) return fmt::format("{}", end.status);
  return std::string(to_string(end.outcome));
}

template <typename Observed>
void add_names(AttributeList& attributes, const Observed& observed) {
  attributes.add("kili.method", observed.method);
  attributes.add("kili.operation", observed.operation);
  attributes.add("kili.call_uuid", observed.call_uuid);
}

std::string attributes_of(const ObservedAttempt& attempt, const AttemptEnd& end) {
  AttributeList attributes;
  attributes.add("http.request.method", attempt.http_method);
  if (!attempt.host.empty()) {
    attributes.add("server.address", attempt.host);
    attributes.add_integer("server.port", attempt.port);
  }
  if (attempt.number > 1) attributes.add_integer("http.request.resend_count", attempt.number - 1);
  if (end.status != 0) {
    attributes.add_integer("http.response.status_code", static_cast<std::uint64_t>(end.status));
    attributes.add_integer("http.request.body.size", end.bytes_sent);
    attributes.add_integer("http.response.body.size", end.bytes_received);
  }
  if (end.outcome != AttemptOutcome::ok) attributes.add("error.type", error_type_of(end));
  add_names(attributes, attempt);
  if (end.retry_delay) {
    const auto delay = std::chrono::duration_cast<std::chrono::milliseconds>(*end.retry_delay);
    attributes.add_integer("kili.retry_delay_ms", static_cast<std::uint64_t>(delay.count()));
  }
  return attributes.take();
}

}  // namespace

std::string span_of(const ObservedAttempt& attempt, const AttemptEnd& end) {
  auto span = JsonObject::with("traceId", attempt.trace_id);
  span.add("spanId", attempt.span_id);
  if (!attempt.parent_span_id.empty()) span.add("parentSpanId", attempt.parent_span_id);
  span.add("name", fmt::format("{} {}", attempt.http_method, attempt.operation));
  span.add("kind", static_cast<std::uint64_t>(SpanKind::client));
  add_times(span, attempt.started, end.duration);
  span.add_json("attributes", attributes_of(attempt, end));
  if (end.outcome != AttemptOutcome::ok) add_status(span, end.error);
  return span.take();
}

std::string span_of(const ObservedWait& wait, std::string_view span_id) {
  auto span = JsonObject::with("traceId", wait.trace_id);
  span.add("spanId", span_id);
  if (!wait.parent_span_id.empty()) span.add("parentSpanId", wait.parent_span_id);
  span.add("name", fmt::format("wait {}", to_string(wait.reason)));
  span.add("kind", static_cast<std::uint64_t>(SpanKind::internal));
  add_times(span, wait.started, wait.duration);
  AttributeList attributes;
  add_names(attributes, wait);
  attributes.add("kili.wait.reason", to_string(wait.reason));
  attributes.add_flag("kili.wait.interrupted", wait.interrupted);
  span.add_json("attributes", attributes.take());
  return span.take();
}

std::string export_request_of(const std::vector<std::string>& spans, std::string_view service_name) {
  AttributeList resource_attributes;
  resource_attributes.add("service.name", service_name);
  JsonObject resource;
  resource.add_json("attributes", resource_attributes.take());
  auto scope = JsonObject::with("name", "kili");
  scope.add("version", version());
  JsonObject scope_spans;
  scope_spans.add_json("scope", scope.take());
  scope_spans.add_json("spans", fmt::format("[{}]", fmt::join(spans, ",")));
  JsonObject resource_spans;
  resource_spans.add_json("resource", resource.take());
  resource_spans.add_json("scopeSpans", fmt::format("[{}]", scope_spans.take()));
  JsonObject request;
  request.add_json("resourceSpans", fmt::format("[{}]", resource_spans.take()));
  return request.take();
}

}  // namespace kili::observers
