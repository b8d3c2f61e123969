#include <catch2/catch.hpp>
#include <chrono>
#include <memory>
#include <string>

#include "fake_transport.hpp"
#include "http/http_client.hpp"
#include "http/rate_limiter.hpp"

using namespace kili;
using namespace kili::test;
using namespace std::chrono_literals;

namespace {

const std::string busy_origin = "https://kili.test";

/// Makes calls, one in 10 ms where the limiter lets them. @return how long they took.
std::chrono::milliseconds make_calls(http::RateLimiter& limiter, VirtualClock& clock, int calls,
                                     std::size_t limit) {
  const auto started = clock.now();
  for (int i = 0; i < calls; ++i) {
    limiter.acquire(limit, clock, {});
    clock.advance(10ms);
  }
  return std::chrono::duration_cast<std::chrono::milliseconds>(clock.now() - started);
}

}  // namespace

TEST_CASE("a service that is down gets a burst of retries and then a trickle") {
  http::RateLimiter limiter;
  VirtualClock clock;
  std::size_t within_a_minute = 0;
  for (int i = 0; i < 1000; ++i) {
    const auto turn = limiter.retry_turn(busy_origin, clock.now(), clock.now() + 1s);
    if (turn <= clock.now() + 1min) ++within_a_minute;
  }
  CHECK(within_a_minute == 50 + 30);
  // Another service has retries of its own.
  CHECK(limiter.retry_turn("https://storage.test", clock.now(), clock.now() + 1s) == clock.now() + 1s);
}

TEST_CASE("retries come back with time and with requests that succeed") {
  http::RateLimiter limiter;
  VirtualClock clock;
  const auto spend = [&](int retries) {
    for (int i = 0; i < retries; ++i) {
      static_cast<void>(limiter.retry_turn(busy_origin, clock.now(), clock.now()));
    }
  };
  const auto is_at_once = [&] {
    return limiter.retry_turn(busy_origin, clock.now(), clock.now()) == clock.now();
  };
  spend(50);
  CHECK_FALSE(is_at_once());
  SECTION("time") {
    clock.advance(1s);
    CHECK_FALSE(is_at_once());
    clock.advance(10s);
    CHECK(is_at_once());
  }
  SECTION("success") {
    for (int i = 0; i < 10; ++i) limiter.take_success(busy_origin);
    CHECK(is_at_once());
  }
}

TEST_CASE("records that name many hosts do not make the memory of retries grow for ever") {
  http::RateLimiter limiter;
  VirtualClock clock;
  for (int i = 0; i < 100'000; ++i) {
    static_cast<void>(
        limiter.retry_turn("https://host" + std::to_string(i) + ".test", clock.now(), clock.now()));
  }
  CHECK(limiter.retry_turn(busy_origin, clock.now(), clock.now()) == clock.now());
}

TEST_CASE("requests that fail at once share the retries of their process") {
  const auto clock = std::make_shared<VirtualClock>();
  const auto limiter = std::make_shared<http::RateLimiter>();
  const auto transport =
      std::make_shared<FakeTransport>([](const HttpRequest&, const std::stop_token&) -> HttpResponse {
        throw TransportError(TransportFailure::could_not_connect, "refused");
      });
  http::HttpClient client({.retry = {.first_delay = 1ms, .longest_delay = 10ms}}, transport,
                          {.origin_pauses = std::make_shared<http::OriginPauses>(), .rate_limiter = limiter},
                          clock, std::make_shared<support::RandomSource>(3),
                          support::MessageLog(std::make_shared<RecordingSink>()));
  HttpRequest request;
  request.url = busy_origin + "/api";
  for (int i = 0; i < 10; ++i) {
    const auto started = clock->now();
    CHECK_THROWS_AS(client.send(request, {.is_api_call = true, .operation = "op"}, {}), ConnectionError);
    CHECK(clock->now() - started <= 121s);
  }
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(clock->elapsed()).count();
  // A trickle of one in two seconds, where the delays alone would allow a hundred in a second.
  CHECK(transport->count() <= 10 + 50 + static_cast<std::size_t>(seconds) / 2 + 1);
}

TEST_CASE("a process that is refused makes fewer calls, and by and by more again") {
  for (const std::size_t limit : {std::size_t{0}, std::size_t{1000}}) {
    CAPTURE(limit);
    http::RateLimiter limiter;
    VirtualClock clock;
    CHECK(make_calls(limiter, clock, 600, limit) == 6s);
    limiter.take_refusal(clock.now());
    limiter.take_refusal(clock.now());  // of a call that was under way
    // 420 calls a minute.
    CHECK(make_calls(limiter, clock, 10, limit) > 1200ms);
    CHECK(make_calls(limiter, clock, 10, limit) < 1600ms);
    for (int i = 0; i < 20; ++i) {
      clock.advance(2s);
      limiter.take_refusal(clock.now());
    }
    // The slowest pace: one call a second.
    const auto slowest = make_calls(limiter, clock, 5, limit);
    CHECK(slowest > 3s);
    CHECK(slowest <= 5s);
    // Without more refusals it is as before within two minutes.
    for (int i = 0; i < 24; ++i) {
      clock.advance(5s);
      limiter.acquire(limit, clock, {});
    }
    CHECK(make_calls(limiter, clock, 600, limit) == 6s);
  }
}

TEST_CASE("a single refusal of a process that makes few calls does not slow it down") {
  http::RateLimiter limiter;
  VirtualClock clock;
  for (int i = 0; i < 20; ++i) limiter.acquire(500, clock, {});
  limiter.take_refusal(clock.now());
  const auto now = clock.now();
  for (int i = 0; i < 20; ++i) limiter.acquire(500, clock, {});
  CHECK(clock.now() == now);
}
