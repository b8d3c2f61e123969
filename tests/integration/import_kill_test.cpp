// Imports with a journal, killed at random moments and started again. KILI_KILLS says how often
// (tests/soak.sh).

#include <signal.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <random>
#include <set>
#include <thread>

#include "child_program.hpp"
#include "import_helpers.hpp"
#include "kili/sandbox.hpp"
#include "sandbox_client.hpp"
#include "test_folder.hpp"

using namespace kili;
using namespace kili::test;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

ChildProgramOptions driver_with(const Sandbox& sandbox, const json& call) {
  return {.environment = environment_of(sandbox), .input = call.dump() + "\n"};
}

std::size_t kills_wanted() {
  const char* const given = std::getenv("KILI_KILLS");
  return given != nullptr ? static_cast<std::size_t>(std::max(1, std::atoi(given))) : 10;
}

}  // namespace

TEST_CASE("imports killed at random moments and started again leave nothing out and nothing twice") {
  ::signal(SIGPIPE, SIG_IGN);
  Sandbox sandbox({.latency = 2ms});
  std::mt19937 random(std::random_device{}());
  std::size_t kills = 0;
  for (std::size_t round = 0; kills < kills_wanted(); ++round) {
    const std::string type = std::vector<std::string>{"TEXT", "IMAGE", "VIDEO"}[round % 3];
    const TestFolder folder;
    const auto project = sandbox.add_project({.input_type = type});
    // What is killed is looked at where it hurts: without external ids.
    const std::size_t count = type == "TEXT" ? 130 : 450;
    const json call{{"method", "append_many_to_dataset"},
                    {"args",
                     {{"project_id", project},
                      {"content_array", numbered(source_of(type), count)},
                      {"journal", folder.path("journal")}}}};
    for (std::size_t attempt = 0; attempt < 3; ++attempt) {
      ChildProgram driver(KILI_TEST_DRIVER, driver_with(sandbox, call));
      std::this_thread::sleep_for(std::chrono::microseconds(random() % 250'000));
      driver.kill();
      ++kills;
    }
    const json answer = json::parse(ChildProgram(KILI_TEST_DRIVER, driver_with(sandbox, call)).read_all());
    CAPTURE(type, round, answer.dump().substr(0, 500));
    REQUIRE(answer.contains("result"));
    while (sandbox.pending_imports() > 0) std::this_thread::sleep_for(5ms);
    std::set<std::string> ids;
    std::set<std::string> external_ids;
    for (const auto& asset : sandbox.state(project)) {
      REQUIRE(ids.insert(asset["id"]).second);
      REQUIRE(external_ids.insert(asset["externalId"]).second);
    }
    REQUIRE(ids.size() == count);
    if (type != "VIDEO") {
      const auto given = answer["result"]["asset_ids"].get<std::vector<std::string>>();
      REQUIRE(std::set<std::string>(given.begin(), given.end()) == ids);
    }
  }
}
