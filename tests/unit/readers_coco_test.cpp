// COCO files become labels.

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "coco_file_helpers.hpp"
#include "kili/exports/coco.hpp"
#include "kili/labels/label_builder.hpp"
#include "kili/readers/coco_reader.hpp"
#include "label_file_helpers.hpp"
#include "test_folder.hpp"

using namespace kili;
using namespace kili::test;
using nlohmann::json;

TEST_CASE("labels that are written as COCO and read are the same") {
  const Ontology ontology = label_file_ontology();
  const ImageSize size{200, 100};
  LabelBuilder label(ontology, size);
  label.add_box("BOXES", "CAR", {.x = 10.25, .y = 20.5, .width = 30, .height = 15.125});
  label.add_box("BOXES", "BUS", {.x = 0, .y = 0, .width = 200, .height = 100});
  label.add_box("BOTH", "TREE", {.x = 50, .y = 50, .width = 3, .height = 4});
  const std::vector<Point> triangle{{3, 4}, {90, 7}, {60, 70.5}};
  label.add_mask("MASKS", "SKY", std::vector<MaskPart>{{.outer = triangle}});
  const std::vector<MaskPart> parts{{.outer = triangle},
                                    {.outer = {{100, 10}, {140, 10}, {140, 60}, {101, 61}}}};
  label.add_mask("MASKS", "ROAD", parts);
  const std::vector<MaskPart> holed{{.holes = {{{20, 20}, {20, 30}, {40, 30}, {40, 20}}},
                                     .outer = {{10, 10}, {80, 10}, {80, 50}, {10, 50}}}};
  label.add_mask("BOTH", "TREE", holed);
  const json expected = label.json_response();

  for (const CocoHoles holes : {CocoHoles::run_lengths, CocoHoles::polygons}) {
    const TestFolder folder;
    CocoWriter writer(ontology, {.holes = holes});
    writer.add(label.label(), "a.jpg", size);
    REQUIRE(writer.skipped().empty());
    writer.write(folder.path("labels.json"));
    CocoReader reader(folder.path("labels.json"), ontology, {.holes = holes});
    const auto labels = all_labels(reader);
    CHECK(reader.skipped() == std::vector<std::string>());
    REQUIRE(labels.size() == 1);
    CHECK(labels[0].external_id == "a.jpg");
    const json answers = answers_of(labels[0]);
    for (const std::string job : {"BOXES", "MASKS"}) {
      auto left = objects_of(answers, job);
      CHECK(left.size() == 2);
      CHECK(are_close(left, objects_of(expected, job)));
    }
    auto both = objects_of(answers, "BOTH");
    const auto expected_both = objects_of(expected, "BOTH");
    REQUIRE(both.size() == 2);
    CHECK(are_close(both[0], expected_both[0]));
    CHECK(both[1]["type"] == "semantic");
    REQUIRE(both[1]["boundingPoly"].size() == 2);
    for (std::size_t ring = 0; ring < 2; ++ring) {
      // Of pixels again, the same vertices begin elsewhere.
      auto got = vertices_of(both[1], ring);
      const auto wanted = vertices_of(expected_both[1], ring);
      CHECK(got.size() == wanted.size());
      for (const Point& point : wanted) {
        CHECK(std::ranges::any_of(got, [&](const Point& other) {
          return std::abs(other.x - point.x) < 1e-9 && std::abs(other.y - point.y) < 1e-9;
        }));
      }
    }
  }
}

TEST_CASE("COCO boxes without outlines, of classes with and without a job") {
  for (const std::string category : {"BOXES/CAR", "CAR", "Car"}) {
    const json answers = coco_answers(coco_file(a_coco_box, category));
    const auto objects = objects_of(answers, "BOXES");
    REQUIRE(objects.size() == 1);
    CHECK(objects[0]["type"] == "rectangle");
    CHECK(objects[0]["categories"][0]["name"] == "CAR");
    CHECK(are_close(objects[0]["boundingPoly"][0]["normalizedVertices"],
                    json::parse(R"([{"x": 0.1, "y": 0.75}, {"x": 0.1, "y": 0.25}, {"x": 0.4, "y": 0.25},)"
                                R"({"x": 0.4, "y": 0.75}])")));
  }
  const json of_job = coco_answers(coco_file(a_coco_box, "CAR"), {.job = "BOXES"});
  CHECK(objects_of(of_job, "BOXES").size() == 1);
  const json scored = coco_answers(coco_file(R"([{"bbox": [10, 20, 30, 40], "score": 0.42}])"));
  CHECK(objects_of(scored, "BOXES")[0]["categories"][0]["confidence"] == 42);
}

TEST_CASE("a COCO class of several jobs is that of the job that its supercategory or the shape names") {
  const auto job = [](const std::string& tools) {
    return R"({"mlTask": "OBJECT_DETECTION", "required": 0, "isChild": false, "instruction": "", "tools": [)" +
           tools + R"(], "content": {"input": "radio", "categories": {"X": {"children": [], "name": "X"}}}})";
  };
  const auto ontology = Ontology::parse(
      R"({"jobs": {"A": )" + job("\"rectangle\"") + R"(, "B": )" + job("\"rectangle\", \"semantic\"") + "}}",
      InputType::image);
  json content = coco_file(R"([{"bbox": [10, 20, 30, 40]},)"
                           R"({"segmentation": [[1, 1, 20, 5, 7, 30]], "bbox": [1, 1, 19, 29]},)"
                           R"({"bbox": [10, 20, 30, 40], "category_id": 2}])",
                           "X");
  content["categories"].push_back(json::parse(R"({"id": 2, "name": "X", "supercategory": "A"})"));
  const TestFolder folder;
  CocoReader reader(folder.file("labels.json", content.dump()), ontology);
  const auto labels = all_labels(reader);
  REQUIRE(labels.size() == 1);
  CHECK(objects_of(answers_of(labels[0]), "A").size() == 1);
  CHECK(objects_of(answers_of(labels[0]), "B").size() == 1);
  REQUIRE(reader.skipped().size() == 1);
  CHECK(is_told(reader.skipped(), {"annotation 40", "the jobs A, B have the class 'X'", "set job"}));
}

namespace {

/// Run lengths as pycocotools writes them.
std::string compressed(const std::vector<std::int64_t>& runs) {
  std::string text;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    std::int64_t number = runs[i] - (i > 2 ? runs[i - 2] : 0);
    bool more = true;
    while (more) {
      const std::int64_t group = number & 31;
      number >>= 5;
      more = (group & 16) != 0 ? number != -1 : number != 0;
      text += static_cast<char>(48 + group + (more ? 32 : 0));
    }
  }
  return text;
}

}  // namespace

TEST_CASE("COCO run lengths are masks, as lists and as texts of pycocotools") {
  // Columns of 3: a ring of pixels around the one in the middle of a 4 x 3 image.
  const std::vector<std::int64_t> runs{0, 4, 1, 4, 3};
  CHECK(compressed(runs) == "04102");
  for (const json& counts : {json(runs), json(compressed(runs))}) {
    json content = coco_file(R"([{"segmentation": {"size": [3, 4]}}])", "MASKS/SKY");
    content["annotations"][0]["segmentation"]["counts"] = counts;
    content["images"][0]["width"] = 4;
    content["images"][0]["height"] = 3;
    const auto objects = objects_of(coco_answers(content), "MASKS");
    REQUIRE(objects.size() == 1);
    CHECK(objects[0]["type"] == "semantic");
    REQUIRE(objects[0]["boundingPoly"].size() == 2);
    const auto outer = vertices_of(objects[0]);
    CHECK(outer.size() == 4);
    for (const Point& corner : {Point{0, 0}, Point{0.75, 0}, Point{0.75, 1}, Point{0, 1}})
      CHECK(std::ranges::find(outer, corner) != outer.end());
    const auto hole = vertices_of(objects[0], 1);
    CHECK(hole.size() == 4);
    for (const Point& corner :
         {Point{0.25, 1 / 3.}, Point{0.5, 1 / 3.}, Point{0.5, 2 / 3.}, Point{0.25, 2 / 3.}})
      CHECK(std::ranges::find(hole, corner) != hole.end());
  }
}

TEST_CASE("compressed and plain run lengths of random masks are the same masks") {
  std::uint64_t state = 12345;
  const auto random = [&state](std::uint64_t below) {
    state = state * 6364136223846793005U + 1442695040888963407U;
    return static_cast<std::int64_t>((state >> 33U) % below);
  };
  for (int round = 0; round < 50; ++round) {
    const std::int64_t height = 1 + random(40);
    const std::int64_t width = 1 + random(40);
    std::vector<std::int64_t> runs;
    for (std::int64_t left = height * width; left > 0;) {
      const std::int64_t run = std::min(left, runs.empty() ? random(50) : 1 + random(50));
      runs.push_back(run);
      left -= run;
    }
    json content = coco_file(R"([{"segmentation": {}}])", "MASKS/SKY");
    content["images"][0]["width"] = width;
    content["images"][0]["height"] = height;
    json& segmentation = content["annotations"][0]["segmentation"];
    segmentation["size"] = {height, width};
    segmentation["counts"] = runs;
    const auto plain = read_coco(content);
    segmentation["counts"] = compressed(runs);
    const auto packed = read_coco(content);
    REQUIRE(plain.labels.size() == packed.labels.size());
    if (plain.labels.empty()) continue;
    const json objects = objects_of(answers_of(plain.labels[0]), "MASKS");
    CHECK(objects == objects_of(answers_of(packed.labels[0]), "MASKS"));
    // Filled again, the outlines have the same pixels.
    LabelBuilder label(label_file_ontology(),
                       ImageSize{static_cast<double>(width), static_cast<double>(height)});
    CocoWriter writer(label_file_ontology());
    writer.add(parsed(plain.labels[0], label_file_ontology()), "a",
               {static_cast<double>(width), static_cast<double>(height)});
    const json written = writer.json()["annotations"].at(0)["segmentation"];
    if (!written.is_object()) continue;
    while (runs.size() > 1 && runs.back() == 0) runs.pop_back();
    CHECK(written["counts"] == json(runs));
  }
}

TEST_CASE("outlines in COCO files take the tool that their job has") {
  const std::string polygon =
      R"({"segmentation": [[10, 10, 50, 10, 50, 40, 30, 60]], "bbox": [10, 10, 40, 50]})";
  const std::string one = "[" + polygon + "]";
  CHECK(objects_of(coco_answers(coco_file(one, "ROOF")), "SHAPES")[0]["type"] == "polygon");
  CHECK(objects_of(coco_answers(coco_file(one, "SKY")), "MASKS")[0]["type"] == "semantic");
  CHECK(objects_of(coco_answers(coco_file(one, "TREE")), "BOTH")[0]["type"] == "semantic");
  const std::string upright = R"([{"segmentation": [[10, 10, 50, 10, 50, 40, 10, 40]]}])";
  CHECK(objects_of(coco_answers(coco_file(upright, "TREE")), "BOTH")[0]["type"] == "rectangle");
  const auto chosen = coco_answers(coco_file(upright, "TREE"), {.tool = AnnotationTool::semantic});
  CHECK(objects_of(chosen, "BOTH")[0]["type"] == "semantic");

  // Boxes alone: once for all objects of a class.
  const auto boxes = read_coco(coco_file("[" + polygon + "," + polygon + "]", "CAR"));
  REQUIRE(boxes.labels.size() == 1);
  CHECK(objects_of(answers_of(boxes.labels[0]), "BOXES").size() == 2);
  REQUIRE(boxes.skipped.size() == 1);
  CHECK(is_told(boxes.skipped, {"class 'CAR'", "outlines of objects are left out, boxes are kept", "BOXES"}));

  // Parts are polygons of their own where there are no masks; or holes, when asked for.
  const std::string two =
      R"([{"segmentation": [[10, 10, 50, 10, 50, 40, 30, 60], [30, 20, 40, 20, 40, 30]]}])";
  const auto parts = read_coco(coco_file(two, "ROOF"));
  CHECK(objects_of(answers_of(parts.labels.at(0)), "SHAPES").size() == 2);
  CHECK(is_told(parts.skipped, {"annotation 40: its 2 parts are 2 polygons"}));
  const auto holes =
      objects_of(coco_answers(coco_file(two, "ROOF"), {.holes = CocoHoles::polygons}), "SHAPES");
  REQUIRE(holes.size() == 1);
  CHECK(holes[0]["boundingPoly"].size() == 2);
}

TEST_CASE("names of COCO images mean assets") {
  json content = coco_file("[]");
  content["images"] = json::array();
  for (const std::string name : {"data/a.jpg", "sub/b.png", "c", "data/x.jpg", "data/twin.png"})
    content["images"].push_back(json{{"id", name}, {"file_name", name}, {"width", 1}, {"height", 1}});
  const auto names = [](const CocoRead& read) {
    std::vector<std::string> result;
    for (const auto& label : read.labels) result.push_back(label.external_id);
    return result;
  };
  CHECK(names(read_coco(content)) ==
        std::vector<std::string>{"a.jpg", "sub/b.png", "c", "x.jpg", "twin.png"});
  const auto known =
      read_coco(content, {.external_ids = {"a", "b.png", "c.tif", "twin.jpg", "twin.gif", "y.jpg"}});
  CHECK(names(known) == std::vector<std::string>{"a", "b.png", "c.tif"});
  CHECK(known.skipped.size() == 2);
  CHECK(is_told(known.skipped, {"image 'data/x.jpg'", "no asset 'x.jpg'", "did you mean 'y.jpg'?"}));
  CHECK(is_told(known.skipped, {"image 'data/twin.png'", "several external ids"}));
  const auto ruled = read_coco(content, {.external_id = [](std::string_view name) {
                                 return name == "c" ? std::string() : "id:" + std::string(name);
                               }});
  CHECK(names(ruled).front() == "id:a.jpg");
  CHECK(names(ruled).size() == 4);
  CHECK(is_told(ruled.skipped, {"image 'c'", "external_id gives no asset"}));
}

TEST_CASE("COCO images without annotations have labels without answers") {
  const auto read = read_coco(coco_file("[]"));
  REQUIRE(read.labels.size() == 1);
  CHECK(answers_of(read.labels[0]) == json::object());
  CHECK(read.skipped.empty());
}
