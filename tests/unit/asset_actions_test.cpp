// The actions that the service decides for each asset: deletion, review, queue, priority and assignment, on
// each version of the service.

#include <catch2/catch.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "in_process_sandbox.hpp"
#include "mutation_helpers.hpp"

using namespace kili;
using namespace kili::test;
using nlohmann::json;
using sandbox::ServiceVersion;

namespace {

constexpr ServiceVersion versions[] = {ServiceVersion::v2_164, ServiceVersion::v26_1, ServiceVersion::v26_2};

struct ActionsProject : ProjectInSandbox {
  using ProjectInSandbox::ProjectInSandbox;
  /// Variables of each request of an operation that was carried out.
  [[nodiscard]] std::vector<json> sent(const std::string& operation) const {
    std::vector<json> found;
    for (const auto& [name, variables] : sandbox.carried_out()) {
      if (name == operation) found.push_back(variables);
    }
    return found;
  }
};

json todo(std::size_t count) { return assets_with_statuses(std::vector<std::string>(count, "TODO")); }

/// The positions of assets in the project, by their external ids "asset_<position>".
std::string positions(const std::vector<AssetReference>& assets) {
  std::string text;
  for (const auto& asset : assets) text += asset.external_id.substr(asset.external_id.find('_') + 1) + " ";
  return text;
}
std::string positions(const std::vector<AssetActionFailure>& failures) {
  std::string text;
  for (const auto& failure : failures) text += failure.asset.external_id.substr(6) + " ";
  return text;
}

const SandboxProject grouped_project{
    .step_groups = {{.id = "g-1", .name = "Cars"}, {.id = "g-2", .name = "People"}},
    .steps = {{.id = "c-label", .name = "Label", .step_group_id = "g-1"},
              {.id = "c-review", .name = "Review", .step_group_id = "g-1", .type = "REVIEW"},
              {.id = "p-label", .name = "Label", .step_group_id = "g-2"},
              {.id = "p-again", .name = "Again", .step_group_id = "g-2"},
              {.id = "p-check",
               .name = "Check",
               .send_back_step_id = "p-again",
               .step_group_id = "g-2",
               .type = "REVIEW"}},
    .workflow_version = "V3"};

json in_step(const char* step, const char* status) {
  return {{"stepId", step},
          {"stepStatus", status},
          {"status", "ONGOING"},
          {"labels", json::array({json{{"author", {{"id", "user-2"}}}}})}};
}

/// An asset of each state that matters.
json in_steps() {
  json assets{in_step("c-label", "TO_DO"),        in_step("c-label", "DONE"),  in_step("p-again", "DONE"),
              in_step("c-review", "IN_PROGRESS"), in_step("p-check", "DONE"),  in_step("c-label", "SKIPPED"),
              in_step("p-label", "REWORK"),       in_step("c-review", "TO_DO")};
  for (std::size_t i = 0; i < assets.size(); ++i) assets[i]["externalId"] = "asset_" + std::to_string(i);
  return assets;
}

}  // namespace

TEST_CASE("a deletion has the same result whatever the version of the service") {
  for (const auto version : versions) {
    ActionsProject world(todo(3), version);
    const auto outcome = world.client->delete_many_from_dataset(
        {.asset_ids = {world.ids[2], "nope", world.ids[0], world.ids[2]}});
    CHECK(outcome.asset_ids == std::vector<std::string>{world.ids[2], "nope", world.ids[0]});
    CHECK(outcome.succeeded[0].external_id == "asset_2");
    CHECK(outcome.succeeded[1].external_id.empty());
    CHECK(outcome.declined.empty());
    CHECK(outcome.id == world.sandbox.project_id());
    CHECK(world.all("externalId") == json{"asset_1"});
  }
}

TEST_CASE("moves have the same result whatever the version of the service") {
  for (const auto version : versions) {
    ActionsProject world(assets_with_statuses({"TODO", "ONGOING", "LABELED", "TO_REVIEW"}), version);
    auto named = world.ids;
    named.emplace_back("nope");
    const auto reviewed = world.client->add_to_review({.asset_ids = named});
    CHECK(positions(reviewed.succeeded) == "2 3 ");
    CHECK(positions(reviewed.declined) == "0 1  ");
    CHECK(reviewed.declined.back().asset_id == "nope");
    CHECK(reviewed.asset_ids == std::vector<std::string>{world.ids[2], world.ids[3]});
    CHECK(reviewed.id == world.sandbox.project_id());
    CHECK(world.all("status") == json{"TODO", "ONGOING", "TO_REVIEW", "TO_REVIEW"});
    const auto queued = world.client->send_back_to_queue(
        {.external_ids = {"asset_3", "asset_1", "asset_0"}, .project_id = world.sandbox.project_id()});
    CHECK(positions(queued.succeeded) == "3 1 ");
    CHECK(positions(queued.declined) == "0 ");
    CHECK(world.all("status") == json{"TODO", "ONGOING", "TO_REVIEW", "ONGOING"});
    CHECK(world.fake.clock->elapsed() == std::chrono::milliseconds(0));
  }
}

TEST_CASE("priorities and assignments have the same result whatever the version of the service") {
  for (const auto version : versions) {
    ActionsProject world(todo(3), version);
    const auto prioritized =
        world.client->set_assets_priority({.asset_ids = {world.ids[1], "nope", world.ids[0]}, .priority = 4});
    CHECK(positions(prioritized.succeeded) == "1 0 ");
    CHECK(prioritized.declined.front().asset_id == "nope");
    CHECK(prioritized.id == world.sandbox.project_id());
    CHECK(world.all("priority") == json{4, 4, 0});
    const auto assigned = world.client->assign_assets_to_labelers(
        {.asset_ids = {world.ids[0], world.ids[2], "nope"},
         .to_be_labeled_by_array = {{"user-1", "user-2"}, {}, {"user-1"}}});
    CHECK(positions(assigned.succeeded) == "0 2 ");
    CHECK(assigned.declined.front().asset_id == "nope");
    CHECK(assigned.id == world.sandbox.project_id());
    CHECK(world.all("assignees") == json{{"user-1", "user-2"}, json::array(), json::array()});
  }
}

TEST_CASE("today's service is sent one request for each hundred assets, and nothing to verify it") {
  ActionsProject world(todo(250), ServiceVersion::v26_2);
  const auto outcome = world.client->set_assets_priority(
      {.asset_ids = world.ids, .priority = 1, .project_id = world.sandbox.project_id()});
  CHECK(outcome.asset_ids == world.ids);
  CHECK(outcome.id == world.sandbox.project_id());
  CHECK(world.fake.transport->count() == 3);
  // Without the project one request more asks for it.
  CHECK(world.client->delete_many_from_dataset({.asset_ids = world.ids}).id == world.sandbox.project_id());
  CHECK(world.fake.transport->count() == 3 + 4);
  CHECK(world.sandbox.count_of("assets") == 1);
}

TEST_CASE("assets with the same labelers are assigned together, in the order of the lists") {
  ActionsProject world(todo(150), ServiceVersion::v26_2);
  std::vector<List<std::string>> people(150, List<std::string>{"user-1"});
  people[0] = {"user-2", "user-1"};
  people[149] = {"user-2", "user-1"};
  people[3] = {};
  const auto outcome =
      world.client->assign_assets_to_labelers({.asset_ids = world.ids, .to_be_labeled_by_array = people});
  CHECK(outcome.succeeded.size() == 150);
  auto requests = world.sent("assignAssets");
  REQUIRE(requests.size() == 4);
  CHECK(requests[0]["userIds"] == json{"user-2", "user-1"});
  CHECK(requests[0]["where"]["idIn"] == json{world.ids[0], world.ids[149]});
  const auto assets_of = [&](const json& users) {
    std::vector<std::size_t> sizes;
    for (const auto& request : requests) {
      if (request["userIds"] == users) sizes.push_back(request["where"]["idIn"].size());
    }
    std::sort(sizes.begin(), sizes.end());
    return sizes;
  };
  CHECK(assets_of({"user-1"}) == std::vector<std::size_t>{47, 100});
  CHECK(assets_of(json::array()) == std::vector<std::size_t>{1});
  CHECK(world.all("assignees")[149] == json{"user-2", "user-1"});
  CHECK(world.all("assignees")[3] == json::array());
}

TEST_CASE("a labeler with a label in progress stays assigned") {
  ActionsProject world({{{"externalId", "asset_0"},
                         {"assignees", {"user-1", "user-2"}},
                         {"labels", {{{"labelType", "AUTOSAVE"}, {"author", {{"id", "user-2"}}}}}}}},
                       ServiceVersion::v26_2);
  const auto assign = [&](const List<std::string>& people) {
    return world.client->assign_assets_to_labelers(
        {.asset_ids = world.ids, .to_be_labeled_by_array = {people}});
  };
  CHECK(positions(assign({"user-1"}).declined) == "0 ");
  CHECK(world.all("assignees")[0] == json{"user-1", "user-2"});
  CHECK(positions(assign({"user-2"}).succeeded) == "0 ");
}

TEST_CASE("in a workflow of steps assets move within their group") {
  ActionsProject world(in_steps(), ServiceVersion::v26_2, grouped_project);
  const auto reviewed = world.client->add_to_review({.asset_ids = world.ids});
  CHECK(positions(reviewed.succeeded) == "1 2 7 ");
  CHECK(positions(reviewed.declined) == "0 3 4 5 6 ");
  CHECK(world.all("stepStatus") ==
        json{"TO_DO", "TO_DO", "TO_DO", "IN_PROGRESS", "DONE", "SKIPPED", "REWORK", "TO_DO"});
  const auto queued = world.client->send_back_to_queue({.asset_ids = world.ids});
  CHECK(positions(queued.succeeded) == "1 2 3 4 6 7 ");
  CHECK(positions(queued.declined) == "0 5 ");
  CHECK(world.all("stepStatus") ==
        json{"TO_DO", "REWORK", "REWORK", "REWORK", "REWORK", "SKIPPED", "REWORK", "REWORK"});
  const auto steps = [&] {
    std::string names;
    auto assets = world.client->assets(world.sandbox.project_id(), {},
                                       {.fields = {"id", "currentStep.name", "currentStep.stepGroupName"}});
    for (const auto& asset : assets) {
      const json& step = asset.json()["currentStep"];
      names += step["stepGroupName"].get<std::string>() + "/" + step["name"].get<std::string>() + " ";
    }
    return names;
  };
  CHECK(steps() ==
        "Cars/Label Cars/Label People/Again Cars/Label People/Again Cars/Label People/Label Cars/Label ");
}

TEST_CASE("assets in progress, done or skipped keep their priority in a workflow of steps") {
  ActionsProject world(in_steps(), ServiceVersion::v26_2, grouped_project);
  const auto outcome = world.client->set_assets_priority({.asset_ids = world.ids, .priority = 2});
  CHECK(positions(outcome.succeeded) == "0 6 7 ");
  CHECK(world.all("priority") == json{2, 0, 0, 0, 0, 0, 2, 2});
}

TEST_CASE("assets for which an action fails are sent again, three times in all") {
  ActionsProject world(todo(4), ServiceVersion::v26_2);
  world.sandbox.set_failing_assets({{.asset_id = world.ids[1], .details = "row is locked", .times = 2},
                                    {.asset_id = world.ids[3], .details = "row is locked"}});
  const auto outcome = world.client->set_assets_priority({.asset_ids = world.ids, .priority = 6});
  CHECK(positions(outcome.succeeded) == "0 1 2 ");
  REQUIRE(positions(outcome.failed) == "3 ");
  CHECK(outcome.failed.front().details == "row is locked");
  const auto requests = world.sent("setAssetsPriority");
  REQUIRE(requests.size() == 3);
  CHECK(requests[1]["where"]["idIn"] == json{world.ids[1], world.ids[3]});
  CHECK(world.fake.clock->elapsed() == std::chrono::seconds(1 + 2));
}

TEST_CASE("an answer that is lost while failed assets are sent again is looked after") {
  ActionsProject world(assets_with_statuses({"LABELED", "LABELED", "TODO"}), ServiceVersion::v26_2);
  world.sandbox.set_failing_assets({{.asset_id = world.ids[1], .times = 1}});
  world.sandbox.set_faults([n = 0](const std::string& operation) mutable {
    return operation == "addAssetsToReview" && ++n == 2 ? RequestFault::after : RequestFault::none;
  });
  const auto outcome = world.client->add_to_review({.asset_ids = world.ids});
  CHECK(positions(outcome.succeeded) == "0 1 ");
  CHECK(positions(outcome.declined) == "2 ");
  CHECK(world.sandbox.count_of("addAssetsToReview") == 2);
}

TEST_CASE("a queue whose answer was lost is not asked twice, also in a workflow of steps") {
  ActionsProject world(in_steps(), ServiceVersion::v26_2, grouped_project);
  world.sandbox.set_faults([lost = false](const std::string& operation) mutable {
    return operation == "sendAssetsBackToQueue" && !std::exchange(lost, true) ? RequestFault::after
                                                                              : RequestFault::none;
  });
  const auto outcome = world.client->send_back_to_queue({.asset_ids = world.ids});
  CHECK(positions(outcome.succeeded) == "1 2 3 4 6 7 ");
  CHECK(positions(outcome.declined) == "0 5 ");
  // What is not in the queue is asked again, and declined.
  const auto requests = world.sent("sendAssetsBackToQueue");
  REQUIRE(requests.size() == 2);
  CHECK(requests[1]["where"]["idIn"] == json{world.ids[0], world.ids[5]});
}

TEST_CASE("a lost answer of a service that does not know the action does not keep it from the former one") {
  for (const auto version : {ServiceVersion::v2_164, ServiceVersion::v26_1}) {
    ActionsProject world(assets_with_statuses({"LABELED"}), version);
    world.sandbox.set_faults([lost = false](const std::string& operation) mutable {
      return operation == "sendAssetsBackToQueue" && !std::exchange(lost, true) ? RequestFault::after
                                                                                : RequestFault::none;
    });
    CHECK(positions(world.client->send_back_to_queue({.asset_ids = world.ids}).succeeded) == "0 ");
    CHECK(world.sent("sendBackAssetsToQueue").size() == 1);
  }
}

TEST_CASE("a failure in a later batch keeps what became of the assets before") {
  json assets = todo(150);
  assets[7]["status"] = "LABELED";
  ActionsProject world(assets, ServiceVersion::v26_2);
  world.sandbox.set_failing_assets({{.asset_id = world.ids[9], .details = "row is locked"}});
  world.sandbox.set_faults([n = 0](const std::string& operation) mutable {
    // Three attempts for the first batch, then the second.
    return operation == "setAssetsPriority" && ++n == 4 ? RequestFault::refused : RequestFault::none;
  });
  try {
    static_cast<void>(world.client->set_assets_priority({.asset_ids = world.ids, .priority = 1}));
    FAIL("no error");
  } catch (const MutationError& error) {
    CHECK(error.type() == "GraphQLError");
    CHECK(error.outcome().succeeded.size() == 98);
    CHECK(positions(error.outcome().declined) == "7 ");
    REQUIRE(positions(error.outcome().failed) == "9 ");
    CHECK(count_of(error, MutationOutcome::done) == 98);
    CHECK(count_of(error, MutationOutcome::declined) == 1);
    CHECK(count_of(error, MutationOutcome::failed) == 51);
    CHECK(error.assets()[9].reason == "row is locked");
    CHECK(error.assets()[120].reason.find("boom") != std::string::npos);
    CHECK(std::string(error.what()).find("at index 100") != std::string::npos);
  }
}

TEST_CASE("an operation that the service does not know is tried again after ten minutes") {
  ActionsProject world(todo(1), ServiceVersion::v26_1);
  const auto prioritize = [&](std::int32_t priority) {
    static_cast<void>(world.client->set_assets_priority(
        {.asset_ids = world.ids, .priority = priority, .project_id = world.sandbox.project_id()}));
    CHECK(world.all("priority") == json{priority});
  };
  prioritize(1);
  prioritize(2);
  CHECK(world.sandbox.count_of("setAssetsPriority") == 1);
  CHECK(world.sent("updatePropertiesInAssets").size() == 2);
  world.sandbox.set_version(ServiceVersion::v26_2);
  world.fake.clock->advance(std::chrono::minutes(9));
  prioritize(3);
  CHECK(world.sandbox.count_of("setAssetsPriority") == 1);
  world.fake.clock->advance(std::chrono::minutes(1));
  prioritize(4);
  CHECK(world.sandbox.count_of("setAssetsPriority") == 2);
  CHECK(world.sent("updatePropertiesInAssets").size() == 3);
  // A service that was replaced by an older one while its operation is thought to be known.
  world.sandbox.set_version(ServiceVersion::v2_164);
  prioritize(5);
}

TEST_CASE("consensus in a workflow of steps has an operation of its own, and the error names it") {
  const auto switch_on = [](ActionsProject& world) {
    return world.client->update_properties_in_assets(
        {.asset_ids = world.ids, .is_used_for_consensus_array = {true}});
  };
  ActionsProject steps(todo(1), ServiceVersion::v26_2, {.workflow_version = "V2"});
  try {
    static_cast<void>(switch_on(steps));
    FAIL("no error");
  } catch (const MutationError& error) {
    CHECK(error.type() == "DeprecatedArgumentError");
    CHECK(error.cause_code() == ErrorCode::deprecated_argument);
    CHECK(std::string(error.what()).find("update_asset_consensus()") != std::string::npos);
  }
  CHECK(steps.client->update_asset_consensus(
      {.asset_id = steps.ids[0], .is_consensus = true, .project_id = steps.sandbox.project_id()}));
  ActionsProject plain(todo(1), ServiceVersion::v26_2);
  CHECK(switch_on(plain) == plain.ids);
  ActionsProject older(todo(1), ServiceVersion::v26_1, {.workflow_version = "V2"});
  CHECK(switch_on(older) == older.ids);
}

TEST_CASE("an asset that is used for consensus is not skipped by today's service") {
  for (const auto version : {ServiceVersion::v26_1, ServiceVersion::v26_2}) {
    ActionsProject world({{{"externalId", "a"}, {"isUsedForConsensus", true}}}, version);
    const auto skip = [&] {
      return world.client->skip_or_unskip(
          {.asset_id = world.ids[0], .project_id = world.sandbox.project_id(), .reason = "blurred"});
    };
    if (version == ServiceVersion::v26_2) {
      CHECK_THROWS_AS(skip(), GraphQLError);
    } else {
      CHECK(skip() == world.ids[0]);
    }
  }
}
