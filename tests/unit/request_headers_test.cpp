// Further headers of requests, and the trace that a call is part of.

#include <algorithm>
#include <catch2/catch.hpp>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "error_messages.hpp"
#include "fake_transport.hpp"
#include "kili/sandbox.hpp"
#include "recording_observer.hpp"
#include "support/text.hpp"
#include "support/trace_context.hpp"
#include "test_folder.hpp"

using namespace kili;
using namespace kili::test;
using Catch::Matchers::Contains;

namespace {

constexpr const char* given_trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

FakeWorld counting_world() {
  return FakeWorld([](const HttpRequest&, const std::stop_token&) { return data_answer(3); });
}

/// Values of all headers of that name, in order.
std::vector<std::string> header_values(const HttpRequest& request, const std::string& name) {
  std::vector<std::string> values;
  for (const auto& [key, value] : request.headers) {
    if (support::equal_ignoring_case(key, name)) values.push_back(value);
  }
  return values;
}

std::string refusal_of_headers(const HttpHeaders& headers) {
  auto world = counting_world();
  const Client client = world.client();
  std::string message;
  try {
    static_cast<void>(client.count_projects({}, {.headers = headers}));
  } catch (const ValidationError& error) {
    message = error.what();
  }
  CHECK(world.transport->count() == 0);
  return message;
}

}  // namespace

TEST_CASE("further headers are sent with each request, those of a call in the place of the client's") {
  auto world = counting_world();
  const Client client =
      world.client({.headers = {{"X-Team", "blue"}, {"X-Team", "green"}, {"X-Stage", "test"}}});
  static_cast<void>(client.count_projects());
  static_cast<void>(client.count_projects({}, {.headers = {{"x-team", "red"}, {"X-Job", "17"}}}));
  const auto requests = world.transport->requests();
  REQUIRE(requests.size() == 2);
  CHECK(header_values(requests[0], "X-Team") == std::vector<std::string>{"blue", "green"});
  CHECK(header_values(requests[0], "X-Stage") == std::vector<std::string>{"test"});
  CHECK(header_values(requests[0], "X-Job").empty());
  CHECK(header_values(requests[1], "X-Team") == std::vector<std::string>{"red"});
  CHECK(header_values(requests[1], "X-Stage") == std::vector<std::string>{"test"});
  CHECK(header_values(requests[1], "X-Job") == std::vector<std::string>{"17"});
}

TEST_CASE("headers that a request cannot carry are refused before anything is sent, with the remedy") {
  CHECK_THAT(refusal_of_headers({{"X-Good", "1"}, {"a b", "1"}}),
             Contains("CallOptions::headers: header 'a b'"));
  CHECK_THAT(refusal_of_headers({{"", "1"}}), Contains("use letters, digits and '-'"));
  CHECK_THAT(refusal_of_headers({{"X:Y", "1"}}), Contains("has a name that no header has"));
  CHECK_THAT(refusal_of_headers({{"X\r\nY", "1"}}), Contains("'X\\r\\nY'"));
  CHECK_THAT(refusal_of_headers({{"X-Empty", " "}}), Contains("'X-Empty' has no value"));
  for (const char* value : {"a\r\nEvil: 1", "a\nb", "a\tb", "a\x7f"}) {
    const auto message = refusal_of_headers({{"X-Secret", value}});
    CHECK_THAT(message,
               Contains("'X-Secret' has a line break or another control character") && !Contains("Evil"));
  }
  CHECK_THAT(refusal_of_headers({{"X-Nul", std::string("a\0b", 3)}}), Contains("control character"));
  CHECK_THAT(refusal_of_headers({{"authorization", "Bearer 4711"}}),
             Contains("give ClientOptions::api_key") && !Contains("4711"));
  CHECK_THAT(refusal_of_headers({{"Traceparent", given_trace}}), Contains("give CallOptions::traceparent"));
  CHECK_THAT(refusal_of_headers({{"Kili-Client-Name", "x"}}), Contains("give ClientOptions::client_name"));
  for (const char* name : {"Accept", "Accept-Encoding", "Connection", "Content-Encoding", "Content-Length",
                           "Content-Type", "Expect", "Host", "Keep-Alive", "Proxy-Authorization", "Range",
                           "TE", "Transfer-Encoding", "Upgrade"}) {
    CAPTURE(name);
    CHECK_THAT(refusal_of_headers({{name, "x"}}), Contains("cannot be given; "));
  }
  auto world = counting_world();
  CHECK_THROWS_WITH(world.client({.headers = {{"Host", "other"}}}),
                    Contains("ClientOptions::headers: header 'Host' cannot be given"));
}

TEST_CASE("a header that the client sends itself cannot be given") {
  auto world = counting_world();
  const Client client = world.client();
  static_cast<void>(client.count_projects());
  const HttpHeaders own = world.transport->requests().front().headers;
  CHECK(own.size() > 10);
  for (const auto& [name, value] : own) {
    CAPTURE(name);
    CHECK_THAT(refusal_of_headers({{name, "x"}}), Contains("cannot be given; "));
  }
}

TEST_CASE("every attempt of a traced call has a span of its own in the trace that was given") {
  int failures = 2;
  FakeWorld world([&failures](const HttpRequest&, const std::stop_token&) {
    return failures-- > 0 ? answer(503, "no healthy upstream") : data_answer(3);
  });
  const auto observer = std::make_shared<RecordingObserver>();
  const bool has_observer = GENERATE(true, false);
  const Client client = world.client({.observer = has_observer ? observer : nullptr});
  static_cast<void>(client.count_projects({}, {.traceparent = given_trace}));
  std::set<std::string> spans;
  for (const auto& request : world.transport->requests()) {
    const auto values = header_values(request, "traceparent");
    REQUIRE(values.size() == 1);
    const auto sent = support::TraceContext::parse(values[0]);
    REQUIRE(sent);
    CHECK(sent->trace_id == "4bf92f3577b34da6a3ce929d0e0e4736");
    CHECK(sent->parent_id != "00f067aa0ba902b7");
    CHECK(sent->flags == "01");
    spans.insert(sent->parent_id);
  }
  CHECK(spans.size() == 3);
  for (const auto& event : observer->events()) {
    CHECK(event.trace_id == "4bf92f3577b34da6a3ce929d0e0e4736");
    CHECK(event.parent_span_id == "00f067aa0ba902b7");
    if (event.what != "wait") CHECK(spans.contains(event.span_id));
  }
}

TEST_CASE("a trace that is not recorded stays so") {
  auto world = counting_world();
  const auto observer = std::make_shared<RecordingObserver>();
  static_cast<void>(world.client({.observer = observer})
                        .count_projects({}, {.traceparent = std::string(given_trace, 53) + "00"}));
  CHECK(header_values(world.transport->requests().at(0), "traceparent").at(0).ends_with("-00"));
  CHECK_FALSE(observer->events().at(0).sampled);
}

TEST_CASE("traces are made where the client is told to, one for each call") {
  auto world = counting_world();
  const auto observer = std::make_shared<RecordingObserver>();
  const Client client = world.client({.make_traceparent = true, .observer = observer});
  static_cast<void>(client.count_projects());
  static_cast<void>(client.count_projects());
  static_cast<void>(client.count_projects({}, {.traceparent = given_trace}));
  std::vector<std::string> traces;
  for (const auto& request : world.transport->requests()) {
    const auto sent = support::TraceContext::parse(header_values(request, "traceparent").at(0));
    REQUIRE(sent);
    traces.push_back(sent->trace_id);
  }
  const auto starts = observer->events("start");
  REQUIRE(starts.size() == 3);
  CHECK(traces[0] != traces[1]);
  CHECK(traces[2] == "4bf92f3577b34da6a3ce929d0e0e4736");
  for (std::size_t i = 0; i < 3; ++i) CHECK(starts[i].trace_id == traces[i]);
  CHECK(starts[0].parent_span_id.empty());
  // The trace is found by the name of the call in the logs of the service.
  std::string uuid = starts[0].call_uuid;
  std::erase(uuid, '-');
  CHECK(traces[0] == uuid);
}

TEST_CASE("a value that is no traceparent is refused before anything is sent") {
  for (const char* value : {"", "00", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7", "x",
                            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                            "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                            "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
                            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\nEvil: 1",
                            "00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"}) {
    CAPTURE(value);
    auto world = counting_world();
    const Client client = world.client();
    CHECK_THROWS_AS(client.count_projects({}, {.traceparent = value}), ValidationError);
    CHECK_THROWS_WITH(
        client.count_projects({}, {.traceparent = value}),
        Contains("CallOptions::traceparent") && Contains("give the value of a traceparent header"));
    CHECK(world.transport->count() == 0);
  }
}

TEST_CASE("a traceparent of a later version is understood as far as it is known") {
  auto world = counting_world();
  static_cast<void>(world.client().count_projects(
      {}, {.traceparent = "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what-comes"}));
  CHECK_THAT(header_values(world.transport->requests().at(0), "traceparent").at(0),
             Catch::Matchers::StartsWith("00-4bf92f3577b34da6a3ce929d0e0e4736-"));
}

TEST_CASE("storages get neither further headers nor the trace") {
  const TestFolder folder;
  const auto file = folder.file("text.txt", "some text");
  Sandbox sandbox({.serve = false});
  sandbox.record_requests(1000);
  const std::string project = sandbox.add_project({.input_type = "TEXT"});
  const Client client({.api_endpoint = sandbox.endpoint(),
                       .api_key = sandbox.api_key(),
                       .headers = {{"X-Team", "blue"}},
                       .make_traceparent = true,
                       .skip_checks = true,
                       .transport = sandbox.transport()});
  static_cast<void>(client.append_many_to_dataset(project, {.content_array = {file}}));
  static_cast<void>(
      client.assets(project, {}, {.download_media = true, .local_media_dir = folder.path()}).to_vector());
  std::size_t to_storage = 0;
  for (const auto& request : sandbox.requests()) {
    const bool is_of_storage = request.operation.starts_with("storage");
    to_storage += is_of_storage ? 1 : 0;
    CAPTURE(request.operation);
    for (const char* name : {"x-team", "traceparent"}) {
      const bool has = std::any_of(request.headers.begin(), request.headers.end(),
                                   [name](const auto& header) { return header.first == name; });
      CHECK(has == !is_of_storage);
    }
  }
  CHECK(to_storage >= 2);
}
