#include <catch2/catch.hpp>
#include <filesystem>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "exports/export_names.hpp"
#include "exports/yaml_text.hpp"
#include "kili/assets/asset.hpp"
#include "kili/exports/coco.hpp"
#include "kili/exports/geojson.hpp"
#include "kili/exports/yolo.hpp"
#include "rectangle_ontology.hpp"
#include "support/file_extensions.hpp"
#include "support/media_file_name.hpp"
#include "test_folder.hpp"

using namespace kili;
using kili::test::read_file;
using kili::test::rectangle_ontology;
using kili::test::TestFolder;
using nlohmann::json;

namespace {

json boxed_answer() {
  json vertices = json::array();
  for (const auto& [x, y] : {std::pair(0.25, 0.75), {0.25, 0.25}, {0.75, 0.25}, {0.75, 0.75}})
    vertices.push_back({{"x", x}, {"y", y}});
  return {{"JOB",
           {{"annotations",
             {{{"type", "rectangle"},
               {"categories", {{{"name", "A"}}}},
               {"boundingPoly", {{{"normalizedVertices", vertices}}}}}}}}}};
}

Asset named_asset(const std::string& external_id, const json& content = "",
                  const json& more = json::object()) {
  json record{{"externalId", external_id},
              {"content", content},
              {"resolution", {{"width", 100}, {"height", 50}}},
              {"latestLabel", {{"jsonResponse", boxed_answer()}}}};
  record.update(more);
  return Asset(record);
}

std::string coco_name(const Asset& asset) {
  CocoWriter writer(rectangle_ontology());
  writer.add(asset);
  return writer.json()["images"].at(0)["file_name"].get<std::string>();
}

std::vector<std::string> yolo_files(const std::vector<Asset>& assets) {
  const TestFolder folder;
  YoloWriter writer(folder.path(), rectangle_ontology());
  writer.add_all(assets);
  auto files = folder.files();
  std::erase(files, "data.yaml");
  return files;
}

std::string yolo_file(const Asset& asset) { return yolo_files({asset}).at(0); }

/// Where trainers look for the labels of an image: "images" is "labels", and the last extension is ".txt".
std::string label_of_trainer(const std::string& image) {
  const auto dot = image.rfind('.');
  const auto slash = image.rfind('/');
  const bool has_extension = dot != std::string::npos && (slash == std::string::npos || dot > slash);
  return "labels/" + image.substr(0, has_extension ? dot : std::string::npos) + ".txt";
}

}  // namespace

TEST_CASE("exports name the file that the listing has downloaded") {
  struct Named {
    std::string external_id;
    std::string content;
    std::string expected;
  };
  const std::string hashed = kili::support::media_file_name("../up", ".png");
  const std::string other = kili::support::alternative_media_file_name("sub/a", ".png", "some id");
  const std::vector<Named> cases{
      {"a", "/media/a.png", "a.png"},
      {"a.JPG", "/media/a.JPG", "a.JPG"},
      {"sub/a", "/media/sub/a.png", "sub/a.png"},
      {"sub/deep/a.tif", "/media/sub/deep/a.tif", "sub/deep/a.tif"},
      {"v1.25", "/media/v1.25.webp", "v1.25.webp"},
      {"../up", "/media/" + hashed, hashed},
      {"sub/a", "/media/" + other, other},              // the name of the external id was taken
      {"a", "/media/a/a.png", "a.png"},                 // the folder of the media has the same name
      {"a.b.png", "/a.b.png/a.b.png", "a.b.png"},       // and this one
      {"a", "https://example.com/x/y.png?sig=1", "a"},  // not downloaded
      {"sub/a.png", "https://example.com/b", "sub/a.png"},
      {"../up.png", "", kili::support::media_file_name("../up.png", "")},
  };
  for (const auto& [external_id, content, expected] : cases) {
    CAPTURE(external_id, content);
    const Asset asset = named_asset(external_id, content);
    CHECK(coco_name(asset) == "data/" + expected);
    CHECK(yolo_file(asset) == label_of_trainer(expected));
  }
}

TEST_CASE("labels have the name of their image for each extension of images, in any case") {
  for (const auto* extension : {"jpg",  "JPG",  "Jpeg", "png",  "PNG", "tif", "TIFF", "bmp", "gif",
                                "webp", "avif", "heic", "HEIF", "dng", "jp2", "jpe",  "ico", "mpo",
                                "jfif", "pfm",  "apng", "j2k",  "svg", "jxl", "NITF", "pgm", "JPEG2000"}) {
    CAPTURE(extension);
    CHECK(yolo_file(named_asset(std::string("IMG_1.") + extension)) == "labels/IMG_1.txt");
    CHECK(yolo_file(named_asset(std::string("two.dots.") + extension)) == "labels/two.dots.txt");
  }
  CHECK(yolo_file(named_asset("no extension")) == "labels/no extension.txt");
  CHECK(yolo_file(named_asset("v1.25")) == "labels/v1.25.txt");
  CHECK(yolo_file(named_asset(".png")) == "labels/.png.txt");
  CHECK(yolo_file(named_asset("a.jpg/b")) == "labels/a.jpg/b.txt");
  for (const auto type :
       {"image/png", "image/tiff", "image/bmp", "image/avif", "image/jp2", "image/webp", "image/svg+xml",
        "image/vnd.microsoft.icon", "image/apng", "application/vnd.nitf"}) {
    const auto extension = kili::support::extension_of_type(type);
    CAPTURE(type, extension);
    CHECK(kili::support::image_extension_of("a" + std::string(extension)) == extension);
  }
}

TEST_CASE("names that differ in case are different files, names that differ in extension are not") {
  CHECK(yolo_files({named_asset("a.png"), named_asset("A.png")}) ==
        std::vector<std::string>{"labels/A.txt", "labels/a.txt"});
  const TestFolder folder;
  YoloWriter writer(folder.path(), rectangle_ontology());
  writer.add_all(std::vector{named_asset("a.jpg"), named_asset("a.png"), named_asset("b.png")});
  CHECK(folder.files() == std::vector<std::string>{"data.yaml", "labels/a.txt", "labels/b.txt"});
  REQUIRE(writer.skipped().size() == 1);
  CHECK_THAT(writer.skipped()[0],
             Catch::Contains("'a.png'") && Catch::Contains("'a.jpg'") && Catch::Contains("labels/a.txt"));
}

TEST_CASE("frames have the names of the files that were downloaded") {
  const Ontology video = rectangle_ontology({"A"}, InputType::video);
  const json frames{
      {"jsonContent", {"/media/film.mp4_1.jpg", "/media/film.mp4_2.jpg"}},
      {"latestLabel",
       {{"jsonResponse", {{"0", boxed_answer()}, {"1", json::object()}, {"11", boxed_answer()}}}}}};
  const TestFolder folder;
  CocoWriter coco(video);
  coco.add(named_asset("film.mp4", "", frames));
  REQUIRE(coco.json()["images"].size() == 2);
  CHECK(coco.json()["images"][0]["file_name"] == "data/film.mp4_1.jpg");
  CHECK(coco.json()["images"][1]["file_name"] == "data/film.mp4_2.jpg");
  REQUIRE(coco.skipped().size() == 1);
  CHECK_THAT(coco.skipped()[0], Catch::Contains("'film.mp4'") && Catch::Contains("frame 11"));
  YoloWriter yolo(folder.path(), video);
  yolo.add(named_asset("film.mp4", "", frames));
  CHECK(folder.files() == std::vector<std::string>{"data.yaml", "labels/film.mp4_1.txt"});
  CHECK(yolo.skipped().size() == 1);
}

TEST_CASE("images with several labels keep the name of their file in COCO") {
  const json labels{
      {"latestLabel", nullptr},
      {"latestLabels", {{{"jsonResponse", boxed_answer()}}, {{"jsonResponse", boxed_answer()}}}}};
  CocoWriter writer(rectangle_ontology());
  writer.add(named_asset("a", "/media/a.png", labels));
  const json written = writer.json();
  REQUIRE(written["images"].size() == 2);
  CHECK(written["images"][0]["file_name"] == "data/a.png");
  CHECK(written["images"][1]["file_name"] == "data/a.png");
  CHECK(written["images"][0]["id"] != written["images"][1]["id"]);
  CHECK(yolo_files({named_asset("a", "/media/a.png", labels)}) ==
        std::vector<std::string>{"labels/a_label1.txt", "labels/a_label2.txt"});
}

TEST_CASE("long names leave room for the extension of the labels") {
  const std::string longest(255, 'x');
  const auto files = yolo_files({named_asset(longest)});
  REQUIRE(files.size() == 1);
  CHECK(files[0].size() == std::string("labels/").size() + 255);
  CHECK(files[0].ends_with(".txt"));
}

TEST_CASE("names of classes are quoted where YAML takes them for something else") {
  using kili::labels::quoted_yaml_text;
  using kili::labels::yaml_text;
  for (const auto* plain : {"CAR", "JOB/CAR", "big car", "a-b", "v1.0", "_x", "Ynot"})
    CHECK(yaml_text(plain) == plain);
  for (const auto* word : {"no",
                           "No",
                           "YES",
                           "y",
                           "on",
                           "OFF",
                           "true",
                           "null",
                           "~",
                           "1.0",
                           "0x1f",
                           "=",
                           "",
                           " a",
                           "a ",
                           "-",
                           "- a",
                           "c #d",
                           "a: b",
                           "a:",
                           "[x]",
                           "{x}",
                           "*a",
                           "&a",
                           "!a",
                           "%a",
                           "@a",
                           "`a",
                           "<<",
                           "1e3",
                           ".inf",
                           "1_000",
                           "2001-01-01",
                           "12:30:45",
                           "a,b",
                           "?",
                           "'",
                           "\"q\"",
                           "|",
                           ">",
                           "\\",
                           "Älter",
                           "\xF0\x9F\x9A\x97"}) {
    CAPTURE(word);
    CHECK(yaml_text(word).front() == '\'');
  }
  CHECK(quoted_yaml_text("it's") == "'it''s'");
  CHECK(quoted_yaml_text("a\\\"b\n\tc\r") == R"("a\\\"b\n\tc\r")");
  CHECK(quoted_yaml_text(std::string("\0\x07\x7f", 3)) == R"("\x00\x07\x7F")");
  CHECK(quoted_yaml_text("\xC2\x85|\xE2\x80\xA8|\xE2\x80\xA9|\xEF\xBB\xBF") ==
        R"("\x85|\u2028|\u2029|\uFEFF")");
  CHECK(quoted_yaml_text("a\xFFz") == R"("a\uFFFDz")");
  CHECK(quoted_yaml_text("\xEF\xBF\xBD") == "'\xEF\xBF\xBD'");
}

TEST_CASE("each version of the class list has every class on a line of its own") {
  const TestFolder folder;
  const Ontology ontology = rectangle_ontology({"no", "a\nb", "c #d"});
  YoloWriter v4(folder.path("v4"), ontology, {.merged = false, .version = YoloVersion::v4});
  CHECK(read_file(folder.path("v4/JOB/classes.txt")) == "0 a b\n1 c #d\n2 no\n");
  REQUIRE(v4.skipped().size() == 1);
  CHECK_THAT(v4.skipped()[0], Catch::Contains("class 0") && Catch::Contains("'a b'"));
  const YoloWriter v5(folder.path("v5"), ontology, {.merged = false, .version = YoloVersion::v5});
  CHECK(read_file(folder.path("v5/JOB/data.yaml")) == "names:\n  0: \"a\\nb\"\n  1: 'c #d'\n  2: 'no'\n");
  const YoloWriter v8(folder.path("v8"), ontology, {.merged = false});
  CHECK(read_file(folder.path("v8/JOB/data.yaml")) == "nc: 3\nnames: [\"a\\nb\", 'c #d', 'no']\n");
  CHECK(v8.skipped().empty());
}

TEST_CASE("a job whose name is no name of a folder stays inside the folder") {
  const TestFolder folder;
  json interface {
    { "jobs", json::object() }
  };
  interface["jobs"]["../../up"] = {
      {"mlTask", "OBJECT_DETECTION"},
      {"required", 0},
      {"isChild", false},
      {"tools", {"rectangle"}},
      {"content",
       {{"input", "radio"}, {"categories", {{"A", {{"name", "A"}, {"children", json::array()}}}}}}}};
  const YoloWriter writer(folder.path("inner/deep"), Ontology(interface, InputType::image),
                          {.merged = false});
  const auto files = folder.files();
  REQUIRE(files.size() == 1);
  CHECK(files[0].starts_with("inner/deep/"));
}

TEST_CASE("an answer that the interface does not know costs that answer, not the asset or the export") {
  json response = boxed_answer();
  response["GONE"] = {{"categories", {{{"name", "X"}}}}};
  json two_corners = response["JOB"]["annotations"][0];
  two_corners["boundingPoly"][0]["normalizedVertices"].erase(2);
  json unknown_class = response["JOB"]["annotations"][0];
  unknown_class["categories"][0]["name"] = "Z";
  response["JOB"]["annotations"].push_back(two_corners);
  response["JOB"]["annotations"].push_back(unknown_class);
  const std::vector<Asset> assets{
      named_asset("bad.png", "", {{"latestLabel", {{"jsonResponse", response}}}}),
      named_asset("worse.png", "", {{"latestLabel", {{"jsonResponse", {1, 2}}}}}),
      named_asset("no size.png", "", {{"resolution", {{"width", 0}, {"height", 50}}}}),
      named_asset("good.png")};
  CocoWriter coco(rectangle_ontology());
  coco.add_all(assets);
  CHECK(coco.json()["images"].size() == 2);
  CHECK(coco.json()["annotations"].size() == 2);
  REQUIRE(coco.skipped().size() == 5);
  CHECK_THAT(coco.skipped()[0], Catch::Contains("'bad.png'"));
  CHECK_THAT(coco.skipped()[3], Catch::Contains("'worse.png'") && Catch::Contains("cannot be read"));
  CHECK_THAT(coco.skipped()[4], Catch::Contains("'no size.png'") && Catch::Contains("0 x 50"));
  const TestFolder folder;
  YoloWriter yolo(folder.path("yolo"), rectangle_ontology());
  yolo.add_all(assets);
  CHECK(yolo.skipped().size() == 4);
  CHECK(read_file(folder.path("yolo/labels/bad.txt")) == "0 0.5 0.5 0.5 0.5\n");
  GeoJsonWriter geojson(folder.path("geojson"), rectangle_ontology());
  geojson.add_all(assets);
  CHECK(geojson.skipped().size() == 4);
  CHECK(folder.files() ==
        std::vector<std::string>{"geojson/labels/bad.png.geojson", "geojson/labels/good.png.geojson",
                                 "geojson/labels/no size.png.geojson", "yolo/data.yaml",
                                 "yolo/labels/bad.txt", "yolo/labels/good.txt", "yolo/labels/no size.txt"});
}
