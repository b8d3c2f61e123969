#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "kili/assets/asset.hpp"
#include "kili/errors.hpp"
#include "kili/exports/coco.hpp"
#include "kili/exports/geojson.hpp"
#include "kili/exports/yolo.hpp"
#include "test_folder.hpp"

using nlohmann::json;
using nlohmann::ordered_json;
using namespace kili;
using kili::test::TestFolder;

namespace {

/// What Kili's code writes (tests/labels/record_formats.py).
const ordered_json& recorded() {
  static const ordered_json content = [] {
    std::ifstream file(KILI_TESTS_DIR "/labels/formats/project.json");
    return ordered_json::parse(file);
  }();
  return content;
}

Ontology recorded_ontology(InputType type = InputType::image) { return {recorded()["json_interface"], type}; }

std::vector<Asset> recorded_assets() {
  std::vector<Asset> result;
  for (const auto& asset : recorded()["assets"]) result.emplace_back(json(asset));
  return result;
}

/// Numbers may differ in the last bit, as they are not computed in the same order.
bool are_alike(const json& left, const json& right) {
  if (left.is_number() && right.is_number()) {
    return std::abs(left.get<double>() - right.get<double>()) <= 1e-9 * (1 + std::abs(right.get<double>()));
  }
  if (left.type() != right.type() || left.size() != right.size()) return false;
  if (left.is_array()) return std::equal(left.begin(), left.end(), right.begin(), are_alike);
  if (!left.is_object()) return left == right;
  for (const auto& [key, value] : left.items()) {
    if (!right.contains(key) || !are_alike(value, right[key])) return false;
  }
  return true;
}

/// The files below a folder, by path.
std::map<std::string, std::string> files_in(const TestFolder& folder) {
  std::map<std::string, std::string> result;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder.path())) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path());
    result[std::filesystem::relative(entry.path(), folder.path()).string()] =
        std::string(std::istreambuf_iterator<char>(file), {});
  }
  return result;
}

/// As Kili writes it: holes are further polygons.
json coco_of(CocoOptions options) {
  options.holes = CocoHoles::polygons;
  CocoWriter writer(recorded_ontology(), options);
  writer.add_all(recorded_assets());
  json written = writer.json();
  for (const char* changing : {"year", "date_created", "description"}) written["info"].erase(changing);
  return written;
}

/// Of text, every number is compared as a number.
void check_lines(const std::string& written, const std::string& expected) {
  std::istringstream left(written);
  std::istringstream right(expected);
  std::string left_word;
  std::string right_word;
  while (right >> right_word) {
    REQUIRE(left >> left_word);
    if (left_word == right_word) continue;
    CHECK(std::stod(left_word) == Approx(std::stod(right_word)).epsilon(1e-12));
  }
  CHECK_FALSE(left >> left_word);
  CHECK(std::ranges::count(written, '\n') == std::ranges::count(expected, '\n'));
}

/// Kili does not turn round the rings of boxes and masks.
json in_one_direction(json feature) {
  const json type = feature["geometry"].is_null() ? json() : feature["geometry"]["type"];
  if (type != "Polygon" && type != "MultiPolygon") return feature;
  json& coordinates = feature["geometry"]["coordinates"];
  if (type == "Polygon") coordinates = json::array({coordinates});
  for (json& polygon : coordinates) {
    for (json& ring : polygon) {
      ring.erase(ring.size() - 1);
      std::rotate(ring.begin(), std::min_element(ring.begin(), ring.end()), ring.end());
      if (ring.back() < ring[1]) std::reverse(ring.begin() + 1, ring.end());
    }
  }
  return feature;
}

std::string without(std::string text, std::string_view part) {
  const auto found = text.find(part);
  return found == std::string::npos ? text : text.erase(found, part.size());
}

/// Kili writes boxes of no area too.
std::string without_lines_ending(const std::string& text, std::string_view ending) {
  std::istringstream lines(text);
  std::string result;
  for (std::string line; std::getline(lines, line);) {
    if (!line.ends_with(ending)) result += line + "\n";
  }
  return result;
}

json formatted_box(double left) {
  json vertices = json::array();
  for (const auto& [x, y] : {std::pair(left, 0.5), {left, 0.25}, {left + 0.25, 0.25}, {left + 0.25, 0.5}}) {
    vertices.push_back({{"x", x}, {"y", y}});
  }
  return {{"type", "rectangle"},
          {"categories", {{{"name", "BUS"}}}},
          {"boundingPoly", {{{"normalizedVertices", vertices}}}}};
}

ParsedLabel video() {
  return {{{"jsonResponse",
            {{"0", {{"CARS", {{"annotations", {formatted_box(0), formatted_box(0.5)}}}}}},
             {"1", json::object()},
             {"2", {{"CARS", {{"annotations", {formatted_box(0.25)}}}}}}}}},
          recorded_ontology(InputType::video)};
}

}  // namespace

TEST_CASE("COCO files are those of Kili's export") {
  const json merged = coco_of({.jobs = {"ZEBRAS", "CARS"}});
  const json expected = json(recorded()["coco"]["merged"]);
  for (const char* part : {"info", "licenses", "categories", "images", "annotations"}) {
    REQUIRE(merged[part].size() == expected[part].size());
    if (!merged[part].is_array()) continue;
    for (std::size_t i = 0; i < merged[part].size(); ++i) {
      CAPTURE(merged[part][i].dump(), expected[part][i].dump());
      CHECK(are_alike(merged[part][i], expected[part][i]));
    }
  }
  CHECK(are_alike(merged, expected));
  CHECK(are_alike(coco_of({.jobs = {"ZEBRAS"}, .merged = false}), json(recorded()["coco"]["ZEBRAS"])));
  CHECK(are_alike(coco_of({.jobs = {"CARS"}, .merged = false}), json(recorded()["coco"]["CARS"])));
  CHECK(coco_of({}) == coco_of({.jobs = {"CARS", "ZEBRAS"}}));
}

TEST_CASE("a COCO file says what it is and is written as a whole") {
  const TestFolder folder;
  CocoWriter writer(recorded_ontology(), {.date_created = "2024-05-06T07:08:09Z", .title = "Streets"});
  writer.add_all(recorded_assets());
  REQUIRE(writer.skipped().size() == 1);
  CHECK_THAT(writer.skipped()[0], Catch::Contains("everything.jpg") && Catch::Contains("CARS") &&
                                      Catch::Contains("'c1'") && Catch::Contains("no area"));
  writer.write(folder.path("labels.json"));
  const json written = json::parse(files_in(folder).at("labels.json"));
  CHECK(written == writer.json());
  CHECK(written["info"]["year"] == "2024");
  CHECK(written["info"]["description"].get<std::string>().starts_with("Streets"));
  CHECK_THROWS_AS(writer.write(folder.path("no folder/labels.json")), FileWriteError);
}

TEST_CASE("an annotation that COCO cannot express is left out, the others are not") {
  CocoWriter writer(recorded_ontology(), {.jobs = {"CARS"}});
  const auto label_of = [](const json& second) {
    const json formatted_box{
        {"normalizedVertices",
         {{{"x", 0}, {"y", 0}}, {{"x", 1}, {"y", 0}}, {{"x", 1}, {"y", 1}}, {{"x", 0}, {"y", 1}}}}};
    json good{{"type", "rectangle"}, {"boundingPoly", json::array({formatted_box})}};
    good["categories"] =
        json::array({{{"name", recorded_ontology().find("CARS")->categories().front().name}}});
    json other = good;
    other.merge_patch(second);
    return ParsedLabel({{"jsonResponse", {{"CARS", {{"annotations", {good, other}}}}}}}, recorded_ontology());
  };
  const json far{
      {"normalizedVertices",
       {{{"x", 1e300}, {"y", 0}}, {{"x", 1}, {"y", 0}}, {{"x", 1}, {"y", 1}}, {{"x", 0}, {"y", 1}}}}};
  writer.add(label_of({{"categories", nullptr}}), "a", {10, 10});
  writer.add(label_of({{"boundingPoly", json::array({far})}}), "b", {10, 10});
  CHECK(writer.json()["images"].size() == 2);
  CHECK(writer.json()["annotations"].size() == 2);
  REQUIRE(writer.skipped().size() == 2);
  CHECK_THAT(writer.skipped()[0], Catch::Contains("'a'") && Catch::Contains("annotation 2"));
  CHECK_THAT(writer.skipped()[1], Catch::Contains("'b'") && Catch::Contains("out of the image"));
  writer.add(label_of(json::object()), "c", {10, 10});
  CHECK(writer.json()["annotations"].size() == 4);
  CHECK(writer.json()["annotations"][3]["id"] == 6);
  CHECK_THROWS_AS(enclosed_area(std::vector<Point>{{0, 0}, {1e300 * 1e300, 0}, {1, 1}}), ValidationError);
}

TEST_CASE("frames of videos are images of a COCO file, with ids of their own") {
  CocoWriter writer(recorded_ontology(InputType::video), {.jobs = {"CARS"}});
  writer.add(video(), "film", {640, 480});
  writer.add(video(), "other", {640, 480});
  const json written = writer.json();
  REQUIRE(written["images"].size() == 6);
  CHECK(written["images"][2]["file_name"] == "data/film_3.jpg");
  CHECK(written["images"][5]["id"] == 5);
  REQUIRE(written["annotations"].size() == 6);
  CHECK(written["annotations"][2]["image_id"] == 2);
  CHECK(written["annotations"][2]["bbox"] == json{160, 120, 160, 120});
  CHECK(written["annotations"][5]["id"] == 6);
}

TEST_CASE("what cannot be a COCO file is refused") {
  CHECK_THROWS_AS(CocoWriter(recorded_ontology(InputType::text)), ValidationError);
  CHECK_THROWS_AS(CocoWriter(recorded_ontology(), {.jobs = {"NOPE"}}), ValidationError);
  CHECK_THROWS_AS(CocoWriter(recorded_ontology(), {.jobs = {"TITLE"}}), ValidationError);
  CHECK_THROWS_AS(CocoWriter(recorded_ontology(), {.merged = false}), ValidationError);
  CHECK_THROWS_AS(CocoWriter(recorded_ontology(), {.jobs = List<std::string>::empty_list()}),
                  ValidationError);
  CocoWriter writer(recorded_ontology());
  CHECK_THROWS_AS(
      writer.add(ParsedLabel({{"jsonResponse", json::object()}}, recorded_ontology()), "a", {0, 5}),
      ValidationError);
  json unknown_size = json(recorded()["assets"][0]);
  unknown_size.erase("resolution");
  CHECK_THROWS_AS(writer.add(Asset(unknown_size)), FieldError);
  CHECK(writer.json()["images"].empty());
}

TEST_CASE("YOLO files are those of Kili's export") {
  const auto [name, options] = GENERATE(
      std::pair<const char*, YoloOptions>("merged yolo_v8", {.jobs = {"ZEBRAS", "CARS"}}),
      std::pair<const char*, YoloOptions>("split yolo_v4", {.merged = false, .version = YoloVersion::v4}),
      std::pair<const char*, YoloOptions>("merged yolo_v5", {.version = YoloVersion::v5}));
  CAPTURE(name);
  const TestFolder folder;
  YoloWriter writer(folder.path(), recorded_ontology(), options);
  writer.add_all(recorded_assets());
  const auto files = files_in(folder);
  const auto& expected = recorded()["yolo"][name];
  CHECK(files.size() == expected.size());
  for (const auto& [path, content] : expected.items()) {
    CAPTURE(path);
    if (path.ends_with(".yaml") || path.ends_with("classes.txt")) {
      CHECK(files.at(path) == content.get<std::string>());
      continue;
    }
    const std::string found_by_trainers = without(path, ".tiff");
    REQUIRE(files.contains(found_by_trainers));
    check_lines(files.at(found_by_trainers), without_lines_ending(content, " 0.5 0.5 0.0 0.0"));
  }
  CHECK(std::ranges::any_of(writer.skipped(), [](const std::string& loss) {
    return loss.find("'c1'") != std::string::npos && loss.find("no area") != std::string::npos;
  }));
}

TEST_CASE("frames of videos that have objects are YOLO files") {
  const TestFolder folder;
  YoloWriter writer(folder.path(), recorded_ontology(InputType::video), {.jobs = {"CARS"}});
  writer.add(video(), "film.mp4");
  const auto files = files_in(folder);
  CHECK(files.size() == 3);
  CHECK(files.at("labels/film.mp4_1.txt") == "1 0.125 0.375 0.25 0.25\n1 0.625 0.375 0.25 0.25\n");
  CHECK(files.at("labels/film.mp4_3.txt") == "1 0.375 0.375 0.25 0.25\n");
}

TEST_CASE("labels do not take the place of others in a folder") {
  const TestFolder folder;
  const ParsedLabel label({{"jsonResponse", json::object()}}, recorded_ontology());
  YoloWriter yolo(folder.path("yolo"), recorded_ontology(), {.jobs = {"CARS"}});
  yolo.add(label, "img.png");
  yolo.add(label, "other/img.png");
  yolo.add(label, "img.jpg");
  REQUIRE(yolo.skipped().size() == 1);
  CHECK_THAT(yolo.skipped()[0], Catch::Contains("'img.jpg'") && Catch::Contains("'img.png'"));
  yolo.add(label, "other.jpg/img.png");
  yolo.add(label, "other.txt/img.png");
  CHECK(yolo.skipped().size() == 1);
  yolo.add(label, "other.jpg");  // its file has the name of the folder of the one before
  REQUIRE(yolo.skipped().size() == 2);
  CHECK_THAT(yolo.skipped()[1], Catch::Contains("folder"));
  GeoJsonWriter geojson(folder.path("geojson"), recorded_ontology(), {});
  geojson.add(label, "a/b", "");
  geojson.add(label, "a/./b", "");
  geojson.add(label, "a/b", "");
  REQUIRE(geojson.skipped().size() == 1);
  CHECK(files_in(folder).size() == 7);  // one of them is data.yaml
}

TEST_CASE("an external id does not lead out of the folder") {
  const auto* const name = GENERATE("../up", "/absolute", "a/../../b", "..", "");
  CAPTURE(name);
  const TestFolder folder;
  const ParsedLabel label({{"jsonResponse", json::object()}}, recorded_ontology());
  YoloWriter yolo(folder.path("inner"), recorded_ontology(), {.jobs = {"CARS"}});
  yolo.add(label, name);
  GeoJsonWriter geojson(folder.path("inner"), recorded_ontology());
  geojson.add(label, name);
  CHECK(yolo.skipped().empty());
  CHECK(geojson.skipped().empty());
  const auto files = files_in(folder);
  CHECK(files.size() == 3);
  for (const auto& [path, content] : files) CHECK(path.starts_with("inner/"));
}

TEST_CASE("GeoJSON is that of Kili's export") {
  const bool flat = GENERATE(true, false);
  CAPTURE(flat);
  const auto& expected = recorded()["geojson"][flat ? "flat" : "plain"];
  for (const Asset& asset : recorded_assets()) {
    CAPTURE(asset.external_id());
    const ParsedLabel label = *asset.parsed_latest_label(recorded_ontology());
    const GeoJson written = to_geojson(label, {.flatten_properties = flat});
    const json& features = written.collection.get()["features"];
    json recorded_features = json(expected[std::string(asset.external_id())]["features"]);
    std::erase_if(recorded_features.get_ref<json::array_t&>(),
                  [](const json& feature) { return feature.value("id", "") == "c1"; });  // a box of no area
    REQUIRE(features.size() == recorded_features.size());
    for (std::size_t i = 0; i < features.size(); ++i) {
      CAPTURE(features[i].dump(), recorded_features[i].dump());
      CHECK(are_alike(in_one_direction(features[i]), in_one_direction(recorded_features[i])));
    }
  }
}

TEST_CASE("what has no place in GeoJSON is told") {
  const GeoJson written = to_geojson(*recorded_assets()[0].parsed_latest_label(recorded_ontology()));
  REQUIRE(written.skipped.size() == 3);
  CHECK_THAT(written.skipped[0], Catch::Contains("bow tie"));
  CHECK_THAT(written.skipped[1], Catch::Contains("c1") && Catch::Contains("no area"));
  CHECK_THAT(written.skipped[2], Catch::Contains("MARKS") && Catch::Contains("m3"));
  CHECK_THROWS_AS(to_geojson(video()), ValidationError);
}

TEST_CASE("GeoJSON files say which asset and export they are of") {
  const TestFolder folder;
  GeoJsonWriter writer(folder.path(), recorded_ontology(), {.export_date = "2024-05-06T07:08:09.000Z"});
  json record = json(recorded()["assets"][5]);
  record["id"] = "asset-1";
  record["latestLabels"] = {record["latestLabel"], record["latestLabel"]};
  record["latestLabels"][1]["author"] = {{"email", "a@b.c"}};
  record.erase("latestLabel");
  writer.add(Asset(record));
  const auto files = files_in(folder);
  REQUIRE(files.size() == 2);
  const json second = json::parse(files.at("labels/only a title_label2.geojson"));
  CHECK(second["type"] == "FeatureCollection");
  CHECK(second["properties"]["kili"] ==
        json{{"assetId", "asset-1"}, {"author", "a@b.c"}, {"exportDate", "2024-05-06T07:08:09.000Z"}});
}
