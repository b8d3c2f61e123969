#include <catch2/catch.hpp>

#include "in_process_sandbox.hpp"
#include "mutation_helpers.hpp"

using namespace kili;
using namespace kili::test;
using nlohmann::json;

namespace {

struct PrioritisedProject : ProjectInSandbox {
  explicit PrioritisedProject(const std::vector<std::string>& statuses)
      : ProjectInSandbox(assets_with_statuses(statuses)) {}
  [[nodiscard]] json priorities() const { return all("priority"); }
};

}  // namespace

TEST_CASE("priorities are set in one request, and what the service decides is told for each asset") {
  PrioritisedProject world({"TODO", "LABELED", "TO_REVIEW"});
  const auto outcome = world.client->set_assets_priority(
      {.asset_ids = {world.ids[1], world.ids[0], "nope", world.ids[2]}, .priority = 7});
  REQUIRE(outcome.succeeded.size() == 2);
  CHECK(outcome.succeeded[0].asset_id == world.ids[0]);
  CHECK(outcome.succeeded[0].external_id == "asset_0");
  CHECK(outcome.succeeded[1].asset_id == world.ids[2]);
  REQUIRE(outcome.declined.size() == 2);
  CHECK(outcome.declined[0].asset_id == world.ids[1]);
  CHECK(outcome.declined[1].asset_id == "nope");
  CHECK(outcome.declined[1].external_id.empty());
  CHECK(outcome.failed.empty());
  CHECK(world.priorities() == json{7, 0, 7});
  CHECK(world.sandbox.count_of("setAssetsPriority") == 1);
}

TEST_CASE("assets get their priority by external ids, a hundred with each request") {
  PrioritisedProject world(std::vector<std::string>(250, "TODO"));
  std::vector<std::string> names;
  for (std::size_t i = 0; i < 250; ++i) names.push_back("asset_" + std::to_string(i));
  const auto outcome = world.client->set_assets_priority(
      {.external_ids = names, .priority = 3, .project_id = world.sandbox.project_id()});
  CHECK(outcome.succeeded.size() == 250);
  CHECK(world.sandbox.count_of("setAssetsPriority") == 3);
  CHECK(world.priorities() == json(std::vector<int>(250, 3)));
}

TEST_CASE("a lost answer to a priority is repaired by reading it, not by sending it twice") {
  PrioritisedProject world({"TODO", "TODO"});
  bool lose = true;
  world.sandbox.set_faults([&lose](const std::string& operation) {
    return operation == "setAssetsPriority" && std::exchange(lose, false) ? RequestFault::after
                                                                          : RequestFault::none;
  });
  const auto outcome = world.client->set_assets_priority({.asset_ids = world.ids, .priority = 5});
  REQUIRE(outcome.succeeded.size() == 2);
  CHECK(outcome.succeeded[1].external_id == "asset_1");
  CHECK(world.sandbox.count_of("setAssetsPriority") == 1);
  CHECK(world.priorities() == json{5, 5});
}

TEST_CASE("a request for a priority that never arrived is sent again") {
  PrioritisedProject world({"TODO"});
  bool lose = true;
  world.sandbox.set_faults([&lose](const std::string& operation) {
    return operation == "setAssetsPriority" && std::exchange(lose, false) ? RequestFault::before
                                                                          : RequestFault::none;
  });
  CHECK(world.client->set_assets_priority({.asset_ids = world.ids, .priority = 5}).succeeded.size() == 1);
  CHECK(world.priorities() == json{5});
}

TEST_CASE("assets that are not named, or named twice over, are refused before a priority is sent") {
  PrioritisedProject world({"TODO"});
  CHECK_THROWS_AS(world.client->set_assets_priority({.priority = 1}), MissingArgumentError);
  CHECK_THROWS_AS(world.client->set_assets_priority({.external_ids = {"asset_0"}, .priority = 1}),
                  MissingArgumentError);
  CHECK_THROWS_AS(world.client->set_assets_priority({.asset_ids = world.ids,
                                                     .external_ids = {"asset_0"},
                                                     .priority = 1,
                                                     .project_id = world.sandbox.project_id()}),
                  IncompatibleArgumentsError);
  const auto nothing =
      world.client->set_assets_priority({.asset_ids = List<std::string>::empty_list(), .priority = 1});
  CHECK(nothing.succeeded.empty());
  CHECK(world.fake.transport->count() == 0);
  CHECK_THROWS_AS(world.client->set_assets_priority(
                      {.external_ids = {"nope"}, .priority = 1, .project_id = world.sandbox.project_id()}),
                  NotFoundError);
}
