// A sandbox whose reads lag behind its writes, as those of replicas do.

#include <catch2/catch.hpp>
#include <chrono>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "kili/kili.hpp"
#include "kili/sandbox.hpp"
#include "sandbox_clock.hpp"
#include "virtual_clock.hpp"

using namespace kili;
using namespace kili::test;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

/// A sandbox in virtual time, asked by single requests.
struct LaggingSandbox {
  explicit LaggingSandbox(std::chrono::milliseconds lag)
      : sandbox({.clock = std::make_shared<VirtualSandboxClock>(clock), .read_lag = lag, .serve = false}),
        project(sandbox.add_project({.input_type = "TEXT"})) {}

  std::string send(const std::string& query, const json& variables) const {
    HttpRequest request;
    request.method = "POST";
    request.url = sandbox.endpoint() + "/api/label/v2/graphql";
    request.headers = {{"Authorization", "X-API-Key: " + sandbox.api_key()},
                       {"Content-Type", "application/json"}};
    request.body = json{{"query", query}, {"variables", variables}}.dump();
    return transport->send(request, {}).body;
  }
  json ask(const std::string& query, const json& variables) const {
    const json answer = json::parse(send(query, variables));
    INFO(answer.dump());
    REQUIRE_FALSE(answer.contains("errors"));
    return answer["data"];
  }
  json where() const { return {{"where", {{"project", {{"id", project}}}}}}; }
  int count() const {
    return ask("query q($where: AssetWhere!) { n: countAssets(where: $where) }", where())["n"];
  }
  /// Priorities that a few reads of an asset show.
  std::set<int> priorities() const {
    std::set<int> shown;
    for (int i = 0; i < 40; ++i) {
      const json data =
          ask("query q($where: AssetWhere!) { list: assets(where: $where, first: 9, skip: 0) { priority } }",
              where());
      for (const auto& asset : data["list"]) shown.insert(asset["priority"].get<int>());
    }
    return shown;
  }
  void set_priority(const std::string& id, int priority) const {
    ask("mutation m($where: [AssetWhere!]!, $data: [AssetData!]!) { "
        "updatePropertiesInAssets(where: $where, data: $data) { id } }",
        {{"where", {{{"id", id}}}}, {"data", {{{"priority", priority}}}}});
  }
  void erase(const std::string& id) const {
    ask("mutation m($where: AssetWhere!) { deleteAssets(where: $where) { succeeded { assetId } } }",
        {{"where", {{"idIn", {id}}}}});
  }

  std::shared_ptr<VirtualClock> clock = std::make_shared<VirtualClock>();
  Sandbox sandbox;
  std::string project;
  std::shared_ptr<HttpTransport> transport = sandbox.transport();
};

}  // namespace

TEST_CASE("reads of a lagging sandbox show the state of before, until the lag is over") {
  LaggingSandbox world(2s);
  Sandbox& sandbox = world.sandbox;
  const auto ids = sandbox.add_assets(world.project, {{{"externalId", "a"}}});
  CHECK(world.count() == 1);  // what a test creates is there at once

  world.set_priority(ids[0], 5);
  CHECK(sandbox.state(world.project)[0]["priority"] == 5);
  // Some replicas may know of it at the same moment, no read needs to.
  world.clock->advance(1s);
  CHECK(world.priorities() == std::set<int>{0, 5});
  world.clock->advance(1s);
  CHECK(world.priorities() == std::set<int>{5});

  world.erase(ids[0]);
  CHECK(sandbox.state(world.project).empty());
  std::set<int> counts;
  for (int i = 0; i < 40; ++i) {
    world.clock->advance(1ms);
    counts.insert(world.count());
  }
  CHECK(counts.contains(1));
  world.clock->advance(2s);
  CHECK(world.count() == 0);
}

TEST_CASE("the lag of reads is set while a sandbox runs, and ends") {
  LaggingSandbox world(0ms);
  Sandbox& sandbox = world.sandbox;
  const auto ids = sandbox.add_assets(world.project, {{{"externalId", "a"}}});
  world.set_priority(ids[0], 1);
  CHECK(world.priorities() == std::set<int>{1});
  sandbox.configure({{"readLag", 60'000}});
  CHECK(world.priorities() == std::set<int>{1});
  for (int i = 2; i <= 1'500; ++i) world.set_priority(ids[0], i);
  world.clock->advance(1ms);
  CHECK(*world.priorities().begin() == 1);
  sandbox.set_read_lag(0ms);
  CHECK(world.priorities() == std::set<int>{1'500});
  CHECK_THROWS_AS(sandbox.set_read_lag(-1ms), std::invalid_argument);
  CHECK_THROWS_AS(Sandbox({.read_lag = -1ms, .serve = false}), std::invalid_argument);
  CHECK_THROWS_AS(sandbox.configure({{"readLag", "long"}}), std::invalid_argument);
}

TEST_CASE("mutations of a lagging sandbox see the newest state") {
  LaggingSandbox world(10s);
  Sandbox& sandbox = world.sandbox;
  const auto ids = sandbox.add_assets(world.project, {{{"externalId", "a"}}});
  world.erase(ids[0]);
  const json answer = json::parse(
      world.send("mutation m($id: ID!) { updatePropertiesInAssets(where: [{id: $id}], data: [{priority: 1}]) "
                 "{ id } }",
                 {{"id", ids[0]}}));
  CHECK_THAT(answer.dump(), Catch::Contains("notFound"));
}
