// Whatever happens on the way, each label is there once, or it is reported as unknown.

#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <map>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "dice.hpp"
#include "labels_in_sandbox.hpp"
#include "seeds.hpp"

using namespace kili;
using namespace kili::test;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

using World = LabelsInSandbox;

AppendLabels one_each(const World& world, const std::string& category = "A") {
  return {.asset_id_array = world.ids,
          .json_response_array = std::vector<LabelResponse>(world.ids.size(), World::answer(category))};
}

}  // namespace

TEST_CASE("a label whose answer was lost is found, and not created again") {
  for (const auto when : {FaultPoint::after, FaultPoint::truncate}) {
    World world(3);
    world.fault(when, "appendManyLabels");
    const auto ids = world.client->append_labels(one_each(world));
    REQUIRE(ids.size() == 3);
    for (std::size_t i = 0; i < 3; ++i) {
      REQUIRE(world.labels(i).size() == 1);
      CHECK(world.labels(i)[0]["id"] == ids[i]);
    }
    CHECK(world.count_of("appendManyLabels") == 1);
  }
}

TEST_CASE("a label like one that was there before is created once all the same") {
  for (const auto when : {FaultPoint::before, FaultPoint::after}) {
    for (const auto lag : {0ms, 3000ms}) {
      World world(2);
      world.sandbox.set_read_lag(lag);
      const auto first = world.client->append_labels(one_each(world));
      world.fault(when, "appendManyLabels");
      const auto second = world.client->append_labels(one_each(world));
      for (std::size_t i = 0; i < 2; ++i) {
        REQUIRE(world.labels(i).size() == 2);
        CHECK(world.labels(i)[0]["id"] == first[i]);
        CHECK(world.labels(i)[1]["id"] == second[i]);
      }
    }
  }
}

TEST_CASE("a label that others have created meanwhile for another model is not taken for it") {
  World world(1);
  world.sandbox.add_label(
      world.ids[0],
      {{"jsonResponse", World::answer("A")}, {"labelType", "PREDICTION"}, {"modelName", "other"}});
  world.fault(FaultPoint::before, "appendManyLabels");
  static_cast<void>(world.client->create_predictions(
      world.project, {.asset_id_array = world.ids,
                      .json_response_array = std::vector<LabelResponse>{World::answer("A")},
                      .model_name = "mine"}));
  CHECK(world.labels(0).size() == 2);
}

TEST_CASE("single labels and honeypots whose answers were lost are there once") {
  World world(2);
  world.fault(FaultPoint::after, "appendToLabels");
  world.fault(FaultPoint::after, "createHoneypot");
  const auto label =
      world.client->append_to_labels({.json_response = World::answer("A"), .label_asset_id = world.ids[0]});
  const auto honeypot =
      world.client->create_honeypot({.asset_id = world.ids[1], .json_response = World::answer("A")});
  REQUIRE(world.labels(0).size() == 1);
  CHECK(world.labels(0)[0]["id"] == label);
  REQUIRE(world.labels(1).size() == 1);
  CHECK(world.labels(1)[0]["id"] == honeypot);
}

TEST_CASE("a deletion whose answer was lost gives back what is deleted") {
  World world(3);
  const auto ids = world.client->append_labels(one_each(world));
  world.fault(FaultPoint::after, "deleteLabels");
  CHECK(world.client->delete_labels({.ids = ids}) == ids);
  for (std::size_t i = 0; i < 3; ++i) CHECK(world.labels(i).empty());
}

TEST_CASE("an answer that stays lost leaves its labels unknown, and the others not sent") {
  World world(250);
  world.fault(FaultPoint::before, "appendManyLabels", 1000);
  try {
    static_cast<void>(world.client->append_labels(one_each(world)));
    FAIL("no error");
  } catch (const MutationError& error) {
    REQUIRE(error.assets().size() == 250);
    for (const auto& entry : error.assets()) {
      CHECK(entry.outcome == (entry.index < 100 ? MutationOutcome::unknown : MutationOutcome::not_sent));
    }
  }
}

TEST_CASE("simulation: each label is there once or unknown, whatever gets lost") {
  const Seeds seeds;
  for (std::uint64_t seed = seeds.first(); seed < seeds.end(); ++seed) {
    INFO("seed " << seed);
    Dice dice(seed);
    const std::size_t assets = 1 + dice.below(160);
    World world(assets, seed);
    if (dice.below(2) == 0) {
      world.sandbox.set_read_lag(std::chrono::milliseconds(dice.below(5000)));
    }
    const bool overwrite = dice.below(3) == 0;
    std::vector<std::string> named;
    std::vector<LabelResponse> answers;
    std::map<std::string, std::map<std::string, std::size_t>> wanted;  // asset, answer
    std::map<std::string, std::map<std::string, std::size_t>> before;
    for (std::size_t i = 0; i < assets; ++i) {
      const std::string there = World::answer(dice.below(2) == 0 ? "A" : "TRUCK");
      if (dice.below(3) == 0) {
        world.sandbox.add_label(world.ids[i], {{"author", {{"id", "user-1"}}},
                                               {"jsonResponse", there},
                                               {"labelType", "PREDICTION"},
                                               {"modelName", "m"}});
        if (!overwrite) ++before[world.ids[i]][there];
      }
      const std::size_t times = dice.below(8) == 0 ? 2 : 1;
      for (std::size_t k = 0; k < times; ++k) {
        named.push_back(world.ids[i]);
        const std::string answer = World::answer(dice.below(2) == 0 ? "A" : "TRUCK");
        answers.emplace_back(answer);
        ++wanted[world.ids[i]][answer];
      }
    }
    for (int faults = 0; faults < 3; ++faults) {
      SandboxFault fault;
      fault.count = 1 + dice.below(2);
      fault.operation = dice.below(4) == 0 ? "labels" : "appendManyLabels";
      fault.skip = dice.below(3);
      switch (dice.below(5)) {
        case 0:
          fault.when = FaultPoint::before;
          break;
        case 1:
        case 2:
          fault.when = FaultPoint::after;
          break;
        case 3:
          fault.when = FaultPoint::truncate;
          break;
        default:
          fault.when = FaultPoint::status;
          fault.status = dice.below(2) == 0 ? 503 : 429;
      }
      world.sandbox.add_fault(fault);
    }
    std::vector<MutationOutcome> outcomes(named.size(), MutationOutcome::done);
    try {
      static_cast<void>(world.client->create_predictions(world.project, {.asset_id_array = named,
                                                                         .check_ontology = false,
                                                                         .json_response_array = answers,
                                                                         .model_name = "m",
                                                                         .overwrite = overwrite}));
    } catch (const MutationError& error) {
      REQUIRE(error.assets().size() == named.size());
      for (const auto& entry : error.assets()) outcomes[entry.index] = entry.outcome;
    }
    for (std::size_t i = 0; i < assets; ++i) {
      std::map<std::string, std::size_t> there;
      for (const auto& label : world.labels(i)) ++there[label["jsonResponse"].get<std::string>()];
      bool all_done = true;
      for (std::size_t index = 0; index < named.size(); ++index) {
        if (named[index] == world.ids[i]) all_done = all_done && outcomes[index] == MutationOutcome::done;
      }
      for (const std::string& answer : {World::answer("A"), World::answer("TRUCK")}) {
        const std::size_t most = wanted[world.ids[i]][answer] + before[world.ids[i]][answer];
        if (all_done) {
          CHECK(there[answer] == most);
        } else if (!overwrite) {
          CHECK(there[answer] <= most);
        }
      }
    }
  }
}
