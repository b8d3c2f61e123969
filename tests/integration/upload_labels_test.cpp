// The example that uploads label files, run against the sandbox over sockets.

#ifdef KILI_EXAMPLE_UPLOAD_LABELS

#include <catch2/catch.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "example_program.hpp"
#include "kili/kili.hpp"
#include "kili/sandbox.hpp"
#include "label_file_helpers.hpp"
#include "test_folder.hpp"

using namespace kili;
using namespace kili::test;
using nlohmann::json;

namespace {

ProgramRun run_upload(const Sandbox& sandbox, const std::string& arguments) {
  return run_example(sandbox, KILI_EXAMPLE_UPLOAD_LABELS, arguments);
}

}  // namespace

TEST_CASE("the example upload_labels creates the labels of the files of each format") {
  Sandbox sandbox;
  const std::string project = sandbox.add_project({.json_interface = label_file_interface()});
  sandbox.add_assets(project, json::parse(R"([{"externalId": "a.jpg"}, {"externalId": "b"}])"));
  const TestFolder folder;
  for (const char* name : {"yolo", "voc", "geojson"}) std::filesystem::create_directory(folder.path(name));
  static_cast<void>(folder.file("yolo/classes.txt", "CAR"));
  static_cast<void>(folder.file("yolo/a.txt", "0 0.5 0.5 0.5 0.5\n1 0.5 0.5 0.5 0.5\n"));
  static_cast<void>(folder.file(
      "voc/x.xml",
      "<annotation><filename>b.png</filename><size><width>4</width><height>4</height></size><object><name>CAR"
      "</name><bndbox><xmin>1</xmin><ymin>1</ymin><xmax>3</xmax><ymax>3</ymax></bndbox></object></"
      "annotation>"));
  static_cast<void>(folder.file(
      "geojson/a.geojson", R"({"type": "Feature", "geometry": {"type": "Point", "coordinates": [0.5, 0.5]},)"
                           R"("properties": {"class": "LAMP"}})"));
  static_cast<void>(folder.file(
      "coco.json", R"({"images": [{"id": 1, "file_name": "a.jpg", "width": 4, "height": 4}], "categories":)"
                   R"([{"id": 1, "name": "CAR"}], "annotations": [{"id": 1, "image_id": 1, "category_id": 1,)"
                   R"("bbox": [1, 1, 2, 2]}]})"));
  const auto yolo = run_upload(sandbox, project + " yolo '" + folder.path("yolo") + "'");
  CHECK(yolo.status == 0);
  CHECK_THAT(yolo.output, Catch::Contains("1 labels created") && Catch::Contains("left out: ") &&
                              Catch::Contains("a.txt', line 2: there is no class 1; the classes are 0 to 0"));
  for (const std::string format : {"voc", "geojson"}) {
    const auto run = run_upload(sandbox, project + " " + format + " '" + folder.path(format) + "'");
    INFO(run.output);
    CHECK(run.status == 0);
    CHECK(run.output == "1 labels created\n");
  }
  CHECK(run_upload(sandbox, project + " coco '" + folder.path("coco.json") + "'").output ==
        "1 labels created\n");
  CHECK_THAT(run_upload(sandbox, project + " coco '" + folder.path("none.json") + "'").output,
             Catch::Contains("none.json': there is no such file"));

  const Client client(
      {.api_endpoint = sandbox.endpoint(), .api_key = sandbox.api_key(), .calls_per_minute = 0});
  const auto labels =
      client.labels(project, {}, {.fields = {"jsonResponse", "labelOf.externalId"}}).to_vector();
  REQUIRE(labels.size() == 4);
  int boxes = 0;
  for (const Label& label : labels) {
    if (!objects_of(label.json_response(), "BOXES").empty()) {
      ++boxes;
      CHECK(vertices_of(objects_of(label.json_response(), "BOXES")[0])[1] == Point{0.25, 0.25});
    }
  }
  CHECK(boxes == 3);
}

#endif
