#include <catch2/catch.hpp>
#include <chrono>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

#include "kili/kili.hpp"
#include "kili/sandbox.hpp"
#include "sandbox_client.hpp"

using namespace kili;
using namespace kili::test;
using nlohmann::json;

namespace {

/// A text that does not get much shorter by compression.
std::string noise(std::mt19937_64& random, std::size_t size) {
  constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text(size, ' ');
  for (char& letter : text) letter = letters[random() % letters.size()];
  return text;
}

}  // namespace

TEST_CASE("large labels are listed over a slow link from a service that answers 504 to large pages") {
  constexpr std::size_t count = 120;
  constexpr std::size_t label_bytes = 30'000;
  constexpr std::size_t largest_answer = 800'000;
  Sandbox sandbox;
  const auto project = sandbox.add_project({.input_type = "IMAGE"});
  std::mt19937_64 random(1);
  json assets = json::array();
  for (std::size_t i = 0; i < count; ++i) assets.push_back({{"externalId", "asset_" + std::to_string(i)}});
  const auto ids = sandbox.add_assets(project, assets);
  std::vector<std::string> texts;
  for (const auto& id : ids) {
    texts.push_back(noise(random, label_bytes));
    static_cast<void>(
        sandbox.add_label(id, {{"jsonResponse", json{{"JOB", {{"text", texts.back()}}}}.dump()}}));
  }
  sandbox.set_bandwidth(4'000'000);
  sandbox.add_fault({.count = 0,
                     .larger_than = largest_answer,
                     .operation = "assets",
                     .status = 504,
                     .when = FaultPoint::large_answer});
  sandbox.record_requests(1000);
  std::size_t read = 0;
  for (const Asset& asset : client_of(sandbox, {.skip_checks = true})
                                .assets(project, {}, {.fields = {"externalId", "labels.jsonResponse"}})) {
    REQUIRE(read < count);
    CHECK(asset.external_id() == "asset_" + std::to_string(read));
    CHECK(asset.labels()[0]["jsonResponse"]["JOB"]["text"] == texts[read]);
    ++read;
  }
  CHECK(read == count);
  std::size_t pages = 0;
  std::size_t failures = 0;
  std::size_t rests = 0;  // what is left of a page that failed
  for (const auto& request : sandbox.requests()) {
    if (request.operation != "assets") continue;
    ++pages;
    failures += request.status == 504 ? 1U : 0U;
    rests += json::parse(request.body)["variables"]["first"].get<std::size_t>() < 10 ? 1U : 0U;
  }
  CHECK(rests <= failures);
  CHECK(failures > 0);
  CHECK(failures < 20);
  CHECK(pages - failures <= 12);
}
