#include <catch2/catch.hpp>

#include "fake_transport.hpp"
#include "http/http_client.hpp"

using namespace kili;
using namespace kili::test;
using namespace std::chrono_literals;

namespace {

struct World {
  std::shared_ptr<VirtualClock> clock = std::make_shared<VirtualClock>();
  std::shared_ptr<FakeTransport> transport;
  std::unique_ptr<http::HttpClient> client;

  explicit World(FakeTransport::Handler handler, http::HttpClient::Settings settings = {})
      : transport(std::make_shared<FakeTransport>(std::move(handler))),
        client(std::make_unique<http::HttpClient>(settings, transport, std::make_shared<http::RateLimiter>(),
                                                  clock, std::make_shared<support::RandomSource>(3),
                                                  support::MessageLog(std::make_shared<RecordingSink>()))) {}

  http::SendResult send(bool idempotent = true, const support::CallContext& context = {}) {
    HttpRequest request;
    request.url = "https://kili.test/";
    request.idempotent = idempotent;
    return client->send(request, {.is_api_call = true, .operation = "op"}, context);
  }
};

FakeTransport::Handler fail_times(int times, std::function<HttpResponse()> failure) {
  return [left = std::make_shared<int>(times), failure](const HttpRequest&, const std::stop_token&) {
    return (*left)-- > 0 ? failure() : answer(200, "ok");
  };
}

[[noreturn]] HttpResponse lose_connection() {
  throw TransportError(TransportFailure::connection_lost, "cut");
}

}  // namespace

TEST_CASE("statuses that pass are retried with growing waits") {
  for (const int status : {429, 502, 503, 504, 520, 521, 522}) {
    CAPTURE(status);
    World world(fail_times(4, [status] { return answer(status); }));
    const auto delivered = world.send();
    CHECK(delivered.response.status == 200);
    CHECK(delivered.attempts == 5);
    CHECK(world.clock->elapsed() >= 750ms);  // half of 100 + 200 + 400 + 800
    CHECK(world.clock->elapsed() <= 1500ms);
  }
}

TEST_CASE("other statuses are answers") {
  for (const int status : {200, 400, 401, 404, 413, 500, 501}) {
    World world(fail_times(1, [status] { return answer(status); }));
    CHECK(world.send().response.status == status);
    CHECK(world.transport->count() == 1);
  }
}

TEST_CASE("after ten retries the last answer is given back") {
  World world(fail_times(1000, [] { return answer(503); }));
  CHECK(world.send().attempts == 11);
}

TEST_CASE("a request that is not idempotent is repeated only when it cannot have been carried out") {
  SECTION("429 is an answer before the work") {
    World world(fail_times(1, [] { return answer(429); }));
    CHECK(world.send(false).attempts == 2);
  }
  SECTION("503 may come after the work") {
    World world(fail_times(1, [] { return answer(503); }));
    CHECK(world.send(false).response.status == 503);
  }
  SECTION("a lost connection may have come after the work, and the error says so") {
    World world(fail_times(1, lose_connection));
    try {
      static_cast<void>(world.send(false));
      FAIL("no error");
    } catch (const ConnectionError& error) {
      CHECK(error.context().outcome_unknown);
      CHECK(error.context().attempts == 1);
    }
  }
  SECTION("without a connection nothing was sent") {
    World world(fail_times(
        1, []() -> HttpResponse { throw TransportError(TransportFailure::could_not_connect, "refused"); }));
    CHECK(world.send(false).attempts == 2);
  }
}

TEST_CASE("a lost connection is retried when the request is idempotent") {
  World world(fail_times(3, lose_connection));
  CHECK(world.send().attempts == 4);
}

TEST_CASE("a service that cannot be reached is given up soon") {
  World world([](const HttpRequest&, const std::stop_token&) -> HttpResponse {
    throw TransportError(TransportFailure::could_not_connect, "refused");
  });
  CHECK_THROWS_AS(world.send(), ConnectionError);
  CHECK(world.transport->count() == 4);
}

TEST_CASE("Retry-After is obeyed, in seconds and as a date, by every request of the client") {
  SECTION("seconds") {
    World world(fail_times(1, [] { return answer(429, {}, {{"Retry-After", "7"}}); }));
    static_cast<void>(world.send());
    CHECK(world.clock->elapsed() >= 7s);
  }
  SECTION("date") {
    World world(fail_times(1, [] {
      return answer(503, {}, {{"retry-after", "Mon, 01 Jan 2024 00:00:09 GMT"}});
    }));
    static_cast<void>(world.send());
    CHECK(world.clock->elapsed() >= 9s);
  }
  SECTION("nonsense is ignored") {
    World world(fail_times(1, [] { return answer(503, {}, {{"retry-after", "soon"}}); }));
    static_cast<void>(world.send());
    CHECK(world.clock->elapsed() < 1s);
  }
}

TEST_CASE("a wait that would overrun the deadline is not slept") {
  World world(fail_times(1, [] { return answer(503, {}, {{"retry-after", "60"}}); }));
  support::CallContext context;
  context.deadline = world.clock->now() + 10s;
  CHECK_THROWS_AS(world.send(true, context), DeadlineExceeded);
  CHECK(world.clock->elapsed() < 10s);
}

TEST_CASE("an attempt gets no more time than the call has left") {
  World world(fail_times(0, lose_connection));
  support::CallContext context;
  context.deadline = world.clock->now() + 3s;
  static_cast<void>(world.send(true, context));
  CHECK(world.transport->requests().front().total_timeout <= 3s);
}

TEST_CASE("a stopped call sends nothing") {
  World world(fail_times(0, lose_connection));
  std::stop_source stop;
  stop.request_stop();
  support::CallContext context;
  context.stop_token = stop.get_token();
  CHECK_THROWS_AS(world.send(true, context), Cancelled);
  CHECK(world.transport->count() == 0);
}

TEST_CASE("the rate limit lets 500 calls pass in any minute") {
  World world(fail_times(0, lose_connection));
  for (int i = 0; i < 500; ++i) static_cast<void>(world.send());
  CHECK(world.clock->elapsed() == 0ms);
  static_cast<void>(world.send());
  CHECK(world.clock->elapsed() == 60s);
}

TEST_CASE("the rate limit is shared, and a wait of more than two minutes is an error") {
  http::RateLimiter limiter;
  const VirtualClock clock;
  for (int i = 0; i < 10; ++i) limiter.acquire(10, clock, {});
  limiter.acquire(0, clock, {});
  CHECK(clock.elapsed() == 0ms);
  limiter.acquire(10, clock, {});
  CHECK(clock.elapsed() == 60s);
}

TEST_CASE("a request may be changed before it is sent again") {
  World world(fail_times(2, lose_connection));
  HttpRequest request;
  request.url = "https://kili.test/";
  int repeats = 0;
  const auto delivered = world.client->send(
      request,
      {.before_repeat = [&](HttpRequest& again) { again.url += std::to_string(++repeats); },
       .is_api_call = false,
       .operation = "download"},
      {});
  CHECK(delivered.attempts == 3);
  std::vector<std::string> urls;
  for (const auto& sent : world.transport->requests()) urls.push_back(sent.url);
  CHECK(urls ==
        std::vector<std::string>{"https://kili.test/", "https://kili.test/1", "https://kili.test/12"});
}
