#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif

#include <chrono>
#include <string>

#include "sandbox_curl.hpp"

using namespace kili::sandbox_test;
using namespace std::chrono_literals;

namespace {

const std::string append =
    "mutation($i: [String!], $p: ID!) { appendManyAssets(data: {idArray: $i, externalIDArray: $i, "
    "contentArray: $i}, "
    "where: {id: $p}) { id } }";

struct FaultySandbox {
  kili::Sandbox sandbox;
  std::string project = sandbox.add_project({.title = "faults"});

  Answer append_asset(const std::string& id) {
    return call(sandbox, append, {{"i", nlohmann::json::array({id})}, {"p", project}});
  }
};

}  // namespace

TEST_CASE("a connection cut before the work leaves nothing behind") {
  FaultySandbox world;
  world.sandbox.add_fault({.operation = "appendManyAssets", .when = kili::FaultPoint::before});
  CHECK(world.append_asset("a").code != CURLE_OK);
  CHECK(world.sandbox.state(world.project).empty());
  CHECK(world.append_asset("a").status == 200);
}

TEST_CASE("a connection cut after the work leaves the work done") {
  FaultySandbox world;
  world.sandbox.record_requests(5);
  world.sandbox.add_fault({.operation = "appendManyAssets", .when = kili::FaultPoint::after});
  CHECK(world.append_asset("a").code != CURLE_OK);
  CHECK(world.sandbox.state(world.project).size() == 1);
  const auto recorded = world.sandbox.requests();
  REQUIRE(recorded.size() == 1);
  CHECK(recorded[0].status == 0);
  CHECK(recorded[0].operation == "appendManyAssets");
  CHECK(recorded[0].body.find("appendManyAssets") != std::string::npos);
}

TEST_CASE("a status fault answers in place of the work") {
  FaultySandbox world;
  world.sandbox.add_fault({.message = "slow down", .retry_after = "7", .status = 429});
  const Answer refused = world.append_asset("a");
  CHECK(refused.status == 429);
  CHECK(refused.headers.at("retry-after") == "7");
  CHECK(refused.body == "slow down");
  CHECK(world.sandbox.state(world.project).empty());
}

TEST_CASE("a GraphQL fault is a 200 with errors") {
  FaultySandbox world;
  world.sandbox.add_fault(
      {.message = "boom", .operation = "appendManyAssets", .when = kili::FaultPoint::graphql});
  const Answer refused = world.append_asset("a");
  CHECK(refused.status == 200);
  CHECK(
      refused.json() ==
      nlohmann::json::parse(
          R"({"data": null, "errors": [{"extensions": {"code": "OPERATION_RESOLUTION_FAILURE"}, "message": "boom"}]})"));
  CHECK(world.sandbox.state(world.project).empty());
}

TEST_CASE("a truncated answer is shorter than it says") {
  FaultySandbox world;
  world.sandbox.add_fault({.operation = "appendManyAssets", .when = kili::FaultPoint::truncate});
  CHECK(world.append_asset("a").code == CURLE_PARTIAL_FILE);
  CHECK(world.sandbox.state(world.project).size() == 1);
}

TEST_CASE("latencies add up") {
  FaultySandbox world;
  world.sandbox.set_latency(60ms);
  world.sandbox.add_fault({.latency = 70ms, .when = kili::FaultPoint::latency});
  world.sandbox.add_fault({.latency = 50ms, .latency_jitter = 20ms, .when = kili::FaultPoint::latency});
  const auto begin = std::chrono::steady_clock::now();
  CHECK(world.append_asset("a").status == 200);
  const auto elapsed = std::chrono::steady_clock::now() - begin;
  CHECK(elapsed >= 180ms);
  CHECK(elapsed < 2s);
}

TEST_CASE("skip, every and count choose the requests that are struck") {
  FaultySandbox world;
  world.sandbox.add_fault({.count = 2, .every = 2, .operation = "me", .skip = 1});
  std::string statuses;
  for (int i = 0; i < 8; ++i) statuses += std::to_string(call(world.sandbox, "{ me { id } }").status) + " ";
  CHECK(statuses == "200 200 503 200 503 200 200 200 ");
}

TEST_CASE("a probable fault strikes as its seed says") {
  const auto run = [](std::uint64_t seed) {
    kili::Sandbox sandbox{{.seed = seed}};
    sandbox.add_fault({.count = 0, .operation = "me", .probability = 0.5});
    std::string pattern;
    for (int i = 0; i < 30; ++i) pattern += call(sandbox, "{ me { id } }").status == 200 ? '.' : 'x';
    return pattern;
  };
  const std::string pattern = run(7);
  CHECK(pattern == run(7));
  CHECK(pattern != run(8));
  CHECK(pattern.find('.') != std::string::npos);
  CHECK(pattern.find('x') != std::string::npos);
}

TEST_CASE("storage faults strike uploads and downloads") {
  FaultySandbox world;
  const std::string url = signed_url(world.sandbox, "file");
  CurlClient client;
  const std::string large(3'000'000, 'x');
  world.sandbox.add_fault({.operation = "storage.put", .status = 500});
  CHECK(client.send("PUT", url, large).status == 500);
  world.sandbox.add_fault({.operation = "storage.put", .when = kili::FaultPoint::before});
  // On a fresh connection, since libcurl repeats by itself what fails on a reused one.
  CHECK(CurlClient{}.send("PUT", url, large).code != CURLE_OK);
  CHECK(client.send("GET", url).status == 404);
  CHECK(client.send("PUT", url, large).status == 200);
  world.sandbox.add_fault({.operation = "storage.get", .when = kili::FaultPoint::truncate});
  CHECK(client.send("HEAD", url).status == 200);
  const Answer half = client.send("GET", url);
  CHECK(half.code == CURLE_PARTIAL_FILE);
  CHECK(half.body.size() == large.size() / 2);
  world.sandbox.add_fault({.count = 0, .operation = "storage"});
  CHECK(client.send("GET", url).status == 503);
  CHECK(client.send("PUT", url, "x").status == 503);
  world.sandbox.clear_faults();
  CHECK(client.send("GET", url).body == large);
}

TEST_CASE("a slow storage delays by the MiB") {
  const kili::Sandbox sandbox{{.storage_delay_per_mib = 60ms}};
  const std::string url = signed_url(sandbox, "file");
  CurlClient client;
  const std::string large(3 * 1024 * 1024, 'x');
  const auto elapsed = [&](const std::string& method) {
    const auto begin = std::chrono::steady_clock::now();
    CHECK(client.send(method, url, large).status == 200);
    return std::chrono::steady_clock::now() - begin;
  };
  CHECK(elapsed("PUT") >= 180ms);
  CHECK(elapsed("GET") >= 180ms);
}

TEST_CASE("a line of limited speed slows requests and answers") {
  kili::Sandbox sandbox;
  const std::string url = signed_url(sandbox, "file");
  CurlClient client;
  const std::string large(600'000, 'x');
  const auto elapsed = [&](const auto& action) {
    const auto begin = std::chrono::steady_clock::now();
    action();
    return std::chrono::steady_clock::now() - begin;
  };
  sandbox.set_bandwidth(0, 2'000'000);
  CHECK(elapsed([&] { CHECK(client.send("PUT", url, large).status == 200); }) >= 290ms);
  CHECK(elapsed([&] { CHECK(client.send("GET", url).body == large); }) >= 290ms);
  // An answer of the API: half a megabyte in the name of a project.
  sandbox.set_bandwidth(1'000'000);
  const std::string project = sandbox.add_project({.title = large});
  const auto read = [&] {
    const auto projects =
        data(sandbox, "query($i: ID!) { projects(where: {id: $i}, first: 1, skip: 0) { title } }",
             {{"i", project}});
    CHECK(projects["projects"][0]["title"] == large);
  };
  CHECK(elapsed(read) >= 590ms);
  sandbox.set_bandwidth(0);
  read();
}
