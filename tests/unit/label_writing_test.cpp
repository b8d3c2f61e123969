// Labels are written: what is sent, what is refused before, and in which order.

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "labels_in_sandbox.hpp"

using namespace kili;
using namespace kili::test;
using nlohmann::json;

namespace {

using World = LabelsInSandbox;

std::string message_of(const World& world, const AppendLabels& arguments) {
  try {
    static_cast<void>(world.client->append_labels(arguments));
  } catch (const ValidationError& error) {
    CHECK(world.count_of("appendManyLabels") == 0);
    return error.what();
  }
  return "no error";
}

}  // namespace

TEST_CASE("labels come as text, as JSON and as objects, and their ids in the order given") {
  World world(2);
  const auto ontology = Ontology::parse(World::json_interface(), InputType::image);
  const ParsedLabel parsed(json{{"jsonResponse", json::parse(World::answer("TRUCK"))}}, ontology);
  const auto ids = world.client->append_labels(
      {.asset_external_id_array = {"asset_1", "asset_0", "asset_1"},
       .json_response_array =
           std::vector<LabelResponse>{World::answer("A"), json::parse(World::answer("A")), parsed},
       .project_id = world.project});
  REQUIRE(ids.size() == 3);
  const json first = world.labels(0);
  const json second = world.labels(1);
  REQUIRE(first.size() == 1);
  REQUIRE(second.size() == 2);
  CHECK(first[0]["id"] == ids[1]);
  CHECK(second[0]["id"] == ids[0]);
  CHECK(second[1]["id"] == ids[2]);
  CHECK(second[0]["jsonResponse"] == World::answer("A"));
  CHECK(json::parse(second[1]["jsonResponse"].get<std::string>())["JOB_0"]["categories"][0]["name"] ==
        "TRUCK");
}

TEST_CASE("what is wrong with a label is said with its index, its asset and the remedy") {
  const World world(3);
  AppendLabels what{.asset_id_array = world.ids,
                    .json_response_array = std::vector<LabelResponse>(3, World::answer("A")),
                    .project_id = world.project};
  AppendLabels wrong = what;
  wrong.json_response_array =
      std::vector<LabelResponse>{World::answer("A"), World::answer("TRUK"), World::answer("A")};
  const std::string message = message_of(world, wrong);
  CHECK(message.find("label 1 (asset '" + world.ids[1] + "'), job JOB_0") != std::string::npos);
  CHECK(message.find("'TRUK'") != std::string::npos);
  CHECK(message.find("did you mean 'TRUCK'") != std::string::npos);

  wrong.json_response_array = std::vector<LabelResponse>{World::answer("A"), "{\"JOB_0\": ", "[]"};
  wrong.check_ontology = false;
  CHECK(message_of(world, wrong).find("label 1 (asset") == 0);
  wrong.json_response_array = std::vector<LabelResponse>{World::answer("A"), "{}", "[]"};
  CHECK(message_of(world, wrong).find("label 2 (asset") == 0);

  wrong = what;
  wrong.seconds_to_label_array = {1, -1, 2};
  CHECK(message_of(world, wrong).find("seconds_to_label_array") != std::string::npos);
  wrong = what;
  wrong.author_id_array = {"user-1"};
  CHECK(message_of(world, wrong).find("author_id_array: 1 elements for 3 labels") == 0);
}

TEST_CASE("labels that do not fit the interface are sent where the check is switched off") {
  const World world(1);
  CHECK(world.client
            ->append_labels({.asset_id_array = world.ids,
                             .check_ontology = false,
                             .json_response_array = std::vector<LabelResponse>{World::answer("TRUK")},
                             .project_id = world.project})
            .size() == 1);
  CHECK(world.count_of("projects") == 0);
}

TEST_CASE("of several labels of one asset none is removed by a later batch that overwrites") {
  const World world(150);
  std::vector<std::string> assets;
  std::vector<LabelResponse> answers;
  for (int round = 0; round < 3; ++round) {
    for (const auto& id : world.ids) {
      assets.push_back(id);
      answers.emplace_back(World::answer(round == 1 ? "TRUCK" : "A"));
    }
  }
  for (int call = 0; call < 2; ++call) {
    const auto created = world.client->create_predictions(
        world.project,
        {.asset_id_array = assets, .json_response_array = answers, .model_name = "m", .overwrite = true});
    CHECK(created.count == 450);
    for (std::size_t asset = 0; asset < world.ids.size(); ++asset) {
      const json labels = world.labels(asset);
      REQUIRE(labels.size() == 3);
      CHECK(labels[1]["jsonResponse"] == World::answer("TRUCK"));
    }
  }
}

TEST_CASE("a range of predictions is read as it is needed, and bad ones fail alone") {
  const World world(1500);
  std::vector<NewLabel> labels;
  for (std::size_t i = 0; i < 1500; ++i) {
    labels.push_back({.external_id = "asset_" + std::to_string(i), .json_response = World::answer("A")});
  }
  CHECK(world.client->create_predictions(world.project, labels, {.model_name = "m"}).count == 1500);
  CHECK(world.count_of("appendManyLabels") == 15);

  labels[7].external_id = "nobody";
  labels[1200].json_response = World::answer("B");
  try {
    static_cast<void>(world.client->create_predictions(world.project, labels, {.model_name = "m"}));
    FAIL("no error");
  } catch (const MutationError& error) {
    REQUIRE(error.assets().size() == 1500);
    for (const auto& entry : error.assets()) {
      const bool is_bad = entry.index == 7 || entry.index == 1200;
      CHECK(entry.outcome == (is_bad ? MutationOutcome::failed : MutationOutcome::done));
    }
    CHECK(error.assets()[7].reason.find("'nobody'") != std::string::npos);
    CHECK(error.assets()[7].asset_id == "nobody");
    CHECK(error.assets()[1200].reason.find("'B'") != std::string::npos);
  }
}

TEST_CASE("when a batch is refused the report tells of every label what became of it") {
  const World world(250);
  std::vector<std::string> assets = world.ids;
  assets[130] = "nope";
  try {
    static_cast<void>(world.client->append_labels(
        {.asset_id_array = assets,
         .json_response_array = std::vector<LabelResponse>(250, World::answer("A"))}));
    FAIL("no error");
  } catch (const MutationError& error) {
    CHECK(error.type() == "GraphQLError");
    CHECK(std::string(error.what()).find("label 100 (asset") != std::string::npos);
    REQUIRE(error.assets().size() == 250);
    for (std::size_t i = 0; i < 250; ++i) {
      const auto& entry = error.assets()[i];
      CHECK(entry.asset_id == assets[i]);
      if (i < 100) {
        CHECK(entry.outcome == MutationOutcome::done);
        CHECK(world.labels(i).at(0).at("id") == entry.created_id);
      } else if (i < 200) {
        CHECK(entry.outcome == MutationOutcome::failed);
      }
    }
  }
}

TEST_CASE("an asset that cannot be edited is refused in plain words") {
  World world(1);
  world.sandbox.set_lock_reason("AssetAlreadyLocked");
  try {
    static_cast<void>(
        world.client->append_labels({.asset_id_array = world.ids,
                                     .json_response_array = std::vector<LabelResponse>{World::answer("A")}}));
    FAIL("no error");
  } catch (const MutationError& error) {
    CHECK(error.type() == "ValueError");
    CHECK(std::string(error.what()).find("AssetAlreadyLocked") != std::string::npos);
    CHECK(error.context().reason == "AssetAlreadyLocked");
    CHECK_THROWS_AS(std::rethrow_exception(error.cause()), ValidationError);
  }
}

TEST_CASE("labels are deleted and changed") {
  const World world(3);
  const auto ids =
      world.client->append_labels({.asset_id_array = world.ids,
                                   .json_response_array = std::vector<LabelResponse>(3, World::answer("A"))});
  CHECK(world.client->update_properties_in_label({.label_id = ids[2], .seconds_to_label = 5}) == ids[2]);
  CHECK(world.labels(2)[0]["secondsToLabel"] == 5);
  CHECK_THROWS_AS(world.client->update_properties_in_label({.label_id = ids[2]}), MissingArgumentError);
  CHECK(world.client->delete_labels({.ids = {ids[1], "nope", ids[0]}}) ==
        std::vector<std::string>{ids[1], ids[0]});
  CHECK(world.labels(0).empty());
  CHECK(world.labels(2).size() == 1);
}
