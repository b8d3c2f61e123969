// What an observer is told of the requests of a client.

#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <nlohmann/json.hpp>

#include "fake_transport.hpp"
#include "graphql_error_answer.hpp"
#include "http/http_client.hpp"
#include "kili/sandbox.hpp"
#include "recording_observer.hpp"
#include "test_folder.hpp"

using namespace kili;
using namespace kili::test;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;

namespace {

using Events = std::vector<RecordingObserver::Event>;

/// A client with an observer whose service answers from a list, and then always with 3.
struct ObservedWorld {
  explicit ObservedWorld(std::vector<std::function<HttpResponse()>> answers)
      : world([answers = std::move(answers), next = std::make_shared<std::atomic<std::size_t>>(0)](
                  const HttpRequest&, const std::stop_token&) {
          const std::size_t index = (*next)++;
          return index < answers.size() ? answers[index]() : data_answer(3);
        }) {}

  [[nodiscard]] Client client(ClientOptions options = {}) {
    options.observer = observer;
    return world.client(std::move(options));
  }

  FakeWorld world;
  std::shared_ptr<RecordingObserver> observer = std::make_shared<RecordingObserver>();
};

HttpResponse never_reached() { return answer(503, "no healthy upstream"); }

std::vector<std::string> kinds_of(const Events& events) {
  std::vector<std::string> kinds;
  for (const auto& event : events) kinds.push_back(event.what);
  return kinds;
}

/// Counts how often the date is asked for, which is done for observers and dates of answers alone.
class DateCounter final : public support::Clock {
 public:
  [[nodiscard]] TimePoint now() const override { return clock_.now(); }
  [[nodiscard]] std::chrono::system_clock::time_point wall_time() const override {
    ++dates;
    return clock_.wall_time();
  }
  [[nodiscard]] bool sleep_until(TimePoint until, const std::stop_token& stop) const override {
    return clock_.sleep_until(until, stop);
  }
  mutable std::atomic<int> dates{0};

 private:
  VirtualClock clock_;
};

/// Time passes while somebody sleeps, and then the token is triggered.
class StoppingClock final : public support::Clock {
 public:
  [[nodiscard]] TimePoint now() const override { return clock_.now(); }
  [[nodiscard]] std::chrono::system_clock::time_point wall_time() const override {
    return clock_.wall_time();
  }
  [[nodiscard]] bool sleep_until(TimePoint /*until*/, const std::stop_token& /*stop*/) const override {
    clock_.advance(5ms);
    source_.request_stop();
    return false;
  }
  [[nodiscard]] std::stop_token token() const { return source_.get_token(); }

 private:
  mutable VirtualClock clock_;
  mutable std::stop_source source_;
};

}  // namespace

TEST_CASE("an observer is told of every attempt and of the waits between them") {
  ObservedWorld world({never_reached, never_reached});
  const auto client = world.client();
  CHECK(client.count_projects() == 3);
  const Events events = world.observer->events();
  REQUIRE(kinds_of(events) ==
          std::vector<std::string>{"start", "end", "wait", "start", "end", "wait", "start", "end"});
  const auto& first = events[0];
  CHECK(first.method == "count_projects");
  CHECK(first.operation == "countProjects");
  CHECK(first.host == "kili.test");
  CHECK(first.port == 443);
  CHECK(first.http_method == "POST");
  CHECK(first.is_api_call);
  CHECK(first.started == std::chrono::sys_days{std::chrono::year(2024) / 1 / 1});
  CHECK(first.call_uuid.size() == 36);
  for (const auto& event : events) {
    CHECK(event.call_uuid == first.call_uuid);
    CHECK(event.trace_id == first.trace_id);
    CHECK(event.parent_span_id.empty());
    CHECK(event.sampled);
  }
  unsigned attempt = 0;
  for (const auto& end : world.observer->events("end")) {
    CHECK(end.attempt == ++attempt);
    CHECK(end.bytes_sent == world.world.transport->requests().front().body.size());
    if (attempt == 3) continue;
    CHECK(end.outcome == AttemptOutcome::http_error);
    CHECK(end.status == 503);
    CHECK(end.error == "HTTP 503");
    REQUIRE(end.retry_delay);
    const auto wait = world.observer->events("wait")[attempt - 1];
    CHECK(wait.reason == WaitReason::backoff);
    CHECK(wait.operation == "countProjects");
    CHECK(wait.duration == *end.retry_delay);
    CHECK_FALSE(wait.interrupted);
  }
  const auto& last = events.back();
  CHECK(last.outcome == AttemptOutcome::ok);
  CHECK(last.status == 200);
  CHECK(last.error.empty());
  CHECK_FALSE(last.retry_delay);
  CHECK(last.bytes_received == std::string(R"({"data":{"data":3}})").size());
  CHECK(world.observer->is_balanced());
}

TEST_CASE("bodies have the size that they had on the network, where the transport tells") {
  ObservedWorld world({[] {
    HttpResponse response = data_answer(3);
    response.bytes_received = 11;
    response.bytes_sent = 12;
    return response;
  }});
  CHECK(world.client().count_projects() == 3);
  const auto end = world.observer->events("end").at(0);
  CHECK(end.bytes_received == 11);
  CHECK(end.bytes_sent == 12);
}

TEST_CASE("the duration of an attempt is that of the transport") {
  ObservedWorld world({});
  auto& clock = *world.world.clock;
  ObservedWorld slow({[&clock] {
    clock.advance(250ms);
    return data_answer(3);
  }});
  slow.world.clock = world.world.clock;
  CHECK(slow.client().count_projects() == 3);
  CHECK(slow.observer->events("end").at(0).duration == 250ms);
}

TEST_CASE("a pause that the service asks for is told as such, to every call that waits for it") {
  ObservedWorld world({[] { return answer(429, "", {{"retry-after", "7"}}); }});
  const auto client = world.client();
  CHECK(client.count_projects() == 3);
  const auto waits = world.observer->events("wait");
  REQUIRE(waits.size() == 1);
  CHECK(waits[0].reason == WaitReason::service_pause);
  CHECK(waits[0].duration == 7s);
  CHECK(world.observer->events("end").at(0).retry_delay == 7s);
}

TEST_CASE("a pause that is longer than a call waits ends its attempt without another") {
  ObservedWorld world({[] { return answer(429, "", {{"retry-after", "600"}}); }});
  CHECK_THROWS_AS(world.client().count_projects(), HttpError);
  const auto ends = world.observer->events("end");
  REQUIRE(ends.size() == 1);
  CHECK(ends[0].status == 429);
  CHECK_FALSE(ends[0].retry_delay);
  CHECK(world.observer->is_balanced());
}

TEST_CASE("waiting for the rate limit is told") {
  ObservedWorld world({});
  const auto client = world.client({.calls_per_minute = 1});
  CHECK(client.count_projects() == 3);
  CHECK(world.observer->events("wait").empty());
  CHECK(client.count_projects() == 3);
  const auto waits = world.observer->events("wait");
  REQUIRE(waits.size() == 1);
  CHECK(waits[0].reason == WaitReason::rate_limit);
  CHECK(waits[0].duration == 60s);
}

TEST_CASE("an attempt that no other follows says so") {
  SECTION("because the deadline comes first") {
    ObservedWorld world(std::vector<std::function<HttpResponse()>>(50, never_reached));
    CHECK_THROWS_AS(world.client().count_projects({}, {.deadline = 10s}), DeadlineExceeded);
    const auto ends = world.observer->events("end");
    REQUIRE(ends.size() > 1);
    CHECK(ends.front().retry_delay);
    CHECK_FALSE(ends.back().retry_delay);
    CHECK(world.observer->is_balanced());
  }
  SECTION("because retries are used up") {
    ObservedWorld world(std::vector<std::function<HttpResponse()>>(50, never_reached));
    CHECK_THROWS_AS(world.client({.max_retries = 1}).count_projects(), HttpError);
    const auto ends = world.observer->events("end");
    REQUIRE(ends.size() == 2);
    CHECK_FALSE(ends.back().retry_delay);
  }
  SECTION("because it may have been carried out") {
    ObservedWorld world({[]() -> HttpResponse {
      throw TransportError(TransportFailure::connection_lost, "cut by secret-key");
    }});
    CHECK_THROWS(world.client().update_password(
        {.email = "a@b.c", .new_password_1 = "n", .new_password_2 = "n", .old_password = "o"}));
    const auto ends = world.observer->events("end");
    REQUIRE_FALSE(ends.empty());  // it is looked up what became of it
    CHECK(ends[0].operation == "updatePassword");
    CHECK(ends[0].outcome == AttemptOutcome::failed);
    CHECK(ends[0].failure == TransportFailure::connection_lost);
    CHECK(ends[0].status == 0);
    CHECK(ends[0].error == "cut by [api key]");
    CHECK_FALSE(ends[0].retry_delay);
  }
}

TEST_CASE("an attempt that is cancelled ends as cancelled") {
  const auto stop = std::make_shared<std::stop_source>();
  const bool as_failure = GENERATE(false, true);
  ObservedWorld world({[stop, as_failure]() -> HttpResponse {
    stop->request_stop();
    if (as_failure) throw TransportError(TransportFailure::connection_lost, "cut");
    throw Cancelled("stopped");
  }});
  CHECK_THROWS_AS(world.client().count_projects({}, {.stop_token = stop->get_token()}), Cancelled);
  const auto ends = world.observer->events("end");
  REQUIRE(ends.size() == 1);
  CHECK(ends[0].outcome == AttemptOutcome::cancelled);
  CHECK(world.observer->is_balanced());
}

TEST_CASE("a wait that a stop token ends is told as interrupted") {
  const auto observer = std::make_shared<RecordingObserver>();
  const auto stopping = std::make_shared<StoppingClock>();
  const auto transport = std::make_shared<FakeTransport>(
      [](const HttpRequest&, const std::stop_token&) { return never_reached(); });
  http::HttpClient client({.observer = observer}, transport,
                          {.origin_pauses = std::make_shared<http::OriginPauses>(),
                           .rate_limiter = std::make_shared<http::RateLimiter>()},
                          stopping, std::make_shared<support::RandomSource>(3),
                          support::MessageLog(std::make_shared<RecordingSink>()));
  HttpRequest request;
  request.url = "https://kili.test/";
  support::CallContext context;
  context.stop_token = stopping->token();
  CHECK_THROWS_AS(client.send(std::move(request), {.operation = "op"}, context), Cancelled);
  const auto waits = observer->events("wait");
  REQUIRE(waits.size() == 1);
  CHECK(waits[0].interrupted);
  CHECK(waits[0].duration == 5ms);
}

TEST_CASE("an attempt ends also when a transport throws what it must not") {
  ObservedWorld world({[]() -> HttpResponse { throw std::runtime_error("not a transport error"); }});
  CHECK_THROWS_AS(world.client().count_projects(), std::runtime_error);
  const auto ends = world.observer->events("end");
  REQUIRE(ends.size() == 1);
  CHECK(ends[0].outcome == AttemptOutcome::failed);
  CHECK_FALSE(ends[0].error.empty());
  CHECK(world.observer->is_balanced());
}

TEST_CASE("what an answer says is a part of the outcome") {
  SECTION("an error of the service") {
    ObservedWorld world({[] { return graphql_error_answer("no right to secret-key"); }});
    CHECK_THROWS_AS(world.client().count_projects(), GraphQLError);
    const auto end = world.observer->events("end").at(0);
    CHECK(end.outcome == AttemptOutcome::graphql_error);
    CHECK(end.status == 200);
    CHECK_THAT(end.error, Contains("no right to [api key]"));
    CHECK_FALSE(end.retry_delay);
  }
  SECTION("an error that passes") {
    ObservedWorld world({[] { return graphql_error_answer("Failed to fetch data connection"); }});
    CHECK(world.client().count_projects() == 3);
    CHECK(kinds_of(world.observer->events()) ==
          std::vector<std::string>{"start", "end", "wait", "start", "end"});
    CHECK(world.observer->events("end").at(0).retry_delay == world.observer->events("wait").at(0).duration);
  }
  SECTION("half of an answer") {
    ObservedWorld world({[] { return answer(200, R"({"data":)"); }});
    CHECK(world.client().count_projects() == 3);
    const auto end = world.observer->events("end").at(0);
    CHECK(end.outcome == AttemptOutcome::unusable_answer);
    CHECK(end.error == "the answer broke off");
    CHECK(end.retry_delay);
  }
  SECTION("an answer without data") {
    ObservedWorld world({[] { return answer(200, R"({"data":{}})"); }});
    CHECK_THROWS_AS(world.client().count_projects(), HttpError);
    CHECK(world.observer->events("end").at(0).outcome == AttemptOutcome::unusable_answer);
  }
  SECTION("a refused key") {
    ObservedWorld world({[] { return answer(401); }});
    CHECK_THROWS_AS(world.client().count_projects(), AuthenticationError);
    const auto end = world.observer->events("end").at(0);
    CHECK(end.outcome == AttemptOutcome::http_error);
    CHECK(end.status == 401);
  }
}

TEST_CASE("uploads and downloads are attempts of the call, and nothing told has a key or a query") {
  const TestFolder folder;
  const auto file = folder.file("text.txt", "some text");
  Sandbox sandbox({.serve = false});
  const std::string project = sandbox.add_project({.input_type = "TEXT"});
  const auto observer = std::make_shared<RecordingObserver>();
  const Client client({.api_endpoint = sandbox.endpoint(),
                       .api_key = sandbox.api_key(),
                       .observer = observer,
                       .skip_checks = true,
                       .transport = sandbox.transport()});
  const auto added = client.append_many_to_dataset(project, {.content_array = {file}});
  CHECK(added.asset_ids.size() == 1);
  bool has_upload = false;
  for (const auto& event : observer->events()) {
    CHECK(event.method == "append_many_to_dataset");
    CHECK(event.host == "sandbox.invalid");
    CHECK(event.texts().find(sandbox.api_key()) == std::string::npos);
    CHECK(event.texts().find('?') == std::string::npos);
    if (event.operation != "upload") continue;
    has_upload = true;
    CHECK_FALSE(event.is_api_call);
    CHECK(event.http_method == "PUT");
    if (event.what == "end") CHECK(event.bytes_sent == 9);
  }
  CHECK(has_upload);
  CHECK(observer->is_balanced());
}

TEST_CASE("neither credentials nor the query of a URL are told") {
  const auto observer = std::make_shared<RecordingObserver>();
  const auto transport =
      std::make_shared<FakeTransport>([](const HttpRequest& request, const std::stop_token&) -> HttpResponse {
        throw TransportError(TransportFailure::tls_failed, "no TLS with " + request.url);
      });
  http::HttpClient client({.observer = observer}, transport, {}, std::make_shared<VirtualClock>(),
                          std::make_shared<support::RandomSource>(3),
                          support::MessageLog(std::make_shared<RecordingSink>()));
  HttpRequest request;
  request.url = "https://anna:open@host.test:8443/path/to?X-Amz-Signature=4711#part";
  CHECK_THROWS_AS(client.send(request, {.is_api_call = false, .operation = "download"}, {}), ConnectionError);
  for (const auto& event : observer->events()) {
    CHECK(event.host == "host.test");
    CHECK(event.port == 8443);
    for (const char* secret : {"anna", "open", "4711", "?"})
      CHECK(event.texts().find(secret) == std::string::npos);
  }
  CHECK(observer->events().size() == 2);
}

TEST_CASE("every attempt that starts also ends when many threads call at once") {
  std::atomic<unsigned> requests{0};
  FakeWorld world([&requests](const HttpRequest&, const std::stop_token&) -> HttpResponse {
    switch (requests++ % 5) {
      case 0:
        return answer(503, "no healthy upstream");
      case 1:
        throw TransportError(TransportFailure::could_not_connect, "refused");
      case 2:
        return graphql_error_answer("no");
      default:
        return data_answer(3);
    }
  });
  const auto observer = std::make_shared<RecordingObserver>();
  const Client client = world.client({.calls_per_minute = 0, .observer = observer});
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&client] {
      for (int call = 0; call < 50; ++call) {
        try {
          static_cast<void>(client.count_projects());
        } catch (const GraphQLError&) {
        }
      }
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(observer->is_balanced());
  CHECK(observer->events("start").size() == world.transport->count());
}

TEST_CASE("without an observer and a trace nothing is measured and nothing is drawn") {
  const auto clock = std::make_shared<DateCounter>();
  const auto random = std::make_shared<support::RandomSource>(3);
  const auto transport = std::make_shared<FakeTransport>(
      [](const HttpRequest&, const std::stop_token&) { return answer(200, "ok"); });
  const auto send = [&](std::shared_ptr<Observer> observer) {
    http::HttpClient client({.observer = std::move(observer)}, transport,
                            {.origin_pauses = std::make_shared<http::OriginPauses>(),
                             .rate_limiter = std::make_shared<http::RateLimiter>()},
                            clock, random, support::MessageLog(std::make_shared<RecordingSink>()));
    HttpRequest request;
    request.url = "https://kili.test/";
    const auto sent = client.send(request, {.operation = "op"}, {});
    CHECK(sent.response.status == 200);
  };
  send(nullptr);
  CHECK(clock->dates == 0);
  CHECK(random->next() == support::RandomSource(3).next());
  CHECK(transport->requests().front().headers.empty());
  send(std::make_shared<RecordingObserver>());
  CHECK(clock->dates == 1);
}
