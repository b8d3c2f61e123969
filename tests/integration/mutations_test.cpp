// The operations that change assets over real sockets.

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "kili/kili.hpp"
#include "kili/sandbox.hpp"

using namespace kili;
using nlohmann::json;

namespace {

struct ServedProject {
  explicit ServedProject(std::size_t count, const std::string& status = "TODO",
                         const std::string& service_version = "26.2")
      : sandbox({.service_version = service_version}) {
    project = sandbox.add_project({.input_type = "IMAGE"});
    json assets = json::array();
    for (std::size_t i = 0; i < count; ++i) {
      assets.push_back({{"externalId", "asset_" + std::to_string(i)}, {"status", status}});
    }
    ids = sandbox.add_assets(project, assets);
  }
  [[nodiscard]] json state() const { return sandbox.state(project); }

  Sandbox sandbox;
  std::string project;
  std::vector<std::string> ids;
  Client client{{.api_endpoint = sandbox.endpoint(), .api_key = sandbox.api_key(), .calls_per_minute = 0}};
};

}  // namespace

TEST_CASE("all operations that change assets work over real sockets, whatever the version of the service") {
  const std::string version = GENERATE("2.164", "26.1", "26.2");
  CAPTURE(version);
  ServedProject world(4, "LABELED", version);
  const auto& ids = world.ids;
  CHECK(world.client.update_properties_in_assets({.asset_ids = ids, .priorities = {1, 2, 3, std::nullopt}}) ==
        ids);
  CHECK(world.client.change_asset_external_ids({.external_ids = {"asset_3", "asset_2"},
                                                .new_external_ids = {"asset_2", "asset_3"},
                                                .project_id = world.project}) ==
        std::vector<std::string>{ids[3], ids[2]});
  CHECK(world.client
            .set_metadata(
                {.asset_ids = {ids[0]}, .json_metadata = {json{{"a", 1}}}, .project_id = world.project})
            .size() == 1);
  CHECK(world.client
            .add_metadata(
                {.asset_ids = {ids[0]}, .json_metadata = {json{{"b", 2}}}, .project_id = world.project})
            .size() == 1);
  CHECK(
      world.client.assign_assets_to_labelers({.asset_ids = {ids[1]}, .to_be_labeled_by_array = {{"user-2"}}})
          .asset_ids == std::vector<std::string>{ids[1]});
  CHECK(world.client.skip_or_unskip({.asset_id = ids[0], .project_id = world.project, .reason = "r"}) ==
        ids[0]);
  CHECK(world.client.update_asset_consensus(
      {.asset_id = ids[0], .is_consensus = true, .project_id = world.project}));
  const auto reviewed = world.client.add_to_review({.asset_ids = {ids[1], ids[2]}});
  CHECK(reviewed.asset_ids == std::vector<std::string>{ids[1], ids[2]});
  CHECK(reviewed.id == world.project);
  CHECK(world.client.set_assets_priority({.asset_ids = {ids[1]}, .priority = 9}).succeeded.size() == 1);
  CHECK(world.client.send_back_to_queue({.asset_ids = {ids[2]}}).succeeded.size() == 1);
  CHECK(world.client.delete_many_from_dataset({.asset_ids = {ids[3]}}).id == world.project);

  const json state = world.state();
  REQUIRE(state.size() == 3);
  CHECK(state[0]["priority"] == 1);
  CHECK(state[0]["jsonMetadata"] == R"({"a": 1, "b": 2})");
  CHECK(state[0]["skipped"] == true);
  CHECK(state[0]["isUsedForConsensus"] == true);
  CHECK(state[1]["assignees"] == json{"user-2"});
  CHECK(state[1]["status"] == "TO_REVIEW");
  CHECK(state[1]["priority"] == 9);
  CHECK(state[2]["externalId"] == "asset_3");
  CHECK(state[2]["status"] == "ONGOING");
}

TEST_CASE("mutations survive connections that are cut at every turn") {
  ServedProject world(450, "LABELED");
  world.sandbox.add_fault(
      {.count = 0, .every = 3, .operation = "updatePropertiesInAssets", .when = FaultPoint::after});
  world.sandbox.add_fault(
      {.count = 1, .operation = "updatePropertiesInAssets", .when = FaultPoint::truncate});
  world.sandbox.add_fault({.count = 2, .operation = "deleteAssets", .when = FaultPoint::after});
  world.sandbox.add_fault({.count = 2, .operation = "assets", .when = FaultPoint::before});
  std::vector<std::optional<std::int32_t>> priorities;
  for (std::size_t i = 0; i < world.ids.size(); ++i) priorities.emplace_back(static_cast<std::int32_t>(i));
  CHECK(world.client.update_properties_in_assets({.asset_ids = world.ids, .priorities = priorities}) ==
        world.ids);
  const json state = world.state();
  for (std::size_t i = 0; i < world.ids.size(); ++i) REQUIRE(state[i]["priority"] == i);
  CHECK(world.client.delete_many_from_dataset({.asset_ids = world.ids, .project_id = world.project})
            .asset_ids == world.ids);
  CHECK(world.state().empty());
}

TEST_CASE("ten thousand assets are updated, reviewed and deleted in one call each") {
  ServedProject world(10'000, "LABELED");
  const std::vector<std::optional<std::int32_t>> priorities(world.ids.size(), 7);
  CHECK(world.client.update_properties_in_assets({.asset_ids = world.ids, .priorities = priorities}) ==
        world.ids);
  const auto moved = world.client.add_to_review({.asset_ids = world.ids, .project_id = world.project});
  CHECK(moved.asset_ids == world.ids);
  CHECK(world.client.delete_many_from_dataset({.asset_ids = world.ids}).id == world.project);
  CHECK(world.state().empty());
}
