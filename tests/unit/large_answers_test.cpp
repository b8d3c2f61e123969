#include <array>
#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "fake_service.hpp"
#include "http/answer_memory.hpp"
#include "support/json_text.hpp"
#include "virtual_clock.hpp"

using namespace kili;
using namespace kili::test;
using nlohmann::json;

namespace {

using Catch::Matchers::Contains;

constexpr std::size_t mebibyte = std::size_t{1} << 20U;

/// JSON text of a list of so many equal elements.
std::string list_of(std::string_view element, std::size_t count) {
  std::string text = "[";
  text.reserve(count * (element.size() + 1) + 2);
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) text += ',';
    text += element;
  }
  return text + ']';
}

/// Small texts of which a few megabytes become gigabytes of values.
const std::array<std::string_view, 7> expanding{"0", "[]", "{}", "\"\"", "null", "[[]]", "{\"\":0}"};

/// A listing of one asset whose field `externalId` has this JSON text.
HttpResponse page_with(const HttpRequest& request, std::string_view value) {
  if (request.body.find("query countAssets") != std::string::npos) return data_answer(1);
  if (request.body.find("query projects") != std::string::npos) return FakeService().handle(request);
  std::string body = R"({"data":{"data":[{"id":"1","externalId":)";
  body += value;
  body += "}]}}";
  return answer(200, std::move(body));
}

std::vector<Asset> list_one(const Client& client, const CallOptions& options = {}) {
  return client.assets("p", {}, {.fields = {"id", "externalId"}}, options).to_vector();
}

}  // namespace

TEST_CASE("JSON text is not read into more memory than it may take") {
  for (const auto element : expanding) {
    CAPTURE(element);
    const std::string text = list_of(element, 300'000);
    support::JsonBudget enough;
    CHECK(support::parse_json(text, support::WideIntegers::doubles, &enough).size() == 300'000);
    CHECK(enough.used() > 300'000 * sizeof(json));
    support::JsonBudget little(mebibyte);
    CHECK_THROWS_AS(support::parse_json(text, support::WideIntegers::doubles, &little),
                    support::JsonTooLarge);
    CHECK(little.used() < mebibyte + 1000);
    support::JsonBudget little_in_order(mebibyte);
    CHECK_THROWS_AS(support::parse_ordered_json(text, support::WideIntegers::digits, &little_in_order),
                    support::JsonTooLarge);
  }
}

TEST_CASE("texts and names count for the memory that JSON text may take") {
  const std::string long_text = '"' + std::string(mebibyte, 'x') + '"';
  for (const auto& text : {long_text, "{" + long_text + ":1}", "[" + std::string(mebibyte, '9') + "]"}) {
    support::JsonBudget budget(mebibyte / 2);
    CHECK_THROWS_AS(support::parse_json(text, support::WideIntegers::digits, &budget), support::JsonTooLarge);
  }
  support::JsonBudget several(3 * mebibyte);
  CHECK(support::parse_json(long_text, support::WideIntegers::doubles, &several).is_string());
  CHECK(support::parse_json(long_text, support::WideIntegers::doubles, &several).is_string());
  CHECK_THROWS_AS(support::parse_json(long_text, support::WideIntegers::doubles, &several),
                  support::JsonTooLarge);
}

TEST_CASE("an answer that becomes too large in memory is an error that names the option") {
  for (const auto element : expanding) {
    CAPTURE(element);
    const std::string bomb = list_of(element, 400'000);
    for (const bool in_text : {false, true}) {
      FakeWorld world([&](const HttpRequest& request, const std::stop_token&) {
        if (!in_text) return page_with(request, bomb);
        // In the JSON text of metadata, which is read in a second step.
        auto response = page_with(request, json(bomb).dump());
        if (const auto at = response.body.find("externalId"); at != std::string::npos) {
          response.body.replace(at, std::string_view("externalId").size(), "jsonMetadata");
        }
        return response;
      });
      const Client client = world.client({.max_response_bytes = 2 * mebibyte});
      CHECK_THROWS_MATCHES(
          client.assets("p", {}, {.fields = {"id", in_text ? "jsonMetadata" : "externalId"}}).to_vector(),
          ConnectionError, Catch::Matchers::Predicate<ConnectionError>([](const ConnectionError& error) {
            return std::string_view(error.what()).find("ClientOptions::max_response_bytes") !=
                   std::string_view::npos;
          }));
      // The project, the count and the page; none of them again.
      CHECK(world.transport->count() <= 4);
    }
  }
}

TEST_CASE("the stop token and the deadline are heard while an answer is read") {
  const std::string large = list_of("{\"x\":0.5}", 50'000);
  SECTION("stop token") {
    std::stop_source source;
    FakeWorld world([&](const HttpRequest& request, const std::stop_token&) {
      if (request.body.find("query assets") != std::string::npos) source.request_stop();
      return page_with(request, large);
    });
    CHECK_THROWS_AS(list_one(world.client(), {.stop_token = source.get_token()}), Cancelled);
  }
  SECTION("deadline") {
    FakeWorld world([&](const HttpRequest& request, const std::stop_token&) {
      if (request.body.find("query assets") != std::string::npos) {
        world.clock->advance(std::chrono::seconds(20));
      }
      return page_with(request, large);
    });
    CHECK_THROWS_AS(list_one(world.client(), {.deadline = std::chrono::seconds(10)}), DeadlineExceeded);
  }
}

TEST_CASE("a page that is larger than its share is asked for once more with all of the memory") {
  FakeService service;
  service.add(200);
  std::mutex mutex;
  std::map<std::size_t, std::vector<std::size_t>> limits;  // of each page by `skip`
  FakeWorld world([&](const HttpRequest& request, const std::stop_token&) {
    auto response = service.handle(request);
    if (request.body.find("query assets") == std::string::npos) return response;
    const auto variables = json::parse(plain_body(request))["variables"];
    const std::scoped_lock lock(mutex);
    limits[variables["skip"]].push_back(request.max_response_bytes);
    // As the transport does; the second page is 5 MiB.
    if (variables["skip"] == 100 && request.max_response_bytes < 5 * mebibyte) {
      throw TransportError(TransportFailure::response_too_large, "larger");
    }
    return response;
  });
  CHECK(world.client().assets("p", {}, {.fields = {"id"}}).to_vector().size() == 200);
  CHECK(limits[0].size() == 1);
  CHECK(limits[100] == std::vector<std::size_t>{2 * mebibyte, 64 * mebibyte});
}

TEST_CASE("a mutation whose answer is too large is not sent once more with all of the memory") {
  FakeService service;
  service.add(1);
  std::vector<std::size_t> limits;
  FakeWorld world([&](const HttpRequest& request, const std::stop_token&) {
    if (request.body.find("mutation") == std::string::npos) return service.handle(request);
    limits.push_back(request.max_response_bytes);
    throw TransportError(TransportFailure::response_too_large, "larger");
  });
  try {
    world.client().skip_or_unskip({.asset_id = "id_0", .project_id = "p", .reason = "r"});
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.context().outcome_unknown);
  }
  // A look at the asset shows that nothing was done, so it may be sent again: never with more memory.
  REQUIRE(!limits.empty());
  CHECK(std::set<std::size_t>(limits.begin(), limits.end()) == std::set<std::size_t>{2 * mebibyte});
}

TEST_CASE("answers share the memory of their client") {
  VirtualClock clock;
  http::AnswerMemory memory(64 * mebibyte);
  const auto whole = memory.whole_share();
  CHECK(whole.text == 64 * mebibyte);
  CHECK(whole.values == 32 * mebibyte);
  const auto usual = memory.usual_share({});
  CHECK(32 * usual.sum() <= whole.sum());
  const auto expected = memory.usual_share({.bytes = 5 * mebibyte, .bytes_of_values = 6 * mebibyte});
  CHECK(expected.text == 10 * mebibyte);
  CHECK(expected.values == 12 * mebibyte);
  CHECK(memory.usual_share({.bytes = 1000 * mebibyte}).text == 32 * mebibyte);

  SECTION("clients with many requests in flight have as many times more") {
    http::AnswerMemory memory_of_many(64 * mebibyte, 96);
    std::vector<std::shared_ptr<const void>> rooms;
    for (int i = 0; i < 3; ++i) rooms.push_back(memory_of_many.reserve(whole, clock, {}));
    std::stop_source stopped;
    stopped.request_stop();
    support::CallContext context;
    context.stop_token = stopped.get_token();
    CHECK_THROWS_AS(memory_of_many.reserve(usual, clock, context), Cancelled);
  }
  SECTION("all of it waits for the others, and they wait for it, in the order of the calls") {
    std::vector<std::string> order;
    auto first = memory.reserve(usual, clock, {});
    std::jthread large([&] {
      const auto room = memory.reserve(whole, clock, {});
      order.emplace_back("large");
    });
    first.reset();
    large.join();
    const auto next = memory.reserve(usual, clock, {});
    order.emplace_back("next");
    CHECK(order == std::vector<std::string>{"large", "next"});
  }
  SECTION("waiting ends with the stop token or the deadline, and those behind go on") {
    const auto all = memory.reserve(whole, clock, {});
    std::stop_source source;
    source.request_stop();
    support::CallContext stopped;
    stopped.stop_token = source.get_token();
    CHECK_THROWS_AS(memory.reserve(usual, clock, stopped), Cancelled);
    support::CallContext late;
    late.deadline = clock.now();
    CHECK_THROWS_AS(memory.reserve(usual, clock, late), DeadlineExceeded);
  }
  SECTION("many at once never have more than there is") {
    std::atomic<std::size_t> reserved{0};
    std::atomic<bool> too_much{false};
    std::vector<std::jthread> threads;
    for (int i = 0; i < 16; ++i) {
      threads.emplace_back([&, i] {
        for (int round = 0; round < 50; ++round) {
          const auto share = (i + round) % 10 == 0 ? whole : expected;
          const auto room = memory.reserve(share, clock, {});
          if ((reserved += share.sum()) > whole.sum()) too_much = true;
          reserved -= share.sum();
        }
      });
    }
    threads.clear();
    CHECK_FALSE(too_much);
  }
}
