// Spans of requests as OpenTelemetry collectors take them, and their delivery.

#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "fake_transport.hpp"
#include "kili/observers/otlp_observer.hpp"
#include "test_folder.hpp"

using namespace kili;
using namespace kili::test;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;
using nlohmann::json;

namespace {

constexpr auto long_enough = 30s;

ObservedAttempt traced_attempt(std::string_view operation = "assets") {
  return {.call_uuid = "4bf92f35-77b3-4da6-a3ce-929d0e0e4736",
          .host = "kili.test",
          .http_method = "POST",
          .method = "assets",
          .operation = operation,
          .parent_span_id = "00f067aa0ba902b7",
          .port = 443,
          .span_id = "1122334455667788",
          .started = std::chrono::sys_days{std::chrono::year(2024) / 3 / 1},
          .trace_id = "4bf92f3577b34da6a3ce929d0e0e4736"};
}

/// A collector that answers with a status, the last one for ever.
std::shared_ptr<FakeTransport> collector(std::vector<int> statuses = {200}, std::string body = "{}") {
  return std::make_shared<FakeTransport>(
      [statuses = std::move(statuses), body = std::move(body), next = std::make_shared<std::size_t>(0)](
          const HttpRequest&, const std::stop_token&) {
        const std::size_t index = std::min(*next, statuses.size() - 1);
        ++*next;
        return answer(statuses[index], body);
      });
}

std::vector<json> spans_of(const std::string& request) {
  std::vector<json> spans;
  const auto parsed = json::parse(request);
  for (const auto& resource : parsed.at("resourceSpans")) {
    for (const auto& scope : resource.at("scopeSpans"))
      for (const auto& span : scope.at("spans")) spans.push_back(span);
  }
  return spans;
}

/// Attributes of a span, each value without its type.
json attributes_of(const json& span) {
  json attributes;
  for (const auto& attribute : span.at("attributes"))
    attributes[attribute.at("key").get<std::string>()] = attribute.at("value").begin().value();
  return attributes;
}

/// A transport that holds its requests until it is opened or they are stopped.
class GateTransport final : public HttpTransport {
 public:
  [[nodiscard]] HttpResponse send(const HttpRequest&, std::stop_token stop_token) override {
    std::unique_lock lock(mutex_);
    ++arrived_;
    changed_.notify_all();
    if (!changed_.wait(lock, stop_token, [this] { return is_open_; })) throw Cancelled("stopped");
    return answer(200);
  }
  void open() {
    const std::scoped_lock lock(mutex_);
    is_open_ = true;
    changed_.notify_all();
  }
  void wait_for_request() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return arrived_ > 0; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable_any changed_;
  int arrived_ = 0;
  bool is_open_ = false;
};

}  // namespace

TEST_CASE("attempts and waits become spans with the attributes of the semantic conventions") {
  const auto transport = collector();
  OtlpObserver observer({.endpoint = "http://collector.test:4318/v1/traces",
                         .headers = {{"X-Collector-Key", "abc"}},
                         .service_name = "my service",
                         .transport = transport});
  observer.attempt_ended(traced_attempt(),
                         {.bytes_received = 20, .bytes_sent = 10, .duration = 1500us, .status = 200});
  auto second = traced_attempt("appendManyAssets");
  second.number = 3;
  second.parent_span_id = {};
  observer.attempt_ended(second, {.duration = 2s,
                                  .error = "HTTP 503",
                                  .outcome = AttemptOutcome::http_error,
                                  .retry_delay = 750ms,
                                  .status = 503});
  observer.attempt_ended(
      traced_attempt("upload"),
      {.error = "cut", .failure = TransportFailure::connection_lost, .outcome = AttemptOutcome::failed});
  observer.waited({.duration = 7s,
                   .method = "assets",
                   .operation = "assets",
                   .reason = WaitReason::service_pause,
                   .started = std::chrono::sys_days{std::chrono::year(2024) / 3 / 1},
                   .trace_id = "4bf92f3577b34da6a3ce929d0e0e4736"});
  REQUIRE(observer.flush(long_enough));
  CHECK(observer.delivered_spans() == 4);
  CHECK(observer.dropped_spans() == 0);
  std::vector<json> spans;
  for (const auto& request : transport->requests()) {
    CHECK(request.method == "POST");
    CHECK(request.url == "http://collector.test:4318/v1/traces");
    CHECK(std::find(request.headers.begin(), request.headers.end(),
                    std::pair<std::string, std::string>("Content-Type", "application/json")) !=
          request.headers.end());
    CHECK(std::find(request.headers.begin(), request.headers.end(),
                    std::pair<std::string, std::string>("X-Collector-Key", "abc")) != request.headers.end());
    const auto parsed = json::parse(request.body);
    const auto& resource = parsed.at("resourceSpans").at(0);
    CHECK(attributes_of(resource.at("resource")) == json{{"service.name", "my service"}});
    CHECK(resource.at("scopeSpans").at(0).at("scope").at("name") == "kili");
    for (auto& span : spans_of(request.body)) spans.push_back(std::move(span));
  }
  REQUIRE(spans.size() == 4);
  const json& first = spans[0];
  CHECK(first.at("traceId") == "4bf92f3577b34da6a3ce929d0e0e4736");
  CHECK(first.at("spanId") == "1122334455667788");
  CHECK(first.at("parentSpanId") == "00f067aa0ba902b7");
  CHECK(first.at("name") == "POST assets");
  CHECK(first.at("kind") == 3);
  CHECK(first.at("startTimeUnixNano") == "1709251200000000000");
  CHECK(first.at("endTimeUnixNano") == "1709251200001500000");
  CHECK_FALSE(first.contains("status"));
  CHECK(attributes_of(first) == json{{"http.request.method", "POST"},
                                     {"server.address", "kili.test"},
                                     {"server.port", "443"},
                                     {"http.response.status_code", "200"},
                                     {"http.request.body.size", "10"},
                                     {"http.response.body.size", "20"},
                                     {"kili.method", "assets"},
                                     {"kili.operation", "assets"},
                                     {"kili.call_uuid", "4bf92f35-77b3-4da6-a3ce-929d0e0e4736"}});
  CHECK_FALSE(spans[1].contains("parentSpanId"));
  CHECK(spans[1].at("status") == json{{"code", 2}, {"message", "HTTP 503"}});
  CHECK(attributes_of(spans[1]).at("error.type") == "503");
  CHECK(attributes_of(spans[1]).at("http.request.resend_count") == "2");
  CHECK(attributes_of(spans[1]).at("kili.retry_delay_ms") == "750");
  CHECK(attributes_of(spans[2]).at("error.type") == "connection_lost");
  CHECK_FALSE(attributes_of(spans[2]).contains("http.response.status_code"));
  CHECK(spans[3].at("name") == "wait service_pause");
  CHECK(spans[3].at("kind") == 1);
  CHECK(spans[3].at("spanId").get<std::string>().size() == 16);
  CHECK(spans[3].at("endTimeUnixNano") == "1709251207000000000");
}

TEST_CASE("the spans of a client are delivered when the observer goes") {
  const auto transport = collector();
  FakeWorld world([](const HttpRequest&, const std::stop_token&) { return data_answer(3); });
  {
    const auto observer = std::make_shared<OtlpObserver>(OtlpSettings{.transport = transport});
    const Client client = world.client({.observer = observer});
    for (int i = 0; i < 5; ++i) CHECK(client.count_projects() == 3);
  }
  std::set<std::string> traces;
  std::string bodies;
  for (const auto& request : transport->requests()) {
    bodies += request.body;
    for (const auto& span : spans_of(request.body)) traces.insert(span.at("traceId").get<std::string>());
  }
  CHECK(traces.size() == 5);
  CHECK(bodies.find("secret-key") == std::string::npos);
}

TEST_CASE("spans are delivered in batches") {
  const auto transport = collector();
  OtlpObserver observer({.interval = 1h, .max_batch = 10, .transport = transport});
  for (int i = 0; i < 25; ++i) observer.attempt_ended(traced_attempt(), {.status = 200});
  REQUIRE(observer.flush(long_enough));
  CHECK(observer.delivered_spans() == 25);
  std::size_t spans = 0;
  for (const auto& request : transport->requests()) {
    CHECK(spans_of(request.body).size() <= 10);
    spans += spans_of(request.body).size();
  }
  CHECK(spans == 25);
}

TEST_CASE("spans that find the queue full are dropped and counted, and no call waits") {
  const auto transport = std::make_shared<GateTransport>();
  OtlpObserver observer({.max_batch = 1, .max_queue = 3, .transport = transport});
  observer.attempt_ended(traced_attempt(), {.status = 200});
  transport->wait_for_request();
  for (int i = 0; i < 10; ++i) observer.attempt_ended(traced_attempt(), {.status = 200});
  CHECK(observer.dropped_spans() == 7);
  CHECK_FALSE(observer.flush(0ms));
  transport->open();
  CHECK(observer.flush(long_enough));
  CHECK(observer.delivered_spans() == 4);
}

TEST_CASE("a delivery that failed is tried again, where it may succeed") {
  struct Case {
    std::vector<int> statuses;
    std::size_t requests;
    std::uint64_t dropped;
  };
  const auto each = GENERATE(values<Case>({{{503, 429, 200}, 3, 0}, {{503}, 4, 1}, {{400}, 1, 1}}));
  const auto transport = collector(each.statuses);
  OtlpObserver observer({.retry_delay = 0ms, .transport = transport});
  observer.attempt_ended(traced_attempt(), {.status = 200});
  REQUIRE(observer.flush(long_enough));
  CHECK(transport->count() == each.requests);
  CHECK(observer.dropped_spans() == each.dropped);
  CHECK(observer.delivered_spans() == 1 - each.dropped);
  if (each.dropped > 0) CHECK_THAT(observer.last_error(), Contains("the collector answered HTTP "));
}

TEST_CASE("spans that a collector says it has not taken are counted as dropped") {
  const auto transport = collector({200}, R"({"partialSuccess":{"rejectedSpans":"2","errorMessage":"old"}})");
  OtlpObserver observer({.interval = 1h, .transport = transport});
  for (int i = 0; i < 3; ++i) observer.attempt_ended(traced_attempt(), {.status = 200});
  REQUIRE(observer.flush(long_enough));
  CHECK(transport->count() == 1);
  CHECK(observer.dropped_spans() == 2);
  CHECK(observer.delivered_spans() == 1);
}

TEST_CASE("a transport that throws anything costs the spans, not the program") {
  const auto transport = std::make_shared<FakeTransport>(
      [](const HttpRequest&, const std::stop_token&) -> HttpResponse { throw std::runtime_error("broken"); });
  OtlpObserver observer({.transport = transport});
  observer.attempt_ended(traced_attempt(), {.status = 200});
  REQUIRE(observer.flush(long_enough));
  CHECK(observer.dropped_spans() == 1);
  CHECK(observer.last_error() == "broken");
}

TEST_CASE("an observer goes in its time, whatever the collector does") {
  const auto transport = std::make_shared<GateTransport>();
  {
    OtlpObserver observer({.shutdown_timeout = 0ms, .transport = transport});
    observer.attempt_ended(traced_attempt(), {.status = 200});
  }
  SUCCEED("it did not wait for the gate");
}

TEST_CASE("spans are written to a file, a request a line") {
  const TestFolder folder;
  const auto path = folder.path("spans.jsonl");
  {
    OtlpObserver observer({.file = path, .interval = 1h, .max_batch = 2});
    for (int i = 0; i < 4; ++i) observer.attempt_ended(traced_attempt("quote\" \n\xff"), {.status = 200});
  }
  std::istringstream in(read_file(path));
  std::size_t spans = 0;
  for (std::string line; std::getline(in, line);) spans += spans_of(line).size();
  CHECK(spans == 4);
  if (std::filesystem::exists("/dev/full")) {
    OtlpObserver observer({.file = "/dev/full"});
    observer.attempt_ended(traced_attempt(), {.status = 200});
    REQUIRE(observer.flush(long_enough));
    CHECK(observer.dropped_spans() == 1);
    CHECK_THAT(observer.last_error(), Contains("/dev/full: "));
  }
}

TEST_CASE("a trace that is not recorded has no spans") {
  const auto transport = collector();
  OtlpObserver observer({.transport = transport});
  auto attempt = traced_attempt();
  attempt.sampled = false;
  observer.attempt_ended(attempt, {.status = 200});
  CHECK(observer.flush(long_enough));
  CHECK(transport->count() == 0);
}

TEST_CASE("settings of an OtlpObserver that cannot be meant are refused") {
  const auto transport = collector();
  CHECK_THROWS_AS(OtlpObserver(OtlpSettings{}), MissingArgumentError);
  CHECK_THROWS_WITH(OtlpObserver({.endpoint = "collector:4318", .transport = transport}),
                    Contains("OtlpSettings::endpoint is not an http(s) URL"));
  CHECK_THROWS_WITH(OtlpObserver({.interval = 0ms, .transport = transport}),
                    Contains("interval is not positive"));
  CHECK_THROWS_WITH(OtlpObserver({.max_batch = 0, .transport = transport}), Contains("max_batch is 0"));
  CHECK_THROWS_WITH(OtlpObserver({.max_batch = 10, .max_queue = 9, .transport = transport}),
                    Contains("max_queue is less than max_batch"));
  CHECK_THROWS_AS(OtlpObserver({.retry_delay = -1ms, .transport = transport}), ValidationError);
  CHECK_THROWS_AS(OtlpObserver({.shutdown_timeout = -1ms, .transport = transport}), ValidationError);
}
