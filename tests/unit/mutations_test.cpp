#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <chrono>
#include <cmath>
#include <optional>
#include <thread>

#include "error_messages.hpp"
#include "import_helpers.hpp"
#include "in_process_sandbox.hpp"
#include "mutation_helpers.hpp"

using namespace kili;
using namespace kili::test;
using nlohmann::json;

namespace {

/// A project with some assets of one status.
struct UniformProject : ProjectInSandbox {
  explicit UniformProject(std::size_t count = 3, const std::string& status = "TODO",
                          sandbox::ServiceVersion version = sandbox::ServiceVersion::v26_2)
      : ProjectInSandbox(assets_with_statuses(std::vector<std::string>(count, status)), version) {}
  [[nodiscard]] json asset(std::size_t position) const { return sandbox.state().at(position); }
  /// Arguments of the mutations that were sent.
  [[nodiscard]] std::vector<json> sent() const {
    std::vector<json> arguments;
    for (const auto& [operation, given] : sandbox.carried_out()) arguments.push_back(given);
    return arguments;
  }
};

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("every property has its wire form, and holes are sent as null") {
  UniformProject world(2);
  const auto result = world.client->update_properties_in_assets(
      {.asset_ids = world.ids,
       .consensus_marks = {1, std::nullopt},
       .contents = {std::nullopt, "https://x/2.jpg"},
       .honeypot_marks = {0.8, 0},
       .is_honeypot_array = {true, std::nullopt},
       .is_used_for_consensus_array = {std::nullopt, false},
       .json_contents = {"{}", std::nullopt},
       .json_metadatas = {json{{"b", "\u00e9"}, {"a", 1}}, json("{\"text\":  1}")},
       .page_resolutions_array = {{{.height = 640, .page_number = 1, .width = 480},
                                   {.height = 1024.5, .page_number = 2, .rotation = 90, .width = 680}},
                                  {}},
       .priorities = {std::nullopt, 2},
       .resolution_array = {{{.height = 20, .width = 10}}, std::nullopt},
       .to_be_labeled_by_array = {{"a@example.com", "b@example.com"}, {}}});
  CHECK(result == world.ids);
  REQUIRE(world.sent().size() == 1);
  const json data = world.sent().front()["data"];
  CHECK(data[0] ==
        json::parse(R"({"consensusMark": 1, "content": null, "honeypotMark": 0.8, "isHoneypot": true,
    "isUsedForConsensus": null, "jsonContent": "{}", "jsonMetadata": "{\"a\": 1, \"b\": \"\\u00e9\"}",
    "pageResolutions": [{"height": 640, "pageNumber": 1, "width": 480},
                        {"height": 1024.5, "pageNumber": 2, "rotation": 90, "width": 680}],
    "priority": null, "resolution": {"height": 20, "width": 10}, "shouldResetToBeLabeledBy": false,
    "toBeLabeledBy": ["a@example.com", "b@example.com"]})"));
  CHECK(data[1] == json::parse(R"({"consensusMark": null, "content": "https://x/2.jpg", "honeypotMark": 0,
    "isHoneypot": null, "isUsedForConsensus": false, "jsonContent": null, "jsonMetadata": "{\"text\":  1}",
    "pageResolutions": null, "priority": 2, "resolution": null, "shouldResetToBeLabeledBy": true,
    "toBeLabeledBy": null})"));
  CHECK(world.fake.sink->warnings().size() == 2);  // priorities, to_be_labeled_by_array
}

TEST_CASE("wrong arguments of an update are named before anything is sent") {
  UniformProject world(2);
  const auto refuse = [&](UpdatePropertiesInAssets what) {
    if (!what.asset_ids && !what.external_ids) what.asset_ids = world.ids;
    return message_of<ValidationError>(
        [&] { static_cast<void>(world.client->update_properties_in_assets(what)); });
  };
  CHECK(contains(refuse({.priorities = {1, 2, 3}}), "priorities: 3 elements for 2 assets"));
  CHECK(contains(refuse({.to_be_labeled_by_array = {{"a"}}}), "to_be_labeled_by_array: 1 elements"));
  CHECK(contains(refuse({.page_resolutions_array = {{}, {}, {}}}), "page_resolutions_array: 3"));
  CHECK(contains(refuse({.consensus_marks = {0.5, 1.01}}), "consensus_marks: element 1 is 1.01"));
  CHECK(contains(refuse({.honeypot_marks = {-0.1, 0}}), "honeypot_marks: element 0"));
  CHECK(contains(refuse({.honeypot_marks = {std::nan(""), 0}}), "honeypot_marks: element 0"));
  CHECK(contains(refuse({.json_metadatas = {json(5), json()}}), "json_metadatas: element 0"));
  CHECK(contains(refuse({.contents = {"\xff", "x"}}), "contents: element 0"));
  CHECK(contains(refuse({.asset_ids = {"a", ""}, .priorities = {1, 2}}), "asset_ids: element 1 is empty"));
  CHECK(contains(
      refuse({.priorities = {1, 2}, .resolution_array = {{{.height = -1, .width = 2}}, std::nullopt}}),
      "resolution_array: element 0"));
  CHECK(world.fake.transport->count() == 0);
}

TEST_CASE("assets are named by ids, or by external ids with the project") {
  UniformProject world;
  const Client& client = *world.client;
  CHECK_THROWS_AS(client.delete_many_from_dataset({}), MissingArgumentError);
  CHECK_THROWS_AS(client.delete_many_from_dataset({.external_ids = {"a"}}), MissingArgumentError);
  CHECK_THROWS_AS(client.delete_many_from_dataset({.external_ids = {"a"}, .project_id = ""}),
                  MissingArgumentError);
  CHECK_THROWS_AS(client.add_to_review({.asset_ids = {"a"}, .external_ids = {"b"}, .project_id = "p"}),
                  IncompatibleArgumentsError);
  CHECK_THROWS_AS(client.send_back_to_queue({.asset_ids = {"a"}, .external_ids = {"b"}}),
                  IncompatibleArgumentsError);
  CHECK_THROWS_AS(client.update_properties_in_assets(
                      {.asset_ids = {"a"}, .external_ids = {"b"}, .priorities = {1}, .project_id = "p"}),
                  MissingArgumentError);
  CHECK_THROWS_AS(client.update_properties_in_assets({.priorities = {1}}), MissingArgumentError);
  CHECK_THROWS_AS(client.change_asset_external_ids({.asset_ids = {"a"}}), MissingArgumentError);
  CHECK_THROWS_AS(client.add_metadata({.json_metadata = {json::object()}, .project_id = "p"}),
                  MissingArgumentError);
  CHECK_THROWS_AS(client.set_metadata({.asset_ids = {"a"}, .json_metadata = {json::object()}}),
                  MissingArgumentError);
  CHECK_THROWS_AS(client.assign_assets_to_labelers({.to_be_labeled_by_array = {{"u"}}}),
                  MissingArgumentError);
  CHECK_THROWS_AS(client.skip_or_unskip({.asset_id = "a", .project_id = "p"}), MissingArgumentError);
  CHECK_THROWS_AS(client.skip_or_unskip({.action = SkipAction::unskip, .asset_id = "a"}),
                  MissingArgumentError);
  CHECK_THROWS_AS(client.update_asset_consensus({.project_id = "p"}), ValidationError);
  CHECK(world.fake.transport->count() == 0);
}

TEST_CASE("an empty list is warned of and nothing happens") {
  UniformProject world;
  const Client& client = *world.client;
  const auto none = List<std::string>::empty_list();
  CHECK(client.update_properties_in_assets({.asset_ids = none, .priorities = {1}}).empty());
  CHECK(client.update_properties_in_assets({.external_ids = none}).empty());
  CHECK(client.change_asset_external_ids({.asset_ids = {"a"}, .new_external_ids = none}).empty());
  const auto is_empty = [](const AssetActionOutcome& outcome) {
    return outcome.asset_ids.empty() && outcome.declined.empty() && outcome.failed.empty() &&
           outcome.succeeded.empty();
  };
  CHECK(is_empty(client.delete_many_from_dataset({.asset_ids = none})));
  CHECK(is_empty(client.add_to_review({.external_ids = none})));
  CHECK(is_empty(client.send_back_to_queue({.asset_ids = none})));
  CHECK(
      client.add_metadata({.asset_ids = {"a"}, .json_metadata = List<Json>::empty_list(), .project_id = "p"})
          .empty());
  CHECK(
      client.set_metadata({.asset_ids = none, .json_metadata = {json::object()}, .project_id = "p"}).empty());
  CHECK(is_empty(client.assign_assets_to_labelers(
      {.asset_ids = none, .to_be_labeled_by_array = List<List<std::string>>::empty_list()})));
  const auto warnings = world.fake.sink->warnings();
  REQUIRE(warnings.size() == 9);
  CHECK(
      warnings.front() ==
      "Method 'update_properties_in_assets' did nothing because the following argument is empty: asset_ids.");
  CHECK(contains(warnings[5], "'send_back_to_queue'"));
  CHECK(world.fake.transport->count() == 0);
}

TEST_CASE("an update without a property does nothing, and says so") {
  UniformProject world;
  CHECK(
      world.client->update_properties_in_assets({.asset_ids = world.ids, .status_array = {"TODO"}}).empty());
  CHECK(world.fake.sink->warnings().size() == 2);
  CHECK(world.fake.transport->count() == 0);
}

TEST_CASE("external ids are looked up a thousand at a time, exactly, in whatever order") {
  UniformProject world(2100);
  auto names = numbered("asset_", 2100);
  std::reverse(names.begin(), names.end());
  auto ids = world.ids;
  std::reverse(ids.begin(), ids.end());
  const std::vector<std::optional<std::int32_t>> priorities(2100, 4);
  const auto result = world.client->update_properties_in_assets(
      {.external_ids = names, .priorities = priorities, .project_id = world.sandbox.project_id()});
  CHECK(result == ids);
  CHECK(world.sandbox.count_of("assets") == 5 + 3);  // after a full page one more; and to see the result
  CHECK(world.sandbox.count_of("updatePropertiesInAssets") == 21);
}

TEST_CASE("unknown external ids are listed, ambiguous ones are refused") {
  UniformProject world;
  world.sandbox.add_assets({{{"externalId", "twice"}}, {{"externalId", "twice"}}});
  const auto refuse = [&](const List<std::string>& names) {
    return message_of<NotFoundError>([&] {
      static_cast<void>(world.client->delete_many_from_dataset(
          {.external_ids = names, .project_id = world.sandbox.project_id()}));
    });
  };
  const auto unknown = refuse({"asset_1", "nope", "asset_", "nope", "asset_2"});
  CHECK(contains(unknown, "nope, asset_;"));
  CHECK_FALSE(contains(unknown, "asset_1"));
  CHECK(contains(refuse({"asset_1", "twice"}), "several assets"));
  CHECK(contains(refuse(numbered("x", 5000)), "x99 and 4900 more"));
  CHECK(world.sandbox.carried_out().empty());
}

TEST_CASE("an asset named twice gets what stands last, in one mutation") {
  UniformProject world(2);
  const auto& ids = world.ids;
  const auto result = world.client->update_properties_in_assets(
      {.asset_ids = {ids[0], ids[1], ids[0]},
       .contents = {"x", "y", std::nullopt},
       .priorities = {1, 2, 3},
       .to_be_labeled_by_array = {{"a@example.com"}, {"b@example.com"}, {}}});
  CHECK(result == std::vector<std::string>{ids[0], ids[1], ids[0]});
  const json data = world.sent().front()["data"];
  REQUIRE(data.size() == 2);
  CHECK(data[0] == json{{"content", "x"},
                        {"priority", 3},
                        {"toBeLabeledBy", nullptr},
                        {"shouldResetToBeLabeledBy", true}});
  CHECK(world.client
            ->change_asset_external_ids(
                {.asset_ids = {ids[0], ids[0]}, .new_external_ids = {"first", "second"}})
            .size() == 2);
  CHECK(world.asset(0)["externalId"] == "second");
}

TEST_CASE("assets may swap their external ids, also across batches") {
  UniformProject world(250);
  auto names = numbered("asset_", 250);
  std::rotate(names.begin(), names.begin() + 100, names.end());
  // Each batch of new names has to become free first: the first batch takes names that nobody has.
  std::vector<std::string> fresh = numbered("new_", 250);
  CHECK(world.client->change_asset_external_ids({.asset_ids = world.ids, .new_external_ids = fresh}) ==
        world.ids);
  CHECK(world.client->change_asset_external_ids(
            {.external_ids = fresh, .new_external_ids = names, .project_id = world.sandbox.project_id()}) ==
        world.ids);
  CHECK(world.asset(0)["externalId"] == "asset_100");
  CHECK(world.client
            ->change_asset_external_ids({.external_ids = {"asset_100", "asset_101"},
                                         .new_external_ids = {"asset_101", "asset_100"},
                                         .project_id = world.sandbox.project_id()})
            .size() == 2);
  CHECK(world.asset(0)["externalId"] == "asset_101");
}

TEST_CASE("deleting tells of all assets that they are gone, and the project") {
  UniformProject world(250);
  const auto& ids = world.ids;
  const auto deleted = world.client->delete_many_from_dataset({.asset_ids = {ids[3], ids[4], ids[3]}});
  CHECK(deleted.id == world.sandbox.project_id());
  CHECK(deleted.asset_ids == std::vector<std::string>{ids[3], ids[4]});
  CHECK(deleted.succeeded[1].external_id == "asset_4");
  const auto again = world.client->delete_many_from_dataset({.asset_ids = {ids[3], ids[4]}});
  CHECK(again.asset_ids == deleted.asset_ids);
  CHECK(again.id.empty());  // nobody knows it any more
  // The first batch finds nothing, the last one does.
  std::vector<std::string> mostly_gone = numbered("gone_", 230);
  mostly_gone.push_back(ids[5]);
  CHECK(world.client->delete_many_from_dataset({.asset_ids = mostly_gone}).id == world.sandbox.project_id());
  CHECK(world.client->delete_many_from_dataset({.asset_ids = ids, .project_id = world.sandbox.project_id()})
            .asset_ids == ids);
  CHECK(world.sandbox.state().empty());
  CHECK(world.fake.clock->elapsed() == std::chrono::milliseconds(0));
}

TEST_CASE("labelled assets are moved to review by a service before 26.2, others are declined, waiting ends") {
  UniformProject world(2, "LABELED", sandbox::ServiceVersion::v26_1);
  const auto todo = world.sandbox.add_assets({{{"externalId", "t"}, {"status", "TODO"}}});
  const auto reviewed = world.sandbox.add_assets({{{"externalId", "r"}, {"status", "REVIEWED"}}});
  const auto& ids = world.ids;
  CHECK(world.client->add_to_review({.asset_ids = {todo[0], reviewed[0]}}).asset_ids.empty());
  CHECK(world.sandbox.count_of("addAllLabeledAssetsToReview") == 0);  // there is nothing to move
  const auto moved =
      world.client->add_to_review({.asset_ids = {ids[1], todo[0], ids[0], ids[1], reviewed[0]}});
  CHECK(moved.id == world.sandbox.project_id());
  CHECK(moved.asset_ids == std::vector<std::string>{ids[1], ids[0]});
  REQUIRE(moved.declined.size() == 2);
  CHECK(moved.declined[1].external_id == "r");
  CHECK(world.client->add_to_review({.asset_ids = ids}).asset_ids == ids);  // they are there already
  const auto back = world.client->send_back_to_queue({.asset_ids = {todo[0], reviewed[0], ids[0]}});
  CHECK(back.asset_ids == std::vector<std::string>{reviewed[0], ids[0]});
  CHECK(back.declined.front().asset_id == todo[0]);
  CHECK(world.fake.clock->elapsed() == std::chrono::milliseconds(0));
}

TEST_CASE("metadata go to the asset they are given for") {
  UniformProject world;
  const auto& project = world.sandbox.project_id();
  const auto& ids = world.ids;
  const auto metadata = [&](std::size_t i) { return world.asset(i)["jsonMetadata"].get<std::string>(); };
  CHECK(world.client->set_metadata({.asset_ids = {ids[2], ids[0]},
                                    .json_metadata = {json{{"for", "third"}}, json{{"for", "first"}}},
                                    .project_id = project}) == std::vector<std::string>{ids[2], ids[0]});
  CHECK(metadata(0) == R"({"for": "first"})");
  CHECK(metadata(2) == R"({"for": "third"})");
  // asset_1 is part of no other name here, but "asset" is part of all.
  CHECK(world.client->add_metadata({.external_ids = {"asset_2"},
                                    .json_metadata = {json{{"more", nullptr}}},
                                    .project_id = project}) == std::vector<std::string>{ids[2]});
  CHECK(metadata(2) == R"({"for": "third", "more": null})");
  CHECK_THROWS_AS(world.client->add_metadata(
                      {.external_ids = {"asset"}, .json_metadata = {json{{"x", 1}}}, .project_id = project}),
                  NotFoundError);
  CHECK_THROWS_AS(world.client->add_metadata({.asset_ids = {ids[0], "nope"},
                                              .json_metadata = {json{{"x", 1}}, json{{"x", 1}}},
                                              .project_id = project}),
                  NotFoundError);
  CHECK_THROWS_AS(world.client->add_metadata(
                      {.asset_ids = ids, .json_metadata = {json{{"x", 1}}}, .project_id = project}),
                  ValidationError);
  CHECK_THROWS_AS(world.client->add_metadata(
                      {.asset_ids = {ids[0]}, .json_metadata = {json::array()}, .project_id = project}),
                  ValidationError);
  CHECK(metadata(0) == R"({"for": "first"})");
}

TEST_CASE("metadata that are not touched stay as they are, to the last digit") {
  UniformProject world(1);
  const auto& project = world.sandbox.project_id();
  world.sandbox.add_assets(
      {{{"externalId", "long"},
        {"jsonMetadata", R"({"z":123456789012345678901234567890,"a":[1.10,{"b":[]}],"url":"u"})"}},
       {{"externalId", "broken"}, {"jsonMetadata", "[1]"}}});
  const auto metadata = [&](std::size_t i) { return world.asset(i)["jsonMetadata"].get<std::string>(); };
  CHECK(world.client
            ->add_metadata({.external_ids = {"long", "long"},
                            .json_metadata = {json{{"a", 1}, {"n", 2}}, json{{"n", 3}}},
                            .project_id = project})
            .size() == 2);
  CHECK(metadata(1) == R"({"z": 123456789012345678901234567890, "a": 1, "url": "u", "n": 3})");
  // The service's own keys survive a replacement.
  static_cast<void>(world.client->set_metadata(
      {.external_ids = {"long"}, .json_metadata = {json{{"only", true}}}, .project_id = project}));
  CHECK(metadata(1) == R"({"url": "u", "only": true})");
  const auto broken = message_of<MutationError>([&] {
    static_cast<void>(world.client->add_metadata(
        {.external_ids = {"broken"}, .json_metadata = {json{{"a", 1}}}, .project_id = project}));
  });
  CHECK(contains(broken, "set_metadata()"));
  CHECK(metadata(2) == "[1]");
  static_cast<void>(world.client->set_metadata(
      {.external_ids = {"broken"}, .json_metadata = {json{{"a", 1}}}, .project_id = project}));
  CHECK(metadata(2) == R"({"a": 1})");
}

TEST_CASE("assets are assigned, skipped and put under consensus one by one") {
  UniformProject world;
  const auto& ids = world.ids;
  const auto& project = world.sandbox.project_id();
  CHECK(world.client
            ->assign_assets_to_labelers(
                {.asset_ids = {ids[1], ids[0]}, .to_be_labeled_by_array = {{"user-1", "user-2"}, {}}})
            .asset_ids == std::vector<std::string>{ids[1], ids[0]});
  CHECK(world.asset(1)["assignees"] == json{"user-1", "user-2"});
  CHECK(world.client
            ->assign_assets_to_labelers(
                {.external_ids = {"asset_1"}, .project_id = project, .to_be_labeled_by_array = {{"user-2"}}})
            .asset_ids == std::vector<std::string>{ids[1]});
  CHECK(world.asset(1)["assignees"] == json{"user-2"});
  CHECK(contains(message_of<MutationError>([&] {
                   static_cast<void>(world.client->assign_assets_to_labelers(
                       {.asset_ids = ids, .to_be_labeled_by_array = {{"user-1"}}}));
                 }),
                 "1 lists for 3 assets"));
  CHECK(world.client->skip_or_unskip({.asset_id = ids[2], .project_id = project, .reason = "blurred"}) ==
        ids[2]);
  CHECK(world.asset(2)["skipped"] == true);
  CHECK(world.client->skip_or_unskip(
            {.action = SkipAction::unskip, .asset_id = ids[2], .project_id = project}) == ids[2]);
  CHECK(world.asset(2)["skipped"] == false);
  CHECK(world.client->update_asset_consensus(
      {.external_id = "asset_1", .is_consensus = true, .project_id = project}));
  CHECK(world.asset(1)["isUsedForConsensus"] == true);
  CHECK_FALSE(world.client->update_asset_consensus({.asset_id = ids[1], .project_id = project}));
  CHECK(world.asset(1)["isUsedForConsensus"] == false);
  CHECK_THROWS_AS(world.client->skip_or_unskip({.asset_id = "nope", .project_id = project, .reason = "x"}),
                  GraphQLError);
}

TEST_CASE("consensus by external id waits for other changes of the same asset") {
  InProcessSandbox sandbox;
  const auto ids = sandbox.add_assets({{{"externalId", "asset_0"}, {"status", "TODO"}}});
  std::optional<Client> client;
  std::optional<std::thread> other;
  std::atomic<bool> other_sent = false;
  FakeWorld fake([&](const HttpRequest& request, const std::stop_token&) {
    if (request.body.find("setAssetConsensus") != std::string::npos) other_sent = true;
    if (request.body.find("updatePropertiesInAssets") != std::string::npos) {
      // While the update is under way, another thread changes the asset by its other name.
      other.emplace([&] {
        static_cast<void>(client->update_asset_consensus(
            {.external_id = "asset_0", .is_consensus = true, .project_id = sandbox.project_id()}));
      });
      const auto give_up = std::chrono::steady_clock::now() + std::chrono::milliseconds(300);
      while (!other_sent && std::chrono::steady_clock::now() < give_up) std::this_thread::yield();
      CHECK_FALSE(other_sent);
    }
    return sandbox.handle(request);
  });
  sandbox.use_clock(fake.clock);
  client.emplace(fake.client({.calls_per_minute = 0}));
  CHECK(client->update_properties_in_assets({.asset_ids = ids, .priorities = {1}}) == ids);
  other->join();
  CHECK(other_sent);
  CHECK(sandbox.state().at(0)["isUsedForConsensus"] == true);
}
