// The ranges of readers are appended to a project as they are read.

#include <catch2/catch.hpp>
#include <concepts>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <ranges>
#include <string>
#include <utility>
#include <vector>

#include "kili/readers/coco_reader.hpp"
#include "kili/readers/geojson_reader.hpp"
#include "kili/readers/pascal_voc_reader.hpp"
#include "kili/readers/yolo_reader.hpp"
#include "label_file_helpers.hpp"
#include "labels_in_sandbox.hpp"
#include "test_folder.hpp"

using namespace kili;
using namespace kili::test;
using nlohmann::json;

static_assert(std::ranges::input_range<CocoReader> && std::ranges::input_range<YoloReader> &&
              std::ranges::input_range<PascalVocReader> && std::ranges::input_range<GeoJsonReader>);
static_assert(std::movable<CocoReader> && !std::copyable<CocoReader>);

namespace {

/// A project with the jobs of label files and assets "0.jpg", "1.jpg" and so on.
struct LabelFileProject : LabelsInSandbox {
  explicit LabelFileProject(std::size_t count) : LabelsInSandbox(0) {
    project = sandbox.add_project({.json_interface = label_file_interface()});
    json list = json::array();
    for (std::size_t i = 0; i < count; ++i) {
      external_ids.push_back(std::to_string(i) + ".jpg");
      list.push_back({{"externalId", external_ids.back()}});
    }
    ids = sandbox.add_assets(project, list);
    std::filesystem::create_directory(folder.path("labels"));
    static_cast<void>(folder.file("classes.txt", "CAR\nBUS\n"));
  }
  /// A YOLO file of an image.
  void yolo(const std::string& image, const std::string& lines) const {
    static_cast<void>(folder.file("labels/" + image + ".txt", lines));
  }
  [[nodiscard]] YoloReader reader() const {
    return {folder.root(), label_file_ontology(), {.external_ids = external_ids}};
  }

  TestFolder folder;
  std::vector<std::string> external_ids;
};

}  // namespace

TEST_CASE("labels of files are appended to their assets") {
  const LabelFileProject world(250);
  for (int i = 0; i < 250; ++i) world.yolo(std::to_string(i), "0 0.5 0.5 0.25 0.5\n");
  world.yolo("unknown", "0 0.5 0.5 0.25 0.5\n");
  YoloReader reader = world.reader();
  const auto ids = world.client->append_labels(reader, {.project_id = world.project});
  CHECK(ids.size() == 250);
  for (const std::size_t asset : {0U, 7U, 249U}) {
    const json labels = world.labels(asset);
    REQUIRE(labels.size() == 1);
    const json answers = json::parse(labels[0]["jsonResponse"].get<std::string>());
    CHECK(vertices_of(answers["BOXES"]["annotations"].at(0)) ==
          std::vector<Point>{{0.375, 0.75}, {0.375, 0.25}, {0.625, 0.25}, {0.625, 0.75}});
  }
  CHECK(reader.skipped().size() == 1);
  CHECK(is_told(reader.skipped(), {"unknown.txt'", "the project has no asset 'unknown'"}));
}

TEST_CASE("labels of files become predictions, with the confidence of the model") {
  const LabelFileProject world(3);
  world.yolo("0", "0 0.5 0.5 0.25 0.5 0.9\n1 0.5 0.5 0.1 0.1 0.3\nbad line\n");
  world.yolo("2", "");
  YoloReader reader = world.reader();
  const auto created = world.client->create_predictions(world.project, reader, {.model_name = "yolo"});
  CHECK(created.count == 2);
  CHECK(world.labels(1).empty());
  const json label = world.labels(0).at(0);
  CHECK(label["labelType"] == "PREDICTION");
  const json objects = objects_of(json::parse(label["jsonResponse"].get<std::string>()), "BOXES");
  REQUIRE(objects.size() == 2);
  CHECK(objects[0]["categories"][0]["confidence"] == 90);
  CHECK(objects[1]["categories"][0]["name"] == "BUS");
  CHECK(is_told(reader.skipped(), {"0.txt', line 3: it has 2 numbers"}) == false);
  CHECK(is_told(reader.skipped(), {"0.txt', line 3: 'bad' is not a number"}));
}

TEST_CASE("a reader may be moved before it is read, and its rule may throw") {
  const LabelFileProject world(1);
  world.yolo("0", "0 0.5 0.5 0.25 0.5\n");
  YoloReader first = world.reader();
  YoloReader second = std::move(first);
  first = world.reader();
  CHECK(all_labels(second).size() == 1);
  CHECK(all_labels(first).size() == 1);
  struct RuleError {};
  YoloReader third(world.folder.root(), label_file_ontology(),
                   {.external_id = [](std::string_view) -> std::string { throw RuleError(); }});
  CHECK_THROWS_AS(all_labels(third), RuleError);
}

TEST_CASE("a file with a hundred thousand annotations is read in the order of its images") {
  json content =
      json::parse(R"({"categories": [{"id": 1, "name": "CAR"}], "images": [], "annotations": []})");
  constexpr int images = 500;
  constexpr int annotations = 100'000;
  for (int i = 0; i < images; ++i)
    content["images"].push_back(
        json{{"id", i}, {"file_name", std::to_string(i)}, {"width", 100}, {"height", 100}});
  for (int i = 0; i < annotations; ++i) {
    json annotation = json::parse(R"({"category_id": 1})");
    annotation["id"] = i;
    annotation["image_id"] = (i * 7) % images;
    annotation["bbox"] = {i % 50, 10, 20, 30};
    content["annotations"].push_back(std::move(annotation));
  }
  const TestFolder folder;
  CocoReader reader(folder.file("labels.json", content.dump()), label_file_ontology());
  int next = 0;
  for (const NewLabel& label : reader) {
    CHECK(label.external_id == std::to_string(next++));
    if (next % 100 == 0) CHECK(objects_of(answers_of(label), "BOXES").size() == annotations / images);
  }
  CHECK(next == images);
  CHECK(reader.skipped().empty());
}
