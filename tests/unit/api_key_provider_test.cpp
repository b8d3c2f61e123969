// Keys that a provider gives: when it is asked, and what is sent.

#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "client/settings.hpp"
#include "fake_transport.hpp"
#include "kili/api_key_provider.hpp"

using namespace kili;
using namespace kili::test;
using Catch::Matchers::Contains;

namespace {

/// Gives the keys of a list one after the other, the last one for ever, and remembers the questions.
class ListedKeys final : public ApiKeyProvider {
 public:
  explicit ListedKeys(std::vector<ApiKey> keys) : keys_(std::move(keys)) {}

  [[nodiscard]] ApiKey key(bool refused) override {
    questions.push_back(refused);
    return keys_.at(std::min(questions.size(), keys_.size()) - 1);
  }

  std::vector<bool> questions;  ///< Whether each was asked after a refusal.

 private:
  std::vector<ApiKey> keys_;
};

std::string key_of(const HttpRequest& request) {
  for (const auto& [name, value] : request.headers) {
    if (name == "Authorization") return value.substr(std::string("X-API-Key: ").size());
  }
  return {};
}

std::vector<std::string> sent_keys(const FakeTransport& transport) {
  std::vector<std::string> keys;
  for (const auto& request : transport.requests()) keys.push_back(key_of(request));
  return keys;
}

Client client_of(FakeWorld& world, std::shared_ptr<ApiKeyProvider> provider, ClientOptions options = {}) {
  options.api_endpoint = "https://kili.test/api/label/v2/graphql";
  options.api_key_provider = std::move(provider);
  options.message_sink = world.sink;
  if (!options.skip_checks) options.skip_checks = true;
  options.transport = world.transport;
  return detail::ClientFactory::make(options, {.clock = world.clock,
                                               .random = std::make_shared<support::RandomSource>(world.seed),
                                               .origin_pauses = world.pauses,
                                               .rate_limiter = world.limiter});
}

/// A service that accepts one key, and answers 7 to everything.
struct KeyWorld {
  explicit KeyWorld(std::vector<ApiKey> keys, int refusal = 401)
      : provider(std::make_shared<ListedKeys>(std::move(keys))),
        world([this, refusal](const HttpRequest& request, const std::stop_token&) {
          return key_of(request) == accepted ? data_answer(7) : answer(refusal, "no " + key_of(request));
        }) {}

  [[nodiscard]] Client client() { return client_of(world, provider); }

  std::string accepted = "key-number-one";
  std::shared_ptr<ListedKeys> provider;
  FakeWorld world;
};

using Keys = std::vector<std::string>;

}  // namespace

TEST_CASE("the provider gives the key when the client is made") {
  KeyWorld world({{.key = "key-number-one"}});
  const Client client = world.client();
  CHECK(world.provider->questions == std::vector<bool>{false});
  CHECK(client.count_assets("p") == 7);
  CHECK(client.count_assets("p") == 7);
  CHECK(world.provider->questions.size() == 1);
  CHECK(sent_keys(*world.world.transport) == Keys{"key-number-one", "key-number-one"});
}

TEST_CASE("a refused key is asked for anew, and the request is sent once again with the other one") {
  const int refusal = GENERATE(401, 403);
  KeyWorld world({{.key = "key-number-one"}, {.key = "key-number-two"}}, refusal);
  const Client client = world.client();
  const bool was_accepted = GENERATE(true, false);
  if (was_accepted) CHECK(client.count_assets("p") == 7);
  world.accepted = "key-number-two";
  const std::size_t before = world.world.transport->count();
  CHECK(client.count_assets("p") == 7);
  CHECK(world.world.transport->count() == before + 2);
  CHECK(sent_keys(*world.world.transport).back() == "key-number-two");
  CHECK(world.provider->questions == std::vector<bool>{false, true});
  CHECK(world.world.clock->elapsed().count() == 0);
}

TEST_CASE("a mutation that was refused is sent once again with its whole body") {
  const auto provider =
      std::make_shared<ListedKeys>(std::vector<ApiKey>{{.key = "key-number-one"}, {.key = "key-number-two"}});
  FakeWorld world([](const HttpRequest& request, const std::stop_token&) {
    if (request.body.find("createTag") == std::string::npos) return data_answer(nlohmann::json::array());
    if (key_of(request) == "key-number-one") return answer(401);
    return data_answer({{"id", "t"}, {"label", "a tag"}, {"color", "#888888"}, {"organizationId", "o"}});
  });
  const Client client = client_of(world, provider);
  static_cast<void>(client.create_tag({.name = "a tag"}));
  std::vector<std::string> bodies;
  for (const auto& request : world.transport->requests()) {
    if (request.body.find("createTag") != std::string::npos) bodies.push_back(request.body);
  }
  REQUIRE(bodies.size() == 2);
  CHECK(bodies[0] == bodies[1]);
  CHECK(bodies[1].find("a tag") != std::string::npos);
  CHECK(provider->questions == std::vector<bool>{false, true});
}

TEST_CASE("a key that is refused too is the error, not another question") {
  KeyWorld world({{.key = "key-number-one"}, {.key = "key-number-two"}, {.key = "key-number-six"}});
  world.accepted = "none";
  const Client client = world.client();
  const bool was_accepted = GENERATE(true, false);
  if (was_accepted) {
    world.accepted = "key-number-one";
    CHECK(client.count_assets("p") == 7);
    world.accepted = "none";
  }
  const std::size_t before = world.world.transport->count();
  try {
    static_cast<void>(client.count_assets("p"));
    FAIL("no error");
  } catch (const AuthenticationError& error) {
    CHECK_THAT(error.what(), Contains("api_key_provider"));
    CHECK(error.context().body.find("key-number") == std::string::npos);
    CHECK(error.context().body == "no [api key]");
  }
  CHECK(world.world.transport->count() == before + 2);
  CHECK(world.provider->questions == std::vector<bool>{false, true});
}

TEST_CASE("when the provider has no other key, the refusal counts as one of a key that stays") {
  KeyWorld world({{.key = "key-number-one"}});
  const Client client = world.client();
  world.accepted = "none";
  CHECK_THROWS_AS(client.count_assets("p"), AuthenticationError);
  CHECK(world.world.transport->count() == 1);
  CHECK(world.provider->questions == std::vector<bool>{false, true});
  // After it was accepted, a 401 may pass: it is sent again until retry_deadline is over.
  world.accepted = "key-number-one";
  CHECK(client.count_assets("p") == 7);
  world.accepted = "none";
  const std::size_t before = world.world.transport->count();
  CHECK_THROWS_AS(client.count_assets("p"), AuthenticationError);
  CHECK(world.world.transport->count() > before + 2);
  CHECK(world.provider->questions.size() == 3);
}

TEST_CASE("a key that is about to expire is replaced before it is sent") {
  using std::chrono::seconds;
  KeyWorld world({});
  const auto start = world.world.clock->wall_time();
  world.provider = std::make_shared<ListedKeys>(
      std::vector<ApiKey>{{.expires_at = start + seconds(200), .key = "key-number-one"},
                          {.expires_at = start + seconds(1'000), .key = "key-number-two"}});
  const Client client = world.client();
  world.world.clock->advance(seconds(139));
  CHECK(client.count_assets("p") == 7);
  CHECK(world.provider->questions.size() == 1);
  world.world.clock->advance(seconds(1));
  world.accepted = "key-number-two";
  CHECK(client.count_assets("p") == 7);
  CHECK(world.provider->questions == std::vector<bool>{false, false});
  CHECK(sent_keys(*world.world.transport) == Keys{"key-number-one", "key-number-two"});
}

TEST_CASE("a provider that has no later key is not asked for each request") {
  using std::chrono::seconds;
  KeyWorld world({});
  world.provider = std::make_shared<ListedKeys>(std::vector<ApiKey>{
      {.expires_at = world.world.clock->wall_time() + seconds(5), .key = "key-number-one"}});
  const Client client = world.client();
  for (int i = 0; i < 100; ++i) CHECK(client.count_assets("p") == 7);
  CHECK(world.provider->questions.size() == 1);
  world.world.clock->advance(seconds(10));
  for (int i = 0; i < 100; ++i) CHECK(client.count_assets("p") == 7);
  CHECK(world.provider->questions.size() == 2);
}

TEST_CASE("what a provider cannot mean is an error that says so") {
  KeyWorld empty({{.key = ""}});
  CHECK_THROWS_WITH(empty.client(), Contains("api_key_provider gave no API key"));
  KeyWorld blank({{.key = "two words and a secret"}});
  CHECK_THROWS_WITH(blank.client(), Contains("api_key_provider") && !Contains("secret"));
  const auto provider = std::make_shared<ListedKeys>(std::vector<ApiKey>{{.key = "k"}});
  CHECK_THROWS_WITH(resolve_settings({.api_key = "k", .api_key_provider = provider}),
                    Contains("give one of them"));
  CHECK(resolve_settings({.api_key_provider = provider}).api_key.empty());
}

TEST_CASE("what the provider throws ends the call that needed the key, and the next one asks again") {
  class Failing final : public ApiKeyProvider {
   public:
    [[nodiscard]] ApiKey key(bool) override {
      if (++asked == 2) throw std::runtime_error("the vault is closed");
      return {.key = asked == 1 ? "key-number-one" : "key-number-two"};
    }
    int asked = 0;
  };
  FakeWorld world([](const HttpRequest& request, const std::stop_token&) {
    return key_of(request) == "key-number-two" ? data_answer(7) : answer(401);
  });
  const auto provider = std::make_shared<Failing>();
  const Client client = client_of(world, provider);
  CHECK_THROWS_WITH(client.count_assets("p"), "the vault is closed");
  CHECK(client.count_assets("p") == 7);
  CHECK(provider->asked == 3);
}

TEST_CASE("calls at the same time ask once, and those that wait end with their stop token") {
  /// Answers the second question when it is let.
  class Slow final : public ApiKeyProvider {
   public:
    [[nodiscard]] ApiKey key(bool) override {
      std::unique_lock lock(mutex);
      if (++asked == 1) return {.key = "key-number-one"};
      changed.notify_all();
      changed.wait(lock, [this] { return is_let; });
      return {.key = "key-number-two"};
    }
    int asked = 0;
    std::condition_variable changed;
    bool is_let = false;
    std::mutex mutex;
  };
  const bool is_stopped = GENERATE(true, false);
  std::atomic<int> refused = 0;
  FakeWorld world([&](const HttpRequest& request, const std::stop_token&) {
    if (key_of(request) == "key-number-two") return data_answer(7);
    ++refused;
    while (refused < 3) std::this_thread::yield();  // all have been refused before one asks
    return answer(401);
  });
  const auto provider = std::make_shared<Slow>();
  const Client client = client_of(world, provider);
  std::stop_source stop;
  std::atomic<int> succeeded = 0;
  std::atomic<int> cancelled = 0;
  {
    std::vector<std::jthread> calls;
    for (int i = 0; i < 3; ++i) {
      calls.emplace_back([&] {
        try {
          if (client.count_assets("p", {}, {.stop_token = stop.get_token()}) == 7) ++succeeded;
        } catch (const Cancelled&) {
          ++cancelled;
        }
      });
    }
    {
      std::unique_lock lock(provider->mutex);
      provider->changed.wait(lock, [&] { return provider->asked == 2; });
    }
    if (is_stopped) {
      stop.request_stop();  // the one that asks goes on until the provider answers
      while (cancelled < 2) std::this_thread::yield();
    }
    const std::scoped_lock lock(provider->mutex);
    provider->is_let = true;
    provider->changed.notify_all();
  }
  CHECK(succeeded == (is_stopped ? 0 : 3));
  CHECK(cancelled == (is_stopped ? 3 : 0));
  CHECK(provider->asked == 2);
}

TEST_CASE("documents of the API are read with the key of the moment") {
  const auto provider =
      std::make_shared<ListedKeys>(std::vector<ApiKey>{{.key = "key-number-one"}, {.key = "key-number-two"}});
  FakeWorld world([](const HttpRequest& request, const std::stop_token&) {
    if (request.method == "GET")
      return key_of(request) == "key-number-two" ? answer(200, R"({"J":{"categories":[]}})") : answer(401);
    if (request.body.find("countAssets") != std::string::npos) return data_answer(1);
    if (request.body.find("workflowVersion") != std::string::npos)
      return data_answer(nlohmann::json::parse(
          R"([{"dataConnections": [], "id": "p", "inputType": "IMAGE", "stepGroups": [], "steps": [],
               "title": "t", "workflowVersion": "V1"}])"));
    return data_answer({{{"id", "a"},
                         {"labels",
                          {{{"jsonResponse", ""},
                            {"jsonResponseUrl", "https://kili.test/api/label/v2/graphql/files?id=7"}}}}}});
  });
  const Client client = client_of(world, provider);
  const auto assets = client.assets("p", {}, {.fields = {"id", "labels.jsonResponse"}}).to_vector();
  REQUIRE(assets.size() == 1);
  CHECK(assets[0].json().at("labels").at(0).at("jsonResponse") ==
        nlohmann::json::parse(R"({"J":{"categories":[]}})"));
  CHECK(provider->questions == std::vector<bool>{false, true});
}

TEST_CASE("the date of expiry of a provided key is not asked for") {
  const auto provider = std::make_shared<ListedKeys>(std::vector<ApiKey>{{.key = "key-number-one"}});
  FakeWorld world([](const HttpRequest&, const std::stop_token&) {
    return data_answer({{"id", "u"}, {"email", "a@b"}});
  });
  static_cast<void>(client_of(world, provider, {.skip_checks = false}));
  REQUIRE(world.transport->count() == 1);
  CHECK(world.transport->requests()[0].body.find("apiKeys") == std::string::npos);
  CHECK(world.sink->warnings().empty());
}
