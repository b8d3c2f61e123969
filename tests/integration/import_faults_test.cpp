// Imports over real sockets under faults of the sandbox. KILI_FAULTY_IMPORTS says how many
// (tests/soak.sh).

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <set>
#include <thread>

#include "import_helpers.hpp"
#include "kili/kili.hpp"
#include "kili/sandbox.hpp"
#include "test_folder.hpp"

using namespace kili;
using namespace kili::test;
using namespace std::chrono_literals;

namespace {

ClientOptions options_for(const Sandbox& sandbox) {
  ClientOptions options;
  options.api_endpoint = sandbox.endpoint();
  options.api_key = sandbox.api_key();
  options.calls_per_minute = 0;
  return options;
}

void wait_for_imports(const Sandbox& sandbox) {
  while (sandbox.pending_imports() > 0) std::this_thread::sleep_for(5ms);
}

std::map<std::string, std::string> stored(const Sandbox& sandbox, const std::string& project) {
  std::map<std::string, std::string> assets;
  std::set<std::string> external_ids;
  for (const auto& asset : sandbox.state(project)) {
    REQUIRE(assets.emplace(asset["id"], asset["externalId"]).second);
    REQUIRE(external_ids.insert(asset["externalId"]).second);
  }
  return assets;
}

void add_random_faults(Sandbox& sandbox, std::mt19937& random) {
  const std::vector<std::string> operations{"appendManyAssets",     "appendManyAssetsAsynchronously",
                                            "storage.put",          "createUploadBucketSignedUrls",
                                            "filterExistingAssets", "assets"};
  const std::vector<FaultPoint> points{FaultPoint::before, FaultPoint::after, FaultPoint::status,
                                       FaultPoint::truncate, FaultPoint::graphql};
  const std::size_t faults = 1 + random() % 4;
  for (std::size_t i = 0; i < faults; ++i) {
    SandboxFault fault;
    fault.operation = operations[random() % operations.size()];
    fault.when = points[random() % points.size()];
    fault.skip = random() % 4;
    fault.count = 1 + random() % 2;
    fault.status = std::vector<int>{429, 500, 502, 503}[random() % 4];
    sandbox.add_fault(fault);
  }
}

}  // namespace

TEST_CASE("imports under random faults on real sockets end with each asset once or with an exact report") {
  const char* const wanted = std::getenv("KILI_FAULTY_IMPORTS");
  const unsigned seeds = wanted != nullptr ? static_cast<unsigned>(std::atoi(wanted)) : 8;
  for (unsigned seed = 0; seed < seeds; ++seed) {
    std::mt19937 random(seed);
    const std::string type = std::vector<std::string>{"TEXT", "IMAGE", "VIDEO"}[seed % 3];
    const std::size_t count = 1 + random() % 150;
    CAPTURE(seed, type, count);
    Sandbox sandbox;
    const auto project = sandbox.add_project({.input_type = type});
    add_random_faults(sandbox, random);
    const Client client(options_for(sandbox));
    const AppendManyToDataset arguments{.content_array = numbered(source_of(type), count),
                                        .external_id_array = numbered("e", count)};
    try {
      static_cast<void>(client.append_many_to_dataset(project, arguments));
      REQUIRE(stored(sandbox, project).size() == count);
    } catch (const ImportError& error) {
      wait_for_imports(sandbox);
      auto left = stored(sandbox, project);
      for (const auto& asset : error.assets()) {
        INFO(asset.index << " " << static_cast<int>(asset.outcome) << " " << asset.reason);
        const bool exists = left.erase(asset.asset_id) > 0;
        if (asset.outcome == ImportOutcome::created) REQUIRE(exists);
        if (asset.outcome == ImportOutcome::failed || asset.outcome == ImportOutcome::not_sent)
          REQUIRE_FALSE(exists);
      }
      REQUIRE(left.empty());
    } catch (const Error&) {
      REQUIRE(stored(sandbox, project).empty());
    }
    sandbox.clear_faults();
    static_cast<void>(client.append_many_to_dataset(project, arguments));
    REQUIRE(stored(sandbox, project).size() == count);
  }
}

TEST_CASE("a stalled upload is tried again") {
  Sandbox sandbox;
  const auto project = sandbox.add_project({.input_type = "TEXT"});
  sandbox.add_fault({.latency = 60s, .operation = "storage.put", .when = FaultPoint::latency});
  sandbox.record_requests(100);
  auto options = options_for(sandbox);
  options.idle_timeout = 1s;
  CHECK(Client(options).append_many_to_dataset(project, {.content_array = {"text"}}).asset_ids.size() == 1);
  const auto requests = sandbox.requests();
  CHECK(std::count_if(requests.begin(), requests.end(), [](const auto& request) {
          return request.operation == "storage.put" && request.status == 200;
        }) == 1);
}

TEST_CASE("a slow upload is not tried again") {
  const TestFolder folder;
  const std::string file = folder.file("slow.pdf", "%PDF");
  std::filesystem::resize_file(file, std::uintmax_t{20} << 20U);
  Sandbox sandbox({.storage_delay_per_mib = 120ms});
  const auto project = sandbox.add_project({.input_type = "PDF"});
  auto options = options_for(sandbox);
  options.idle_timeout = 2s;
  CHECK(Client(options).append_many_to_dataset(project, {.content_array = {file}}).asset_ids.size() == 1);
  CHECK(sandbox.counters().storage_requests == 1);
}

TEST_CASE("assets that an asynchronous import lost are named, over real sockets") {
  Sandbox sandbox;
  const auto project = sandbox.add_project({.input_type = "VIDEO"});
  sandbox.set_failing_imports({"e1"});
  const Client client(options_for(sandbox));
  const AppendManyToDataset arguments{.content_array = numbered("https://example.com/v.mp4?", 3),
                                      .external_id_array = numbered("e", 3)};
  try {
    client.append_many_to_dataset(project, arguments);
    FAIL("no error");
  } catch (const ImportError& error) {
    CHECK(error.type() == "BatchImportError");
    CHECK(error.assets()[1].outcome == ImportOutcome::failed);
    CHECK(error.created_asset_ids().size() == 2);
  }
  sandbox.set_failing_imports({});
  CHECK(client.append_many_to_dataset(project, arguments).accepted.size() == 1);
  CHECK(stored(sandbox, project).size() == 3);
}
