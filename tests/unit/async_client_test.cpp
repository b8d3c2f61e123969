// Operations as futures, on a fake transport.

#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <regex>
#include <set>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "call_gate.hpp"
#include "fake_transport.hpp"
#include "header_members.hpp"
#include "kili/async.hpp"
#include "manual_executor.hpp"
#include "test_folder.hpp"
#include "virtual_service.hpp"

using namespace kili;
using namespace kili::test;
using namespace std::chrono_literals;
using async::Future;

namespace {

/// Counts are answered when the gate is open.
struct GatedWorld {
  CallGate gate;
  FakeWorld world{[this](const HttpRequest&, const std::stop_token& stop) {
    gate.pass(stop);
    return data_answer(7);
  }};

  [[nodiscard]] Client client() {
    return world.client({.calls_per_minute = 0, .max_requests_in_flight = 500});
  }
};

/// The public methods of a class named Client that are const, each as "name(type parameter, ...)", in which a
/// parameter that is taken by reference is written as one taken by value.
std::set<std::string> methods_of(const std::string& header) {
  std::string text = without_comments(read_file(KILI_TESTS_DIR "/../include/kili/" + header));
  const auto begin = text.find("class KILI_EXPORT Client");
  REQUIRE(begin != std::string::npos);
  text = text.substr(begin, text.find(" private:", begin) - begin);
  text = std::regex_replace(text, std::regex("[ \n]+"), " ");
  std::set<std::string> methods;
  const std::regex method(R"((\w+)\(([^()]*)\) const[ ;{])");
  for (std::sregex_iterator found(text.begin(), text.end(), method), end; found != end; ++found) {
    std::string parameters = (*found)[2];
    parameters = std::regex_replace(parameters, std::regex("const |&"), "");
    parameters = std::regex_replace(parameters, std::regex("string_view"), "string");
    methods.insert((*found)[1].str() + "(" + parameters + ")");
  }
  return methods;
}

template <typename Call>
std::string error_of_call(Call&& call) {
  try {
    static_cast<void>(call());
    return "none";
  } catch (const Error& error) {
    return std::string(error.type()) + ": " + error.what();
  }
}

Future<std::size_t> count_twice(const async::Client& client) {
  // g++ 12 refuses a list in braces inside of a co_await expression.
  auto some = client.count_assets("p", {.external_id_strictly_in = {"a"}});
  const std::size_t first = co_await some;
  const std::size_t second = co_await client.count_assets("p");
  co_return first + second;
}

Future<std::string> count_and_catch(const async::Client& client) {
  try {
    co_return std::to_string(co_await client.count_assets("p"));
  } catch (const Error& error) {
    co_return std::string(error.type());
  }
}

}  // namespace

TEST_CASE("every method of the client has its asynchronous form, with the same parameters") {
  const auto expected = methods_of("client.hpp");
  auto given = methods_of("async/client.hpp");
  CHECK(expected.size() > 60);
  for (const char* const own :
       {"run(Function function, CallOptions options = {})", "cancel_all()", "wait()", "client()"})
    CHECK(given.erase(own) == 1);
  std::vector<std::string> missing;
  std::set_difference(expected.begin(), expected.end(), given.begin(), given.end(),
                      std::back_inserter(missing));
  CHECK(missing == std::vector<std::string>());
  std::vector<std::string> more;
  std::set_difference(given.begin(), given.end(), expected.begin(), expected.end(), std::back_inserter(more));
  CHECK(more == std::vector<std::string>());
}

TEST_CASE("hundreds of calls are under way on one thread") {
  constexpr std::size_t calls = 400;
  GatedWorld world;
  const async::Client client(world.client(), {.max_calls = calls, .threads = 1});
  std::vector<Future<std::size_t>> counts;
  for (std::size_t i = 0; i < calls; ++i) counts.push_back(client.count_assets("p"));
  world.gate.wait_for(calls);
  CHECK(std::none_of(counts.begin(), counts.end(), [](const auto& count) { return count.ready(); }));
  world.gate.open();
  std::size_t sum = 0;
  for (auto& count : counts) sum += count.get();
  CHECK(sum == 7 * calls);
}

TEST_CASE("asynchronous calls are those of the client") {
  VirtualService service;
  const std::string project = service.sandbox.add_project({});
  const async::Client client(service.client());
  std::vector<NewAsset> more;
  for (int i = 0; i < 30; ++i) {
    more.push_back({.content = "https://example.com/" + std::to_string(i) + ".png",
                    .external_id = "more " + std::to_string(i)});
  }
  const auto added =
      client
          .append_many_to_dataset(project, AppendManyToDataset{.content_array = {"https://example.com/a.png"},
                                                               .external_id_array = {"a"}})
          .get();
  CHECK(added.asset_ids.size() == 1);
  CHECK(client.append_many_to_dataset(project, std::move(more)).get().asset_ids.size() == 30);
  CHECK(client.count_assets(project, {.external_id_strictly_in = {"a"}}).get() == 1);
  const std::vector<Asset> assets =
      client.assets(project, {}, {.fields = {"id", "externalId"}, .page_size = 7, .prefetch = 3}).get();
  CHECK(assets.size() == 31);
  CHECK(assets.front().external_id() == "a");
  CHECK(client
            .add_metadata({.asset_ids = {added.asset_ids[0]},
                           .json_metadata = {nlohmann::json{{"a", 1}}},
                           .project_id = project})
            .get()
            .size() == 1);
  CHECK(client.delete_many_from_dataset({.external_ids = {"a"}, .project_id = project})
            .get()
            .succeeded.size() == 1);
  CHECK(client.count_assets(project).get() == 30);
  CHECK(client.api_endpoint() == service.client().api_endpoint());
  CHECK(client.client().count_assets(project) == 30);
}

TEST_CASE("anything runs beside other calls") {
  VirtualService service;
  const std::string project = service.sandbox.add_project({});
  service.sandbox.add_plain_assets(project, 50);
  const async::Client client(service.client());
  auto names = client.run([project](const Client& inner, const CallOptions& options) {
    std::size_t characters = 0;
    for (const Asset& asset : inner.assets(project, {}, {.page_size = 10}, options))
      characters += asset.id().size();
    return characters;
  });
  CHECK(names.get() > 50);
  bool ran = false;
  auto nothing = client.run([&](const Client&, const CallOptions&) { ran = true; });
  nothing.get();
  CHECK(ran);
  auto failed = client.run([](const Client&, const CallOptions&) -> int { throw std::runtime_error("own"); });
  CHECK_THROWS_WITH(failed.get(), "own");
}

TEST_CASE("calls that wait for calls do not keep them from their places") {
  GatedWorld world;
  const async::Client client(world.client(), {.max_calls = 2, .threads = 1});
  std::vector<Future<std::size_t>> outer;
  for (int i = 0; i < 10; ++i) {
    outer.push_back(client.run([&client](const Client&, const CallOptions&) {
      auto first = client.count_assets("p");
      return client.count_assets("p").get() + first.get();
    }));
  }
  world.gate.wait_for(2);
  world.gate.open();
  for (auto& future : outer) CHECK(future.get() == 14);
}

TEST_CASE("errors of arguments are those of the future") {
  GatedWorld world;
  const async::Client client(world.client());
  auto refused = client.append_many_to_dataset("", AppendManyToDataset{});
  CHECK_THAT(error_of_call([&] { return refused.get(); }), Catch::Matchers::Contains("project_id is empty"));
  CHECK(world.gate.arrived() == 0);
}

TEST_CASE("limits of asynchronous calls that make no sense are refused") {
  GatedWorld world;
  const Client client = world.client();
  CHECK(error_of_call([&] { return async::Client(client, {.max_calls = 0}); }) ==
        "ValueError: AsyncOptions::max_calls is 0; give 1 to 10000");
  CHECK(error_of_call([&] { return async::Client(client, {.threads = 0}); }) ==
        "ValueError: AsyncOptions::threads is 0; give 1 to 256");
  CHECK(error_of_call([&] { return async::Client(client, {.max_calls = 10'001}); }) ==
        "ValueError: AsyncOptions::max_calls is 10001; give 1 to 10000");
  async::Client first(client);
  const async::Client second = std::move(first);
  CHECK_THROWS_AS(first.count_assets("p"), ValidationError);  // NOLINT(bugprone-use-after-move): its meaning
}

TEST_CASE("calls beyond max_calls wait for a place, cancelled ones end without one") {
  GatedWorld world;
  const async::Client client(world.client(), {.max_calls = 2, .threads = 1});
  std::vector<Future<std::size_t>> counts;
  for (int i = 0; i < 5; ++i) counts.push_back(client.count_assets("p"));
  world.gate.wait_for(2);
  std::stop_source stop;
  auto given_token = client.count_assets("p", {}, {.stop_token = stop.get_token()});
  auto late = client.count_assets("p", {}, {.deadline = 1ms});
  CHECK_THAT(error_of_call([&] { return late.get(); }),
             Catch::Matchers::StartsWith("DeadlineExceeded: ") &&
                 Catch::Matchers::Contains("raise AsyncOptions::max_calls"));
  counts[4].cancel();
  CHECK_THAT(error_of_call([&] { return counts[4].get(); }), Catch::Matchers::Contains("before it began"));
  stop.request_stop();
  CHECK_THROWS_AS(given_token.get(), Cancelled);
  CHECK(world.gate.arrived() == 2);
  world.gate.open();
  for (int i = 0; i < 4; ++i) CHECK(counts[static_cast<std::size_t>(i)].get() == 7);
  CHECK(world.gate.arrived() == 4);
}

TEST_CASE("one call is cancelled, by its future or by the token it was given, and others go on") {
  GatedWorld world;
  const async::Client client(world.client(), {.threads = 1});
  std::stop_source stop;
  auto kept = client.count_assets("p");
  auto by_future = client.count_assets("p");
  auto by_token = client.count_assets("p", {}, {.stop_token = stop.get_token()});
  world.gate.wait_for(3);
  by_future.cancel();
  CHECK_THROWS_AS(by_future.get(), Cancelled);
  CHECK_FALSE(kept.ready());
  stop.request_stop();
  CHECK_THROWS_AS(by_token.get(), Cancelled);
  world.gate.open();
  CHECK(kept.get() == 7);
}

TEST_CASE("all calls are cancelled") {
  GatedWorld world;
  const async::Client client(world.client(), {.max_calls = 10});
  std::vector<Future<std::size_t>> counts;
  for (int i = 0; i < 50; ++i) counts.push_back(client.count_assets("p"));
  world.gate.wait_for(10);
  client.cancel_all();
  for (auto& count : counts) CHECK_THROWS_AS(count.get(), Cancelled);
  world.gate.open();
  CHECK(client.count_assets("p").get() == 7);
}

TEST_CASE("a client that is destroyed cancels its calls, and their futures are ready") {
  GatedWorld world;
  std::vector<Future<std::size_t>> counts;
  std::atomic<int> cancelled = 0;
  {
    const async::Client client(world.client(), {.max_calls = 3});
    for (int i = 0; i < 6; ++i) counts.push_back(client.count_assets("p"));
    static_cast<void>(client.count_assets("p").then([&](Future<std::size_t> count) {
      cancelled += error_of_call([&] { return count.get(); }).starts_with("Cancelled") ? 1 : 0;
    }));
    world.gate.wait_for(3);
    const async::Client copy = client;  // NOLINT(performance-unnecessary-copy-initialization): a handle
  }
  for (auto& count : counts) {
    CHECK(count.ready());
    CHECK_THROWS_AS(count.get(), Cancelled);
  }
  CHECK(cancelled.load() == 1);
}

TEST_CASE("waiting lets all calls end by themselves") {
  GatedWorld world;
  std::vector<Future<std::size_t>> counts;
  std::atomic<int> continued = 0;
  {
    const async::Client client(world.client(), {.max_calls = 3});
    for (int i = 0; i < 6; ++i) counts.push_back(client.count_assets("p"));
    static_cast<void>(client.count_assets("p").then([&](std::size_t) { ++continued; }));
    world.gate.wait_for(3);
    world.gate.open();
    client.wait();
    CHECK(continued.load() == 1);
  }
  for (auto& count : counts) CHECK(count.get() == 7);
}

TEST_CASE("a coroutine of calls") {
  GatedWorld world;
  const async::Client client(world.client(), {.max_calls = 1, .threads = 1});
  auto sum = count_twice(client);
  auto text = count_and_catch(client);
  CHECK_FALSE(sum.ready());
  text.cancel();
  CHECK(text.get() == "Cancelled");
  world.gate.open();
  CHECK(sum.get() == 14);
  world.world.transport =
      std::make_shared<FakeTransport>([](const HttpRequest&, const std::stop_token&) { return answer(401); });
  CHECK(count_and_catch(async::Client(world.client())).get() == "AuthenticationFailed");
}

TEST_CASE("what follows a call may wait for calls where it runs, without a place of its own") {
  GatedWorld world;
  world.gate.open();
  const async::Client client(world.client(), {.max_calls = 1, .threads = 1});
  auto sum = client.count_assets("p").then(
      [&](std::size_t first) { return first + client.count_assets("p").get(); });
  CHECK(sum.get() == 14);
}

TEST_CASE("the last handle may be destroyed by what follows a call") {
  GatedWorld world;
  Future<void> done;
  Future<std::size_t> other;
  {
    const auto client = std::make_shared<std::optional<async::Client>>();
    client->emplace(world.client(), async::AsyncOptions{.threads = 2});
    other = (*client)->count_assets("p");
    auto first = (*client)->count_assets("p");
    world.gate.wait_for(2);
    done = first.then([client](Future<std::size_t>) { client->reset(); });
  }
  done.cancel();
  done.get();
  CHECK_THROWS_AS(other.get(), Cancelled);
}

TEST_CASE("a call holds nothing when its future is ready") {
  GatedWorld world;
  world.gate.open();
  const async::Client client(world.client());
  const auto held = std::make_shared<int>(1);
  auto done = client.run([held](const Client&, const CallOptions&) { return held.use_count(); });
  CHECK(done.get() >= 2);
  CHECK(held.use_count() == 1);
}
