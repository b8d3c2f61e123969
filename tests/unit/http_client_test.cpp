#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "fake_transport.hpp"
#include "http/http_client.hpp"

using namespace kili;
using namespace kili::test;
using namespace std::chrono_literals;

namespace {

struct HttpSetup {
  std::shared_ptr<VirtualClock> clock = std::make_shared<VirtualClock>();
  std::shared_ptr<http::OriginPauses> pauses = std::make_shared<http::OriginPauses>();
  std::shared_ptr<RecordingSink> sink = std::make_shared<RecordingSink>();
  std::shared_ptr<FakeTransport> transport;
  std::unique_ptr<http::HttpClient> client;

  explicit HttpSetup(FakeTransport::Handler handler, const http::HttpClient::Settings& settings = {})
      : transport(std::make_shared<FakeTransport>(std::move(handler))), client(another_client(settings)) {}

  /// Of the same process.
  [[nodiscard]] std::unique_ptr<http::HttpClient> another_client(
      const http::HttpClient::Settings& settings = {}) {
    return std::make_unique<http::HttpClient>(
        settings, transport,
        http::SharedLimits{.origin_pauses = pauses, .rate_limiter = std::make_shared<http::RateLimiter>()},
        clock, std::make_shared<support::RandomSource>(3), support::MessageLog(sink));
  }

  http::SendResult send(bool idempotent = true, const support::CallContext& context = {},
                        http::SendOptions options = {.operation = "op"},
                        const std::string& url = "https://kili.test/") {
    HttpRequest request;
    request.url = url;
    request.idempotent = idempotent;
    return client->send(request, options, context);
  }
};

FakeTransport::Handler fail_times(int times, std::function<HttpResponse()> failure) {
  return [left = std::make_shared<int>(times), failure](const HttpRequest&, const std::stop_token&) {
    return (*left)-- > 0 ? failure() : answer(200, "ok");
  };
}

HttpResponse lose_connection() { throw TransportError(TransportFailure::connection_lost, "cut"); }

HttpResponse refuse_connection() { throw TransportError(TransportFailure::could_not_connect, "refused"); }

constexpr auto two_minutes = 120s;

/// How often a request is sent that always fails like this, and whether the error leaves its outcome open.
struct Outcome {
  std::size_t attempts = 0;
  bool outcome_unknown = false;
};

Outcome always(bool idempotent, const std::function<HttpResponse()>& failure) {
  HttpSetup world([failure](const HttpRequest&, const std::stop_token&) { return failure(); });
  Outcome outcome;
  try {
    const auto sent = world.send(idempotent);
    outcome.outcome_unknown = !idempotent && !sent.not_processed;
  } catch (const ConnectionError& error) {
    outcome.outcome_unknown = error.context().outcome_unknown;
  }
  CHECK(world.clock->elapsed() <= two_minutes);
  outcome.attempts = world.transport->count();
  return outcome;
}

}  // namespace

TEST_CASE("what was not processed is sent again for two minutes, whatever it does") {
  const auto failure = GENERATE(values<std::function<HttpResponse()>>(
      {[] { return answer(429); }, [] { return answer(521); },
       [] { return answer(503, "no healthy upstream"); },
       [] { return answer(503, "upstream connect error. Reset reason: overflow"); },
       [] { return answer(503, "upstream connect error. reset reason: connection failure, reason: 111"); },
       [] { return answer(503, "reset reason:remote connection failure"); }, refuse_connection}));
  for (const bool idempotent : {true, false}) {
    HttpSetup world(fail_times(8, failure));
    CHECK(world.send(idempotent).attempts == 9);
    const auto outcome = always(idempotent, failure);
    CHECK(outcome.attempts >= 8);
    CHECK(outcome.attempts < 50);
    CHECK_FALSE(outcome.outcome_unknown);
  }
}

TEST_CASE("the outcome of other failures is unknown: queries have few attempts, mutations one") {
  struct Case {
    std::function<HttpResponse()> failure;
    std::size_t attempts;
  };
  const auto timed_out = []() -> HttpResponse { throw TransportError(TransportFailure::timed_out, "slow"); };
  const auto each = GENERATE_REF(values<Case>(
      {{[] { return answer(502); }, 5},
       {[] { return answer(503); }, 5},
       {[] { return answer(503, "reset reason: connection termination"); }, 5},
       {[] { return answer(503, "retried and the latest reset reason: connection failure"); }, 5},
       {[] { return answer(503, "no healthy upstream, retried 3 times"); }, 5},
       {[] { return answer(520); }, 5},
       {[] { return answer(522); }, 5},
       {lose_connection, 5},
       {[] { return answer(504); }, 2},
       {[] { return answer(524); }, 2},
       {timed_out, 2},
       {[] { return answer(500); }, 1}}));
  CHECK(always(true, each.failure).attempts == each.attempts);
  const auto mutation = always(false, each.failure);
  CHECK(mutation.attempts == 1);
  CHECK(mutation.outcome_unknown);
}

TEST_CASE("failures of different kinds share the attempts, those that were not processed do not count") {
  std::vector<int> statuses{502, 429, 502, 429, 429, 502, 504};
  HttpSetup world([&statuses](const HttpRequest&, const std::stop_token&) {
    if (statuses.empty()) return answer(200);
    const int status = statuses.front();
    statuses.erase(statuses.begin());
    return answer(status);
  });
  // A 504 is worth two attempts, and four of the kind were made.
  CHECK(world.send().response.status == 504);
  CHECK(world.transport->count() == 7);
}

TEST_CASE("other statuses are answers") {
  for (const int status : {200, 400, 401, 403, 404, 413, 415, 500, 501}) {
    HttpSetup world(fail_times(1, [status] { return answer(status); }));
    CHECK(world.send().response.status == status);
    CHECK(world.transport->count() == 1);
  }
}

TEST_CASE("a key that was accepted before may be refused for a while") {
  HttpSetup world(fail_times(3, [] { return answer(401); }));
  CHECK(world.send(false, {}, {.key_accepted = true, .operation = "op"}).attempts == 4);
}

TEST_CASE("an answer of the service itself is final whatever its status") {
  const http::SendOptions options{
      .is_answer = [](const HttpResponse& response) { return response.body == "own"; }, .operation = "op"};
  HttpSetup world(fail_times(1, [] { return answer(503, "own"); }));
  CHECK(world.send(true, {}, options).response.status == 503);
  HttpSetup proxy(fail_times(1, [] { return answer(503, "other"); }));
  CHECK(proxy.send(true, {}, options).response.status == 200);
  HttpSetup busy(fail_times(1, [] { return answer(429, "own"); }));
  CHECK(busy.send(true, {}, options).response.status == 200);
}

TEST_CASE("options bound the number of retries and their time") {
  HttpSetup few([](const HttpRequest&, const std::stop_token&) { return answer(429); },
                {.retry = {.max_retries = 2}});
  CHECK(few.send().attempts == 3);
  HttpSetup soon([](const HttpRequest&, const std::stop_token&) { return answer(429); },
                 {.retry = {.total = 10s}});
  CHECK(soon.send().attempts >= 3);
  CHECK(soon.clock->elapsed() <= 10s);
  HttpSetup late([](const HttpRequest&, const std::stop_token&) { return answer(429); },
                 {.retry = {.total = 600s}});
  static_cast<void>(late.send());
  CHECK(late.clock->elapsed() > two_minutes);
}

TEST_CASE("waits grow to 30 s and are never the same for all") {
  std::vector<std::chrono::milliseconds> starts;
  HttpSetup world([&](const HttpRequest&, const std::stop_token&) {
    starts.push_back(world.clock->elapsed());
    return answer(429);
  });
  static_cast<void>(world.send());
  std::chrono::milliseconds longest = 1s;
  for (std::size_t i = 1; i < starts.size(); ++i) {
    CHECK(starts[i] - starts[i - 1] <= longest);
    longest = std::min<std::chrono::milliseconds>(longest * 2, 30s);
  }
}

TEST_CASE("a storage has ten retries, and four attempts when it cannot be reached") {
  const http::SendOptions options{.is_api_call = false, .operation = "upload"};
  for (const int status : {429, 502, 503, 504, 520, 521, 522, 524}) {
    HttpSetup world([status](const HttpRequest&, const std::stop_token&) { return answer(status); });
    CHECK(world.send(true, {}, options).attempts == 11);
  }
  HttpSetup lost([](const HttpRequest&, const std::stop_token&) { return lose_connection(); });
  CHECK_THROWS_AS(lost.send(true, {}, options), ConnectionError);
  CHECK(lost.transport->count() == 11);
  HttpSetup unreachable([](const HttpRequest&, const std::stop_token&) { return refuse_connection(); });
  CHECK_THROWS_AS(unreachable.send(true, {}, options), ConnectionError);
  CHECK(unreachable.transport->count() == 4);
}

TEST_CASE("the value of Retry-After is seconds or a date, measured by the clock that wrote it") {
  using std::chrono::milliseconds;
  const std::chrono::system_clock::time_point wall = std::chrono::sys_days(std::chrono::year(2024) / 1 / 1);
  const auto parse = [&](std::string_view value, std::string_view date = "") {
    return http::parse_retry_after(value, date, wall);
  };
  CHECK(parse("7") == 7s);
  CHECK(parse(" 7 ") == 7s);
  CHECK(parse("1.5") == 1500ms);
  CHECK(parse("0") == 0s);
  CHECK(parse("1e9") == std::chrono::seconds(std::chrono::years(1)));
  CHECK(parse(std::string(400, '9')) == std::chrono::seconds(std::chrono::years(1)));
  for (const char* nonsense :
       {"", " ", "soon", "-5", "-0.1", "-1e999", "nan", "inf", "-inf", "7 s", "0x7", "+7"}) {
    CAPTURE(nonsense);
    CHECK_FALSE(parse(nonsense).has_value());
  }
  CHECK(parse("Mon, 01 Jan 2024 00:00:09 GMT") == 9s);
  CHECK(parse("Mon, 01 Jan 2024 01:00:09 GMT", "Mon, 01 Jan 2024 01:00:00 GMT") == 9s);
  CHECK(parse("Sun, 31 Dec 2023 23:00:09 GMT", "Sun, 31 Dec 2023 23:00:00 GMT") == 9s);
  CHECK(parse("Mon, 01 Jan 2024 00:00:09 GMT", "yesterday") == 9s);
  CHECK(parse("Sun, 31 Dec 2023 00:00:00 GMT") == 0s);
}

TEST_CASE("Retry-After of up to a minute is waited by every call of the process to that origin") {
  HttpSetup world(fail_times(1, [] { return answer(429, {}, {{"Retry-After", "60"}}); }));
  const auto other = world.another_client();
  HttpRequest elsewhere;
  elsewhere.url = "https://storage.test/file";
  std::thread first([&] { static_cast<void>(world.send()); });
  first.join();
  CHECK(world.clock->elapsed() == 60s);

  // Of two calls one is told to wait; the other one, of another client, comes meanwhile.
  world.pauses->add("https://kili.test:443", {.until = world.clock->now() + 40s}, world.clock->now());
  static_cast<void>(other->send(elsewhere, {.is_api_call = false, .operation = "download"}, {}));
  CHECK(world.clock->elapsed() == 60s);
  HttpRequest request;
  request.url = "https://kili.test/";
  static_cast<void>(other->send(request, {.operation = "op"}, {}));
  CHECK(world.clock->elapsed() == 100s);
}

TEST_CASE("a date of a service whose clock is an hour off is no hour") {
  HttpSetup world(fail_times(1, [] {
    return answer(
        503, "no healthy upstream",
        {{"date", "Mon, 01 Jan 2024 01:00:00 GMT"}, {"retry-after", "Mon, 01 Jan 2024 01:00:20 GMT"}});
  }));
  static_cast<void>(world.send(false));
  CHECK(world.clock->elapsed() == 20s);
}

TEST_CASE("Retry-After that is no number above zero leaves the wait to the client") {
  for (const char* value : {"0", "-7", "soon", "nan", "Mon, 01 Jan 2001 00:00:00 GMT"}) {
    HttpSetup world(fail_times(1, [value] { return answer(429, {}, {{"retry-after", value}}); }));
    static_cast<void>(world.send());
    CHECK(world.clock->elapsed() <= 1s);
  }
}

TEST_CASE("a longer Retry-After is an error at once, for the calls behind it too until it is over") {
  HttpSetup world(fail_times(1, [] { return answer(429, {}, {{"retry-after", "3600"}}); }));
  const auto other = world.another_client();
  try {
    static_cast<void>(world.send(false));
    FAIL("no error");
  } catch (const HttpError& error) {
    CHECK(error.context().http_status == 429);
    CHECK_FALSE(error.context().outcome_unknown);
    CHECK_THAT(error.what(), Catch::Matchers::Contains("3600 s"));
  }
  HttpRequest request;
  request.url = "https://kili.test/other/path";
  const auto call = [&] { static_cast<void>(other->send(request, {.operation = "later"}, {})); };
  world.clock->advance(600s);
  CHECK_THROWS_WITH(call(), Catch::Matchers::Contains("another 3000 s"));
  world.clock->advance(2'999s);  // it is not waited for even when little is left
  CHECK_THROWS_WITH(call(), Catch::Matchers::Contains("another 1 s"));
  CHECK(world.transport->count() == 1);
  CHECK(world.clock->elapsed() == 3599s);
  world.clock->advance(1s);
  call();
  CHECK(world.transport->count() == 2);
}

TEST_CASE("an absurd Retry-After does not close a service to a process for ever") {
  HttpSetup world(fail_times(1, [] { return answer(429, {}, {{"retry-after", "1e9"}}); }));
  CHECK_THROWS_WITH(world.send(), Catch::Matchers::Contains("Retry-After"));
  CHECK_THROWS_AS(world.send(), HttpError);
  CHECK(world.clock->elapsed() == 0s);
  world.clock->advance(24h);
  CHECK(world.send().response.status == 200);
}

TEST_CASE(
    "a mutation of unknown outcome stays so when the service asks for a pause, and what reads its state "
    "waits") {
  HttpSetup world(fail_times(1, [] { return answer(503, {}, {{"retry-after", "30"}}); }));
  CHECK(world.send(false).response.status == 503);
  CHECK(world.clock->elapsed() == 0s);
  static_cast<void>(world.send(true));
  CHECK(world.clock->elapsed() == 30s);
  HttpSetup closed(fail_times(1, [] { return answer(503, {}, {{"retry-after", "300"}}); }));
  try {
    static_cast<void>(closed.send(false));
    FAIL("no error");
  } catch (const HttpError& error) {
    CHECK(error.context().outcome_unknown);
  }
}

TEST_CASE("a pause that others prolong again and again is given up") {
  HttpSetup world(fail_times(0, lose_connection));
  world.pauses->add("https://kili.test:443", {.until = world.clock->now() + 121s}, world.clock->now());
  CHECK_THROWS_AS(world.send(), HttpError);
  CHECK(world.clock->elapsed() == 0s);
}

TEST_CASE("retries of more than five seconds are told once, and their good end too") {
  HttpSetup world(fail_times(8, [] { return answer(429); }));
  CHECK(world.send().attempts == 9);
  const auto warnings = world.sink->warnings();
  REQUIRE(warnings.size() == 2);
  CHECK_THAT(warnings[0], Catch::Matchers::Contains("op: HTTP 429"));
  CHECK_THAT(warnings[0], Catch::Matchers::Contains("120 s in all"));
  CHECK_THAT(warnings[1], Catch::Matchers::Contains("answers again"));
}

TEST_CASE("short retries are told to nobody, and of a bad end the error tells") {
  HttpSetup brief(fail_times(2, [] { return answer(429); }));
  static_cast<void>(brief.send());
  CHECK(brief.clock->elapsed() <= 5s);
  CHECK(brief.sink->warnings().empty());
  HttpSetup bad([](const HttpRequest&, const std::stop_token&) { return answer(429); });
  static_cast<void>(bad.send());
  CHECK(bad.sink->warnings().size() == 1);
  // A later trouble is told again.
  static_cast<void>(bad.send());
  CHECK(bad.sink->warnings().size() == 2);
}

TEST_CASE("calls that are in trouble at the same time are told of together") {
  const auto sink = std::make_shared<RecordingSink>();
  http::RetryNotices notices{support::MessageLog(sink)};
  http::RetryNotices::Request first(notices);
  http::RetryNotices::Request second(notices);
  first.waits("a", "HTTP 429", 4s, 1s, 120s);
  CHECK(sink->warnings().empty());
  first.waits("a", "HTTP 429", 4s, 2s, 120s);
  first.waits("a", "HTTP 429", 9s, 2s, 120s);
  second.waits("b", "HTTP 429", 9s, 2s, 120s);
  CHECK(sink->warnings().size() == 1);
  first.succeeded("a", 12s);
  CHECK(sink->warnings().size() == 1);
  second.succeeded("b", 13s);
  CHECK(sink->warnings().size() == 2);
}

TEST_CASE("a wait that would overrun the deadline is not slept") {
  HttpSetup world(fail_times(1, [] { return answer(429, {}, {{"retry-after", "60"}}); }));
  support::CallContext context;
  context.deadline = world.clock->now() + 10s;
  CHECK_THROWS_AS(world.send(true, context), DeadlineExceeded);
  CHECK(world.clock->elapsed() < 10s);
}

TEST_CASE("an attempt gets no more time than the call has left") {
  HttpSetup world(fail_times(0, lose_connection));
  support::CallContext context;
  context.deadline = world.clock->now() + 3s;
  static_cast<void>(world.send(true, context));
  CHECK(world.transport->requests().front().total_timeout <= 3s);
}

TEST_CASE("a stopped call sends nothing") {
  HttpSetup world(fail_times(0, lose_connection));
  std::stop_source stop;
  stop.request_stop();
  support::CallContext context;
  context.stop_token = stop.get_token();
  CHECK_THROWS_AS(world.send(true, context), Cancelled);
  CHECK(world.transport->count() == 0);
}

TEST_CASE("the rate limit lets 500 calls pass in any minute") {
  HttpSetup world(fail_times(0, lose_connection));
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
  HttpSetup world(fail_times(2, lose_connection));
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
