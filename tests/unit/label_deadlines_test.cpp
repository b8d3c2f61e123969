// Calls that write like labels to the same assets one after the other, with deadlines, requests to stop and
// lost answers in the middle: what each says of its labels is so, and no label is that of two of them.

#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <cstdint>
#include <map>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "dice.hpp"
#include "labels_in_sandbox.hpp"

using namespace kili;
using namespace kili::test;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

/// What calls have said of the labels of one asset.
struct Said {
  std::size_t unknown = 0;
  std::vector<std::string> ids;
};

void add_random_fault(LabelsInSandbox& world, Dice& dice) {
  SandboxFault fault;
  fault.count = 1 + dice.below(4);
  fault.operation = dice.of(std::vector<std::string>{"labels", "appendManyLabels", "appendManyLabels",
                                                     "appendToLabels", "appendToLabels", "me"});
  fault.skip = dice.below(2);
  fault.when = dice.of(std::vector<FaultPoint>{FaultPoint::before, FaultPoint::after, FaultPoint::after,
                                               FaultPoint::truncate, FaultPoint::status});
  fault.status = dice.of(std::vector<int>{429, 500, 502, 503});
  world.sandbox.add_fault(fault);
}

}  // namespace

TEST_CASE("simulation: calls that are cut short say what became of their labels") {
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    INFO("seed " << seed);
    Dice dice(seed);
    const std::size_t assets = 1 + dice.below(3);
    LabelsInSandbox world(assets, seed);
    if (dice.one_in(2)) world.sandbox.set_read_lag(std::chrono::milliseconds(dice.below(4500)));
    std::vector<Said> said(assets);
    const std::size_t calls = 2 + dice.below(4);
    for (std::size_t call = 0; call < calls; ++call) {
      for (std::size_t faults = dice.below(3); faults > 0; --faults) add_random_fault(world, dice);
      CallOptions options;
      if (dice.one_in(2)) options.deadline = std::chrono::milliseconds(500 + dice.below(30'000));
      if (dice.one_in(2)) {
        const std::size_t asset = dice.below(assets);
        try {
          said[asset].ids.push_back(world.client->append_to_labels(
              {.json_response = LabelsInSandbox::answer("A"), .label_asset_id = world.ids[asset]}, options));
        } catch (const Error& error) {
          if (error.context().outcome_unknown) ++said[asset].unknown;
        }
        continue;
      }
      std::vector<std::string> named;
      std::vector<std::size_t> indexes;
      for (std::size_t i = 1 + dice.below(5); i > 0; --i) {
        indexes.push_back(dice.below(assets));
        named.push_back(world.ids[indexes.back()]);
      }
      try {
        const auto ids = world.client->append_labels(
            {.asset_id_array = named,
             .check_ontology = false,
             .json_response_array = std::vector<LabelResponse>(named.size(), LabelsInSandbox::answer("A"))},
            options);
        REQUIRE(ids.size() == named.size());
        for (std::size_t i = 0; i < ids.size(); ++i) said[indexes[i]].ids.push_back(ids[i]);
      } catch (const MutationError& error) {
        REQUIRE(error.assets().size() == named.size());
        for (const auto& entry : error.assets()) {
          Said& of = said[indexes[entry.index]];
          if (entry.outcome == MutationOutcome::unknown) ++of.unknown;
          if (entry.outcome == MutationOutcome::done) of.ids.push_back(entry.created_id);
        }
      } catch (const Error& error) {
        CHECK_FALSE(error.context().outcome_unknown);
      }
      if (dice.one_in(3)) world.clock->advance(std::chrono::milliseconds(dice.below(6000)));
    }
    for (std::size_t i = 0; i < assets; ++i) {
      std::set<std::string> there;
      for (const auto& label : world.labels(i)) there.insert(label["id"].get<std::string>());
      const std::set<std::string> ids(said[i].ids.begin(), said[i].ids.end());
      CHECK(ids.size() == said[i].ids.size());
      CHECK(std::includes(there.begin(), there.end(), ids.begin(), ids.end()));
      CHECK(there.size() <= ids.size() + said[i].unknown);
    }
  }
}

TEST_CASE(
    "simulation: predictions that overwrite are there alone, in their order, under the ids given back") {
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    INFO("seed " << seed);
    Dice dice(seed);
    const std::size_t assets = 1 + dice.below(4);
    LabelsInSandbox world(assets, seed);
    if (dice.one_in(2)) world.sandbox.set_read_lag(std::chrono::milliseconds(dice.below(4500)));
    for (std::size_t call = 0; call < 3; ++call) {
      for (std::size_t faults = dice.below(3); faults > 0; --faults) {
        SandboxFault fault;
        fault.count = 1 + dice.below(3);
        fault.operation = dice.one_in(3) ? "labels" : "appendManyLabels";
        fault.skip = dice.below(3);
        fault.when = dice.of(std::vector<FaultPoint>{FaultPoint::before, FaultPoint::after, FaultPoint::after,
                                                     FaultPoint::truncate, FaultPoint::status});
        fault.status = dice.of(std::vector<int>{429, 500, 503});
        world.sandbox.add_fault(fault);
      }
      const std::size_t count = dice.one_in(3) ? 1 + dice.below(250) : 1 + dice.below(6);
      std::vector<std::size_t> indexes;
      std::vector<std::string> named;
      std::vector<LabelResponse> answers;
      for (std::size_t i = 0; i < count; ++i) {
        indexes.push_back(dice.below(assets));
        named.push_back(world.ids[indexes.back()]);
        answers.emplace_back(LabelsInSandbox::answer(dice.one_in(4) ? "TRUCK" : "A"));
      }
      std::vector<std::string> ids;
      try {
        ids = world.client->append_labels({.asset_id_array = named,
                                           .check_ontology = false,
                                           .json_response_array = answers,
                                           .label_type = LabelType::prediction,
                                           .model_name = "m",
                                           .overwrite = true});
      } catch (const MutationError&) {
        continue;  // was lost too often
      }
      for (std::size_t asset = 0; asset < assets; ++asset) {
        std::vector<std::string> wanted;
        for (std::size_t i = 0; i < count; ++i) {
          if (indexes[i] == asset) wanted.push_back(ids[i]);
        }
        if (wanted.empty()) continue;
        std::vector<std::string> there;
        for (const auto& label : world.labels(asset)) there.push_back(label["id"].get<std::string>());
        // Labels of one request that was lost may be taken for each other where they are alike.
        CHECK(std::is_permutation(there.begin(), there.end(), wanted.begin(), wanted.end()));
        CHECK(there.front() == wanted.front());
      }
    }
  }
}
