// Mutations whose answers fail on the way: what was not processed is sent again, what is unknown is looked
// up.

#include <algorithm>
#include <catch2/catch.hpp>
#include <memory>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "client/client_implementation.hpp"
#include "fake_transport.hpp"
#include "kili/kili.hpp"
#include "kili/sandbox.hpp"
#include "sandbox_clock.hpp"
#include "virtual_clock.hpp"

using namespace kili;
using namespace kili::test;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

struct TwoAssets {
  explicit TwoAssets(SandboxOptions options = {}) : sandbox(in_process(std::move(options))) {
    project = sandbox.add_project({.input_type = "TEXT"});
    ids = sandbox.add_assets(project, {{{"externalId", "a"}}, {{"externalId", "b"}}});
    sandbox.record_requests(100'000);
  }

  SandboxOptions in_process(SandboxOptions options) const {
    options.clock = std::make_shared<VirtualSandboxClock>(clock);
    options.serve = false;
    return options;
  }
  [[nodiscard]] Client client(ClientOptions options = {}) {
    options.api_endpoint = sandbox.endpoint();
    options.api_key = sandbox.api_key();
    options.calls_per_minute = 0;
    options.message_sink = sink;
    options.transport = sandbox.transport();
    return detail::ClientFactory::make(options, {.clock = clock,
                                                 .random = std::make_shared<support::RandomSource>(7),
                                                 .origin_pauses = pauses,
                                                 .rate_limiter = std::make_shared<http::RateLimiter>()});
  }
  [[nodiscard]] std::size_t sent(const std::string& operation) const {
    const auto requests = sandbox.requests();
    return static_cast<std::size_t>(
        std::count_if(requests.begin(), requests.end(),
                      [&](const SandboxRequest& request) { return request.operation == operation; }));
  }
  [[nodiscard]] std::vector<int> priorities() const {
    std::vector<int> values;
    for (const auto& asset : sandbox.state(project)) values.push_back(asset.at("priority").get<int>());
    return values;
  }
  [[nodiscard]] std::vector<std::string> send_update(const Client& client) const {
    return client.update_properties_in_assets({.asset_ids = ids, .priorities = {3, 4}});
  }
  void update(const Client& client) const {
    CHECK(send_update(client) == ids);
    CHECK(priorities() == std::vector<int>{3, 4});
  }

  std::shared_ptr<VirtualClock> clock = std::make_shared<VirtualClock>();
  std::shared_ptr<http::OriginPauses> pauses = std::make_shared<http::OriginPauses>();
  std::shared_ptr<RecordingSink> sink = std::make_shared<RecordingSink>();
  Sandbox sandbox;
  std::string project;
  std::vector<std::string> ids;
};

constexpr const char* update_name = "updatePropertiesInAssets";

}  // namespace

TEST_CASE("a mutation that was not processed is sent again, as often as it takes") {
  struct Case {
    std::string body;
    int status;
  };
  const auto failure =
      GENERATE(values<Case>({{"<html>", 401},
                             {"<html>", 429},
                             {"<html>", 521},
                             {"no healthy upstream", 503},
                             {"disconnect/reset before headers. reset reason: overflow", 503}}));
  TwoAssets world;
  const Client client = world.client();  // the key is accepted here
  world.sandbox.add_fault(
      {.body = failure.body, .count = 7, .operation = update_name, .status = failure.status});
  const auto looks_before = world.sent("assets");
  world.update(client);
  CHECK(world.sent(update_name) == 8);
  // Nothing was in doubt, so that nothing was looked up but what an update confirms.
  CHECK(world.sent("assets") <= looks_before + 1);
}

TEST_CASE("a mutation of unknown outcome is looked up, and the rest is sent") {
  const int status = GENERATE(500, 502, 503, 504, 520, 522, 524);
  TwoAssets world;
  const Client client = world.client();
  world.sandbox.add_fault({.operation = update_name, .status = status});
  world.update(client);
  CHECK(world.sent(update_name) == 2);
  CHECK(world.sent("assets") >= 1);
}

TEST_CASE("a mutation that was done although its answer was lost is not done again") {
  const auto when = GENERATE(FaultPoint::after, FaultPoint::truncate);
  TwoAssets world;
  const Client client = world.client();
  world.sandbox.add_fault({.operation = update_name, .when = when});
  world.update(client);
  CHECK(world.sent(update_name) == 1);

  world.sandbox.add_fault({.operation = "appendManyAssets", .when = when});
  const auto created =
      client.append_many_to_dataset(world.project, {.content_array = {"text"}, .external_id_array = {"c"}});
  CHECK(world.sent("appendManyAssets") == 1);
  CHECK(created.asset_ids == std::vector<std::string>{world.sandbox.state(world.project)[2]["id"]});
}

TEST_CASE("a mutation that the service refuses for good is sent once") {
  TwoAssets world;
  const Client client = world.client();
  const auto refused = [&](const SandboxFault& fault) {
    world.sandbox.clear_faults();
    world.sandbox.add_fault(fault);
    const auto before = world.sent(update_name);
    CHECK_THROWS_AS(world.send_update(client), MutationError);
    return world.sent(update_name) - before;
  };
  CHECK(refused({.count = 0, .operation = update_name, .status = 403}) == 1);
  // Two assets are too much; then one of them is.
  CHECK(refused({.count = 0, .operation = update_name, .status = 413}) == 2);
  // An error of the service itself, whatever its status, is no lost answer.
  CHECK(refused({.body = R"({"errors": [{"message": "boom"}]})",
                 .count = 0,
                 .operation = update_name,
                 .status = 500}) == 1);
  CHECK(refused({.count = 0, .message = "boom", .operation = update_name, .when = FaultPoint::graphql}) == 1);
  CHECK(world.priorities() == std::vector<int>{0, 0});
}

TEST_CASE("a large mutation goes compressed, or as it is where that is refused, and is done once") {
  const int refusal = GENERATE(0, 400, 415);
  TwoAssets world({.refuse_compression = refusal});
  const Client client = world.client();
  const std::string blob(1'200'000, 'x');
  for (int i = 0; i < 2; ++i) {
    static_cast<void>(client.update_properties_in_assets(
        {.asset_ids = {world.ids[0]}, .json_metadatas = {json{{"blob", blob}}}}));
  }
  const auto asset = world.sandbox.state(world.project)[0];
  CHECK(asset.dump().find(blob) != std::string::npos);
  // What a proxy refused never became an operation.
  CHECK(world.sent(update_name) == 2);
  std::size_t compressed = 0;
  for (const auto& request : world.sandbox.requests()) {
    for (const auto& [name, value] : request.headers) compressed += name == "content-encoding" ? 1U : 0U;
  }
  CHECK(compressed == (refusal == 0 ? 2U : 1U));
}

TEST_CASE("a service that asks for a long pause gets it, and an update says how long") {
  TwoAssets world;
  const Client client = world.client();
  world.sandbox.add_fault({.operation = update_name, .retry_after = "900", .status = 429});
  CHECK_THROWS_WITH(world.send_update(client), Catch::Matchers::Contains("900 s"));
  const auto requests = world.sandbox.counters().api_requests;
  CHECK_THROWS_WITH(client.count_assets(world.project), Catch::Matchers::Contains("Retry-After"));
  CHECK(world.sandbox.counters().api_requests == requests);
  world.clock->advance(15min);
  world.update(client);
}
