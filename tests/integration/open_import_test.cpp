// Imports that stay open, over sockets.

#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "child_program.hpp"
#include "example_program.hpp"
#include "kili/sandbox.hpp"
#include "sandbox_client.hpp"
#include "settled_assets.hpp"
#include "test_folder.hpp"

using namespace kili;
using namespace kili::test;
using namespace std::chrono_literals;

namespace {

NewAsset sent_text(const std::string& name) { return {.content = "text of " + name, .external_id = name}; }

NewAsset sent_url(const std::string& name) {
  return {.content = "https://example.com/" + name + ".jpg", .external_id = name};
}

/// External ids in the project, each once.
std::set<std::string> names_in(const Sandbox& sandbox, const std::string& project) {
  std::set<std::string> names;
  for (const auto& asset : sandbox.state(project)) REQUIRE(names.insert(asset["externalId"]).second);
  return names;
}

}  // namespace

TEST_CASE("eight threads push 5,000 assets while the service loses answers and refuses") {
  Sandbox sandbox;
  const auto project = sandbox.add_project({});
  for (const auto point : {FaultPoint::before, FaultPoint::after, FaultPoint::status, FaultPoint::truncate}) {
    sandbox.add_fault({.count = 0, .probability = 0.02, .when = point});
  }
  SettledAssets settled;
  auto import = client_of(sandbox, {.message_sink = std::make_shared<SilentSink>()})
                    .open_import(project, {.max_pending_assets = 1'000, .on_asset = settled.listener()});
  std::vector<std::thread> sources;
  std::atomic<std::size_t> accepted{0};
  for (std::size_t source = 0; source < 8; ++source) {
    sources.emplace_back([&, source] {
      for (std::size_t i = 0; i < 625; ++i) {
        const auto pushed = import.push(sent_url(std::to_string(source) + "-" + std::to_string(i)));
        accepted += pushed == PushResult::accepted ? 1 : 0;
      }
    });
  }
  for (auto& source : sources) source.join();
  CHECK(import.close().asset_ids.size() == 5'000);
  CHECK(accepted == 5'000);
  CHECK(names_in(sandbox, project).size() == 5'000);
  CHECK(settled.count(ImportOutcome::created) == 5'000);
  CHECK(settled.once_each());
}

TEST_CASE("what is pushed can be read after flush, and without it after the interval") {
  Sandbox sandbox;
  const auto project = sandbox.add_project({.input_type = "TEXT"});
  const Client client = client_of(sandbox);
  SettledAssets settled;
  auto import = client.open_import(project, {.flush_interval = 50ms, .on_asset = settled.listener()});
  import.push(sent_text("a"));
  import.flush();
  CHECK(client.count_assets(project) == 1);
  import.push(sent_text("b"));
  settled.await(2);
  CHECK(client.count_assets(project) == 2);
}

TEST_CASE("an outage that outlives the retries of requests loses nothing and doubles nothing") {
  Sandbox sandbox;
  const auto project = sandbox.add_project({.input_type = "TEXT"});
  SettledAssets settled;
  auto import =
      client_of(sandbox, {.message_sink = std::make_shared<SilentSink>(), .retry_deadline = 50ms})
          .open_import(project, {.batch_assets = 10, .flush_interval = 10ms, .on_asset = settled.listener()});
  import.push(sent_text("first"));
  import.flush();
  sandbox.add_fault({.count = 4, .when = GENERATE(FaultPoint::before, FaultPoint::after)});
  for (std::size_t i = 0; i < 40; ++i) import.push(sent_text(std::to_string(i)));
  import.flush();
  CHECK(import.counts().created == 41);
  CHECK(import.close().asset_ids.size() == 41);
  CHECK(names_in(sandbox, project).size() == 41);
  CHECK(settled.once_each());
}

TEST_CASE("a program that is killed while it pushes goes on with its journal, and nothing is there twice") {
  Sandbox sandbox({.latency = 2ms});
  const auto project = sandbox.add_project({});
  const TestFolder folder;
  constexpr std::size_t count = 700;
  for (std::size_t run = 0; run < 3; ++run) {
    ChildProgram program(KILI_PUSHING_PROGRAM,
                         {.arguments = {project, folder.path("journal"), std::to_string(count)},
                          .environment = environment_of(sandbox)});
    // Some time after the first assets are there.
    const std::size_t settled = 30 + 50 * run;
    REQUIRE(program.read(settled).size() == settled);
    program.kill();
  }
  auto import = client_of(sandbox).open_import(project, {.journal = folder.path("journal")});
  for (std::size_t i = 0; i < count; ++i) import.push(sent_url(std::to_string(i)));
  const AppendResult result = import.close();
  CHECK(result.skipped.size() >= 100);  // the journal has left others open
  CHECK(names_in(sandbox, project).size() == count);
}

#ifdef KILI_EXAMPLE_CAMERA

TEST_CASE("the example of a camera imports each of its frames") {
  Sandbox sandbox;
  const auto project = sandbox.add_project({});
  const auto run = run_example(sandbox, KILI_EXAMPLE_CAMERA, project + " 2");
  CHECK(run.status == 0);
  CHECK(run.output == "60 frames imported, 0 dropped\n");
  CHECK(names_in(sandbox, project).size() == 60);
}

#endif  // KILI_EXAMPLE_CAMERA
