// ClientOptions::retry: what is sent again, when, and how often.

#include <catch2/catch.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "fake_transport.hpp"
#include "http/http_client.hpp"

using namespace kili;
using namespace kili::test;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;
using nlohmann::json;

namespace {

FakeTransport::Handler always_answers(int status) {
  return [status](const HttpRequest&, const std::stop_token&) { return answer(status, "a page"); };
}

/// How often a call that counts assets is sent that gets this status.
std::size_t counts_sent(int status, RetryOptions retry) {
  FakeWorld world(always_answers(status));
  const Client client = world.client({.retry = std::move(retry)});
  CHECK_THROWS_AS(client.count_assets("p"), Error);
  return world.transport->count();
}

/// Requests of storages, sent by an HttpClient with these options.
struct StorageWorld {
  explicit StorageWorld(int status, RetryOptions options)
      : transport(std::make_shared<FakeTransport>(always_answers(status))),
        client({.retry_options = std::move(options)}, transport,
               {.origin_pauses = std::make_shared<http::OriginPauses>(),
                .rate_limiter = std::make_shared<http::RateLimiter>()},
               clock, std::make_shared<support::RandomSource>(3), support::MessageLog(sink)) {}

  /// @return how many requests it took.
  std::size_t send(const std::string& operation) {
    const std::size_t before = transport->count();
    HttpRequest request;
    request.url = "https://storage.test/file";
    static_cast<void>(client.send(request, {.is_api_call = false, .operation = operation}, {}));
    return transport->count() - before;
  }

  std::shared_ptr<VirtualClock> clock = std::make_shared<VirtualClock>();
  std::shared_ptr<RecordingSink> sink = std::make_shared<RecordingSink>();
  std::shared_ptr<FakeTransport> transport;
  http::HttpClient client;
};

bool is_mutation_request(const HttpRequest& request) {
  return request.body.find("\"query\":\"mutation") != std::string::npos;
}

std::string refusal_of(RetryOptions retry) {
  FakeWorld world(always_answers(200));
  try {
    static_cast<void>(world.client({.retry = std::move(retry)}));
  } catch (const ValidationError& error) {
    CHECK(world.transport->count() == 0);
    return error.what();
  }
  throw std::logic_error("the options were taken");
}

}  // namespace

TEST_CASE("a further status is followed by more attempts of a query, up to five") {
  CHECK(counts_sent(418, {}) == 1);
  CHECK(counts_sent(418, {.further_statuses = {418}}) == 5);
  CHECK(counts_sent(500, {.further_statuses = {418, 500}}) == 5);
  CHECK(counts_sent(501, {.further_statuses = {418, 500}}) == 1);

  int left = 2;
  FakeWorld world([&](const HttpRequest&, const std::stop_token&) {
    return left-- > 0 ? answer(500, "a page") : data_answer(7);
  });
  CHECK(world.client({.retry = {.further_statuses = {500}}}).count_assets("p") == 7);

  // An answer of the service itself is final.
  const auto answers_of_service = [](RetryOptions retry) {
    FakeWorld own([](const HttpRequest&, const std::stop_token&) {
      return answer(500, R"({"errors":[{"message":"no"}]})");
    });
    CHECK_THROWS_AS(own.client({.retry = std::move(retry)}).count_assets("p"), GraphQLError);
    return own.transport->count();
  };
  CHECK(answers_of_service({.further_statuses = {500}}) == answers_of_service({}));
}

TEST_CASE("a mutation that gets a further status is looked up, not repeated") {
  const auto requests_of = [](RetryOptions retry) {
    FakeWorld world([](const HttpRequest& request, const std::stop_token&) {
      return is_mutation_request(request) ? answer(418, "a page") : data_answer(json::array());
    });
    const Client client = world.client({.retry = std::move(retry)});
    bool outcome_unknown = false;
    try {
      static_cast<void>(client.create_tag({.name = "red"}));
      FAIL("the tag was created");
    } catch (const Error& error) {
      outcome_unknown = error.context().outcome_unknown;
    }
    std::string kinds;
    for (const auto& request : world.transport->requests()) kinds += is_mutation_request(request) ? 'm' : 'q';
    return std::pair(kinds, outcome_unknown);
  };
  const auto [plain, plain_unknown] = requests_of({});
  CHECK(plain.ends_with('m'));
  CHECK_FALSE(plain_unknown);
  const auto [listed, listed_unknown] = requests_of({.further_statuses = {418}});
  CAPTURE(listed, listed_unknown);
  CHECK(listed.find("mq") != std::string::npos);
  CHECK(listed.find("mm") == std::string::npos);
}

TEST_CASE("a status that is never retried ends a request, of storages too") {
  CHECK(counts_sent(503, {}) == 5);
  CHECK(counts_sent(503, {.never_statuses = {503}}) == 1);
  CHECK(counts_sent(429, {.never_statuses = {429}}) == 1);
  CHECK(counts_sent(502, {.never_statuses = {503}}) == 5);
  StorageWorld storage(503, {.never_statuses = {503}});
  CHECK(storage.send("upload") == 1);
  CHECK(storage.send("download") == 1);
  CHECK(StorageWorld(502, {.never_statuses = {503}}).send("upload") == 11);
}

TEST_CASE("a status that is never retried still tells whether a mutation was carried out") {
  FakeWorld world(always_answers(429));
  const Client client = world.client({.retry = {.never_statuses = {429}}});
  try {
    static_cast<void>(client.create_tag({.name = "red"}));
    FAIL("the tag was created");
  } catch (const Error& error) {
    CHECK_FALSE(error.context().outcome_unknown);
  }
}

TEST_CASE(
    "delays between attempts are those of the options, a pause that the service asks for is not shortened") {
  const auto time_of = [](RetryOptions retry, HttpHeaders headers) {
    int left = 6;
    FakeWorld world([&](const HttpRequest&, const std::stop_token&) {
      return left-- > 0 ? answer(429, "", headers) : data_answer(1);
    });
    CHECK(world.client({.retry = std::move(retry)}).count_assets("p") == 1);
    return world.clock->elapsed();
  };
  const RetryOptions short_delays{.first_delay = 10ms, .longest_delay = 20ms};
  CHECK(time_of({}, {}) > 1s);
  CHECK(time_of(short_delays, {}) <= 10ms + 5 * 20ms);
  CHECK(time_of(short_delays, {{"Retry-After", "5"}}) >= 6 * 5s);
  CHECK(time_of({.first_delay = 20s, .longest_delay = 20s}, {}) > 20s);
}

TEST_CASE("all requests of a client share the budget of retries, which fills within a minute") {
  FakeWorld world(always_answers(503));
  const Client client = world.client({.retry = {.budget = 6, .first_delay = 1ms, .longest_delay = 1ms}});
  const auto sent = [&] {
    const std::size_t before = world.transport->count();
    CHECK_THROWS_AS(client.count_assets("p"), HttpError);
    return world.transport->count() - before;
  };
  CHECK(sent() == 1 + 4);
  CHECK(world.sink->warnings().empty());
  CHECK(sent() == 1 + 2);
  CHECK(sent() == 1);
  CHECK(sent() == 1);
  REQUIRE(world.sink->warnings().size() == 1);
  CHECK_THAT(world.sink->warnings().front(), Contains("6 retries") && Contains("ClientOptions::retry"));
  world.clock->advance(1min);
  CHECK(sent() == 1 + 4);
  CHECK(counts_sent(503, {.budget = 0}) == 1);
  CHECK(counts_sent(429, {.budget = 0}) == 1);

  StorageWorld storage(503, {.budget = 12});
  CHECK(storage.send("upload") == 1 + 10);
  CHECK(storage.send("download") == 1 + 2);
}

TEST_CASE("answers that say nothing of the API take from the budget too") {
  FakeWorld world([](const HttpRequest&, const std::stop_token&) { return answer(200, R"({"data":)"); });
  const Client client = world.client({.retry = {.budget = 3}});
  CHECK_THROWS_AS(client.count_assets("p"), Error);
  CHECK(world.transport->count() == 1 + 3);
}

TEST_CASE("an operation has attempts and a time of its own") {
  FakeWorld world(always_answers(503));
  const Client client =
      world.client({.retry = {.operations = {{.max_attempts = 2, .operation = "countAssets"}}}});
  CHECK_THROWS_AS(client.count_assets("p"), HttpError);
  CHECK(world.transport->count() == 2);
  CHECK_THROWS_AS(client.tags(), HttpError);
  CHECK(world.transport->count() == 2 + 5);

  FakeWorld busy(always_answers(429));
  const Client soon = busy.client(
      {.max_retries = 100, .retry = {.operations = {{.operation = "countAssets", .retry_deadline = 5s}}}});
  CHECK_THROWS_AS(soon.count_assets("p"), HttpError);
  CHECK(busy.clock->elapsed() <= 5s);
  CHECK(busy.transport->count() > 2);

  const RetryOptions options{
      .operations = {{.max_attempts = 1, .operation = "upload"},
                     {.max_attempts = 13, .operation = "download", .retry_deadline = 10min}}};
  StorageWorld storage(503, options);
  CHECK(storage.send("upload") == 1);
  CHECK(storage.send("download") == 13);
}

TEST_CASE("options of retries that cannot be meant are refused before anything is sent") {
  CHECK_THAT(refusal_of({.first_delay = 0ms}), Contains("retry.first_delay 0 ms"));
  CHECK_THAT(refusal_of({.longest_delay = 25h}), Contains("retry.longest_delay"));
  CHECK_THAT(refusal_of({.first_delay = 2s, .longest_delay = 1s}), Contains("shorter than first_delay"));
  CHECK_THAT(refusal_of({.further_statuses = {502, 399}}), Contains("further_statuses has 399; give"));
  CHECK_THAT(refusal_of({.never_statuses = {600}}), Contains("never_statuses has 600; give"));
  CHECK_THAT(refusal_of({.further_statuses = {500}, .never_statuses = {500}}), Contains("name it once"));
  CHECK_THAT(refusal_of({.operations = {{.operation = ""}}}), Contains("not the name of an operation; give"));
  CHECK_THAT(refusal_of({.operations = {{.operation = "count assets"}}}), Contains("'count assets'"));
  CHECK_THAT(refusal_of({.operations = {{.max_attempts = 0, .operation = "assets"}}}),
             Contains("max_attempts 0 for 'assets'; give 1"));
  CHECK_THAT(refusal_of({.operations = {{.operation = "assets", .retry_deadline = 0ms}}}),
             Contains("retry_deadline of 'assets'"));
  CHECK_THAT(refusal_of({.operations = {{.operation = "assets"}, {.operation = "assets"}}}),
             Contains("names 'assets' twice"));
}
