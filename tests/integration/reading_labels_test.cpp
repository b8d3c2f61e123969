// Labels of the sandbox over sockets: filters, responses by URL, earlier services, and the example.

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "example_program.hpp"
#include "kili/kili.hpp"
#include "kili/sandbox.hpp"
#include "test_folder.hpp"

using namespace kili;
using nlohmann::json;

namespace {

constexpr const char* boxes_interface =
    R"({"jobs":{"BOXES":{"mlTask":"OBJECT_DETECTION","tools":["rectangle"],"required":0,"isChild":false,)"
    R"("content":{"input":"radio","categories":{"CAR":{"name":"Car","children":[]}}}}}})";

/// A response with one box from the left edge.
json box_up_to(double right) {
  return {{"BOXES",
           {{"annotations",
             {{{"mid", "m"},
               {"type", "rectangle"},
               {"categories", {{{"name", "CAR"}}}},
               {"children", json::object()},
               {"boundingPoly",
                {{{"normalizedVertices",
                   {{{"x", 0.0}, {"y", 1.0}},
                    {{"x", 0.0}, {"y", 0.0}},
                    {{"x", right}, {"y", 0.0}},
                    {{"x", right}, {"y", 1.0}}}}}}}}}}}}};
}

/// Three assets: with a prediction and a correction of it, with a label of a person, without labels.
struct LabelledProject {
  explicit LabelledProject(const std::string& version = "26.2", bool by_url = true)
      : sandbox({.json_response_by_url = by_url, .service_version = version}),
        project(sandbox.add_project({.json_interface = boxes_interface})) {
    const json prediction{{"id", "predicted"},
                          {"labelType", "PREDICTION"},
                          {"modelName", "model-1"},
                          {"createdAt", "2024-02-01T00:00:00.000Z"},
                          {"jsonResponse", box_up_to(0.5)}};
    const json correction{{"id", "corrected"},
                          {"labelType", "REVIEW"},
                          {"createdAt", "2024-02-02T00:00:00.000Z"},
                          {"secondsToLabel", 7},
                          {"jsonResponse", box_up_to(1.0)}};
    const json drawn{{"id", "drawn"},
                     {"labelType", "DEFAULT"},
                     {"createdAt", "2024-02-03T00:00:00.000Z"},
                     {"jsonResponse", box_up_to(0.25)}};
    sandbox.add_assets(project, {{{"externalId", "first"}, {"labels", {correction, prediction}}},
                                 {{"externalId", "second"}, {"labels", {drawn}}},
                                 {{"externalId", "third"}}});
  }

  [[nodiscard]] Client client() const {
    return Client({.api_endpoint = sandbox.endpoint(), .api_key = sandbox.api_key(), .calls_per_minute = 0});
  }

  Sandbox sandbox;
  std::string project;
};

std::vector<std::string> ids_of(LabelRange range) {
  std::vector<std::string> ids;
  for (const Label& label : range) ids.emplace_back(label.id());
  return ids;
}

std::string file_text(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  INFO(path.string());
  REQUIRE_FALSE(text.str().empty());
  return text.str();
}

}  // namespace

TEST_CASE("labels are listed asset by asset, oldest first, as the filters say") {
  const LabelledProject world;
  const Client client = world.client();
  const LabelsArguments ids{.fields = {"id"}};
  const auto listed = [&](const LabelFilters& filters) {
    const auto found = ids_of(client.labels(world.project, filters, ids));
    CHECK(client.count_labels(world.project, filters) == found.size());
    return found;
  };
  using Ids = std::vector<std::string>;
  CHECK(listed({}) == Ids{"predicted", "corrected", "drawn"});
  CHECK(listed({.type_in = {LabelType::review, LabelType::default_}}) == Ids{"corrected", "drawn"});
  CHECK(listed({.type_in = std::vector<LabelType>()}).empty());
  CHECK(listed({.asset_external_id_in = {"eco"}}) == Ids{"drawn"});
  CHECK(listed({.asset_external_id_strictly_in = {"first"}}) == Ids{"predicted", "corrected"});
  CHECK(listed({.id_contains = {"drawn", "unknown"}}) == Ids{"drawn"});
  CHECK(listed({.label_id = "corrected"}) == Ids{"corrected"});
  CHECK(listed({.created_at = "2024-02-02"}) == Ids{"corrected"});
  CHECK(listed({.created_at_gte = "2024-02-02", .created_at_lte = "2024-02-02"}) == Ids{"corrected"});
  CHECK(listed({.category_search = "BOXES.CAR.count > 1"}).empty());
  CHECK(ids_of(client.predictions(world.project, {}, ids)) == Ids{"predicted"});
  CHECK(ids_of(client.inferences(world.project, {}, ids)).empty());
  CHECK_THROWS_AS(client.count_labels("unknown"), NotFoundError);
  CHECK_THROWS_AS(client.labels("unknown", {}, ids).to_vector(), NotFoundError);
  CHECK_THROWS_AS(client.labels("unknown").to_vector(), NotFoundError);
}

TEST_CASE("every version of the service gives the same labels") {
  const auto* const version = GENERATE("2.164", "26.1", "26.2");
  const bool by_url = std::string(version) != "2.164";
  const LabelledProject world(version, by_url);
  const auto labels = world.client()
                          .labels(world.project, {}, {.output_format = LabelOutputFormat::parsed_label})
                          .to_vector();
  REQUIRE(labels.size() == 3);
  CHECK(labels[1].json_response() == box_up_to(1.0));
  CHECK(labels[1].label_type() == LabelType::review);
  CHECK(labels[1].seconds_to_label() == 7);
  CHECK(labels[2].parsed().jobs()["BOXES"].annotations()[0].category()->display_name() == "Car");
  if (by_url) CHECK_FALSE(labels[0].json().contains("jsonResponseUrl"));
}

TEST_CASE("an earlier service refuses groups of steps of labels by name") {
  const LabelledProject world("26.1");
  CHECK_THROWS_AS(world.client().count_labels(world.project, {.asset_group_name_in = {"g"}}),
                  ValidationError);
}

TEST_CASE("thousands of labels are read in order, their responses side by side") {
  Sandbox sandbox({.json_response_by_url = true});
  const auto project = sandbox.add_project({.json_interface = boxes_interface});
  json assets = json::array();
  for (int number = 0; number < 1000; ++number) {
    assets.push_back(
        {{"externalId", "asset " + std::to_string(number)},
         {"labels", {{{"id", "l" + std::to_string(number)}, {"jsonResponse", box_up_to(0.5)}}}}});
  }
  sandbox.add_assets(project, assets);
  const Client client(
      {.api_endpoint = sandbox.endpoint(), .api_key = sandbox.api_key(), .calls_per_minute = 0});
  int number = 0;
  for (const Label& label : client.labels(project)) {
    CHECK(label.id() == "l" + std::to_string(number++));
    CHECK(label.json_response().contains("BOXES"));
  }
  CHECK(number == 1000);
}

TEST_CASE("labels of an LLM project are made of their annotations") {
  const auto* const version = GENERATE("26.1", "26.2");
  Sandbox sandbox({.service_version = version});
  const auto project =
      sandbox.add_project({.input_type = "LLM_STATIC",
                           .json_interface = R"({"jobs":{"QUALITY":{"mlTask":"CLASSIFICATION"}}})",
                           .workflow_version = "V2"});
  sandbox.add_assets(project, json::parse(R"([{"externalId": "chat", "labels": [
    {"id": "annotated", "annotations": [{"__typename": "ClassificationAnnotation", "id": "q", "job": "QUALITY",
      "path": [], "annotationValue": {"categories": ["BAD"]}, "chatItemId": "c1"}]},
    {"id": "imported", "jsonResponse": {"QUALITY": {"categories": [{"name": "GOOD"}]}}}]}])"));
  const Client client(
      {.api_endpoint = sandbox.endpoint(), .api_key = sandbox.api_key(), .calls_per_minute = 0});
  const auto labels = client.labels(project, {}, {.fields = {"id", "jsonResponse"}}).to_vector();
  REQUIRE(labels.size() == 2);
  if (std::string(version) == "26.2") {
    CHECK(labels[0].json_response() == json::parse(R"({"QUALITY": {"categories": [{"name": "BAD"}]}})"));
    CHECK_FALSE(labels[0].json().contains("annotations"));
  }
  CHECK(labels[1].json_response() == json::parse(R"({"QUALITY": {"categories": [{"name": "GOOD"}]}})"));
}

TEST_CASE("the guide to reading labels shows the program that is built") {
  const std::filesystem::path root = std::filesystem::path(KILI_TESTS_DIR).parent_path();
  const std::string program = file_text(root / "examples" / "read_labels.cpp");
  CHECK(file_text(root / "docs" / "reading_labels.md").find("```cpp\n" + program + "```\n") !=
        std::string::npos);
}

#ifdef KILI_EXAMPLE_READ_LABELS
TEST_CASE("the example read_labels compares people with predictions") {
  const LabelledProject world;
  const test::TestFolder folder;
  const auto table = folder.root() / "labels.csv";
  const auto run = test::run_example(world.sandbox, KILI_EXAMPLE_READ_LABELS,
                                     world.project + " BOXES '" + table.string() + "'");
  CHECK(run.status == 0);
  CHECK_THAT(run.output, Catch::Contains("2 labels of people\n") && Catch::Contains("corrected by") &&
                             Catch::Contains("IoU 0.5\n") && !Catch::Contains("drawn by"));
  CHECK_THAT(file_text(table), Catch::Contains(R"(corrected,"{""externalId"":""first""}",REVIEW,)") &&
                                   Catch::Contains(R"(drawn,"{""externalId"":""second""}",DEFAULT,)") &&
                                   Catch::Contains("Z,7\r\n"));
}
#endif
