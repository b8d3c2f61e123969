// GeoJSON files become labels.

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "kili/exports/geojson.hpp"
#include "kili/labels/label_builder.hpp"
#include "kili/readers/geojson_reader.hpp"
#include "label_file_helpers.hpp"
#include "test_folder.hpp"

using namespace kili;
using namespace kili::test;
using nlohmann::json;

namespace {

struct GeoJsonRead {
  std::vector<NewLabel> labels;
  std::vector<std::string> skipped;
};

GeoJsonRead read_geojson_folder(const TestFolder& folder, InputType type,
                                const GeoJsonReaderOptions& options = {}) {
  GeoJsonReader reader(folder.path(), label_file_ontology(type), options);
  auto labels = all_labels(reader);
  return {std::move(labels), reader.skipped()};
}

GeoJsonRead read_geojson(const std::string& content, const GeoJsonReaderOptions& options = {},
                         InputType type = InputType::geospatial) {
  const TestFolder folder;
  static_cast<void>(folder.file("a.geojson", content));
  return read_geojson_folder(folder, type, options);
}

std::string collection(const std::string& features) {
  return R"({"type": "FeatureCollection", "features": [)" + features + "]}";
}

std::string feature(const std::string& geometry_type, const std::string& coordinates,
                    const std::string& properties) {
  return R"({"type": "Feature", "geometry": {"type": ")" + geometry_type + R"(", "coordinates": )" +
         coordinates + R"(}, "properties": )" + properties + "}";
}

/// The loss of the one feature of a file.
std::string geojson_loss(const std::string& text, const GeoJsonReaderOptions& options = {},
                         InputType type = InputType::geospatial) {
  const auto read = read_geojson(collection(text), options, type);
  CHECK(read.labels.empty());
  REQUIRE(read.skipped.size() == 2);
  CHECK(read.skipped[0].find("/a.geojson', feature 0: ") != std::string::npos);
  CHECK(read.skipped[1].find("nothing is left of its features") != std::string::npos);
  return read.skipped[0];
}

std::string geojson_file_loss(const std::string& content) {
  const auto read = read_geojson(content);
  CHECK(read.labels.empty());
  REQUIRE(read.skipped.size() == 1);
  CHECK(read.skipped[0].find("/a.geojson': ") != std::string::npos);
  return read.skipped[0];
}

constexpr const char* triangle_rings = "[[[1, 2], [5, 2], [3, 7], [1, 2]]]";

/// The rings of the objects of a job, each from its smallest vertex on, in one direction.
std::vector<std::vector<std::vector<Point>>> rings_of(const json& answers, const std::string& job) {
  std::vector<std::vector<std::vector<Point>>> objects;
  const auto less = [](const Point& left, const Point& right) {
    return std::pair(left.x, left.y) < std::pair(right.x, right.y);
  };
  for (const json& annotation : objects_of(answers, job)) {
    auto& rings = objects.emplace_back();
    json polys = annotation["boundingPoly"];
    for (const json& part : polys) {
      for (const json& poly : part.is_array() ? part : json::array({part})) {
        auto& ring = rings.emplace_back();
        for (const json& vertex : poly["normalizedVertices"])
          ring.push_back({vertex["x"].get<double>(), vertex["y"].get<double>()});
        std::ranges::rotate(ring, std::ranges::min_element(ring, less));
        if (less(ring.back(), ring[1])) std::reverse(ring.begin() + 1, ring.end());
      }
    }
  }
  return objects;
}

}  // namespace

TEST_CASE("labels that are written as GeoJSON and read are the same") {
  for (const InputType type : {InputType::geospatial, InputType::image}) {
    const Ontology ontology = label_file_ontology(type);
    const bool is_globe = type == InputType::geospatial;
    const double scale = is_globe ? 1 : 0.01;
    const auto at = [scale](double x, double y) { return Point{x * scale, y * scale}; };
    const ObjectOptions how{.confidence = 77,
                            .unit = is_globe ? CoordinateUnit::degrees : CoordinateUnit::fractions};
    LabelBuilder label(ontology);
    label.add_box("BOXES", "CAR", at(2.5, 48.25), at(3, 49), how);
    const std::vector<Point> ring{at(10, 10), at(40, 12), at(35, 44), at(12.125, 30)};
    const std::vector<std::vector<Point>> holes{{at(20, 20), at(24, 20), at(22, 25)}};
    label.add_polygon("SHAPES", "ROOF", ring, holes, how);
    label.add_mask("MASKS", "SKY", std::vector<MaskPart>{{.holes = holes, .outer = ring}}, how);
    label.add_mask("MASKS", "ROAD",
                   std::vector<MaskPart>{{.outer = ring}, {.outer = {at(60, 60), at(70, 60), at(65, 66)}}},
                   how);
    label.add_marker("POINTS", "LAMP", at(7, 8), how);
    label.add_polyline("LINES", "LANE", std::vector<Point>{at(1, 2), at(3, 4), at(5, 4)}, how);
    label.add_category("WEATHER", "SUN", {.confidence = 60}).children().set_text("HOW", "bright");
    label.add_category("WEATHER", "RAIN");
    const json expected = label.json_response();

    const TestFolder folder;
    GeoJsonWriter writer(folder.root(), ontology);
    writer.add(label.label(), "sub/a.tif");
    REQUIRE(writer.skipped().empty());
    const auto read = read_geojson_folder(folder, type);
    CHECK(read.skipped == std::vector<std::string>());
    REQUIRE(read.labels.size() == 1);
    CHECK(read.labels[0].external_id == "sub/a.tif");
    const json answers = answers_of(read.labels[0]);
    CHECK(answers["WEATHER"] == expected["WEATHER"]);
    for (const std::string job : {"POINTS", "LINES"}) CHECK(answers[job] == expected[job]);
    for (const std::string job : {"BOXES", "SHAPES", "MASKS"}) {
      // Rings are turned round by the writer.
      CHECK(rings_of(answers, job) == rings_of(expected, job));
      REQUIRE(answers[job]["annotations"].size() == expected[job]["annotations"].size());
      for (std::size_t i = 0; i < expected[job]["annotations"].size(); ++i) {
        for (const char* member : {"mid", "type", "categories"})
          CHECK(answers[job]["annotations"][i][member] == expected[job]["annotations"][i][member]);
      }
    }
  }
}

TEST_CASE("features that others wrote take their class from a property") {
  const auto read = read_geojson(collection(
      feature("Polygon", triangle_rings, R"({"class": "ROOF"})") + "," +
      feature("MultiPolygon", std::string("[") + triangle_rings + "]", R"({"class": "MASKS/SKY"})") + "," +
      feature("Point", "[2, 48]", R"({"class": "Lamp"})") + "," +
      feature("MultiPoint", "[[2, 48], [3, 48]]", R"({"class": "LAMP"})") + "," +
      feature("LineString", "[[2, 48], [3, 49]]", R"({"class": "LANE"})") + "," +
      feature("MultiLineString", "[[[2, 48], [3, 49]], [[1, 1]]]", R"({"class": "LANE"})") + "," +
      feature("Polygon", "[[[1, 2, 99], [5, 2], [5, 4], [1, 4], [1, 2]]]",
              R"({"class": "TREE", "height": 12, "nothing": null})")));
  REQUIRE(read.labels.size() == 1);
  CHECK(read.labels[0].external_id == "a");
  const json answers = answers_of(read.labels[0]);
  CHECK(objects_of(answers, "SHAPES").size() == 1);
  CHECK(objects_of(answers, "MASKS").size() == 1);
  CHECK(objects_of(answers, "POINTS").size() == 3);
  CHECK(objects_of(answers, "LINES").size() == 2);
  CHECK(objects_of(answers, "BOTH")[0]["type"] == "semantic");
  CHECK(read.skipped.size() == 4);
  CHECK(is_told(read.skipped, {"feature 3: its parts are 2 objects"}));
  CHECK(is_told(read.skipped, {"feature 5: a part of it is left out", "at least 2 vertices"}));
  CHECK(is_told(read.skipped, {"a.geojson': the property 'height' of features is left out"}));
  CHECK(is_told(read.skipped, {"heights of positions"}));

  const auto other =
      read_geojson(collection(feature("Polygon", triangle_rings, R"({"kind": "TREE"})")),
                   {.class_property = "kind", .job = "BOTH", .tool = AnnotationTool::rectangle});
  REQUIRE(other.labels.size() == 1);
  CHECK(objects_of(answers_of(other.labels[0]), "BOTH")[0]["type"] == "rectangle");
  CHECK(is_told(other.skipped, {"class 'TREE'", "outlines of objects are left out"}));
  const auto single = read_geojson(feature("Point", "[2, 48]", R"({"class": "LAMP"})"));
  CHECK(single.labels.size() == 1);
  const auto empty = read_geojson(collection(""));
  REQUIRE(empty.labels.size() == 1);
  CHECK(answers_of(empty.labels[0]) == json::object());
}

TEST_CASE("what features of Kili's export say beside their shape is kept or told") {
  const auto kili = [](const std::string& more) {
    return R"({"kili": {"job": "POINTS", "type": "marker", "categories": [{"name": "LAMP"}])" + more + "}}";
  };
  const auto with_id = [&](const std::string& id, const std::string& more) {
    std::string text = feature("Point", "[2, 48]", kili(more));
    text.insert(1, "\"id\": " + id + ",");
    return text;
  };
  const auto read =
      read_geojson(collection(with_id("\"m1\"", R"(, "score": 40)") + "," + with_id("\"m1\"", "") + "," +
                              with_id("7", R"(, "isKeyFrame": true)") + "," +
                              with_id("null", R"(, "children": {"HOW": {"text": "x"}})") + "," +
                              with_id("null", R"(, "score": 1.5)")));
  REQUIRE(read.labels.size() == 1);
  const json objects = answers_of(read.labels[0])["POINTS"]["annotations"];
  REQUIRE(objects.size() == 5);
  CHECK(objects[0]["mid"] == "m1");
  CHECK(objects[0]["score"] == 40);
  CHECK(objects[1]["mid"] != "m1");
  CHECK(read.skipped.size() == 4);
  CHECK(is_told(read.skipped, {"feature 1: its id is that of a feature before"}));
  CHECK(is_told(read.skipped, {"feature 2: its member 'isKeyFrame' is left out"}));
  CHECK(is_told(read.skipped, {"feature 3: the answer to 'HOW' below it is left out"}));
  CHECK(is_told(read.skipped, {"feature 4: its score 1.5 is left out"}));

  const auto classes = read_geojson(collection(
      R"({"type": "Feature", "geometry": null, "properties": {"kili": {"job": "WEATHER", "categories":)"
      R"([{"name": "RAIN"}, {"name": "SNOW"}]}}})"));
  CHECK(classes.labels.size() == 1);
  CHECK(is_told(classes.skipped, {"feature 0: ", "SNOW"}));
}

TEST_CASE("each feature that is left out is told") {
  const std::string car =
      R"({"kili": {"job": "BOXES", "type": "rectangle", "categories": [{"name": "CAR"}]}})";
  const auto of = [](const std::string& job, const std::string& name, const std::string& type) {
    return R"({"kili": {"job": ")" + job + R"(", "type": ")" + type + R"(", "categories": [{"name": ")" +
           name + R"("}]}})";
  };
  CHECK(geojson_loss("3").find("it is not a \"Feature\"") != std::string::npos);
  CHECK(geojson_loss(R"({"type": "Feature"})").find("it has no geometry") != std::string::npos);
  CHECK(geojson_loss(R"({"type": "Feature", "geometry": 3})").find("its geometry ''") != std::string::npos);
  CHECK(geojson_loss(feature("GeometryCollection", "[]", "{}")).find("'GeometryCollection'") !=
        std::string::npos);
  CHECK(geojson_loss(feature("Point", "[2, 48]", "{}")).find("set class_property") != std::string::npos);
  CHECK(geojson_loss(feature("Point", "[2, 48]", R"({"class": "LMAP"})")).find("did you mean 'LAMP'?") !=
        std::string::npos);
  CHECK(geojson_loss(feature("Point", "[2, 48]", R"({"class": "CAR"})")).find("BOXES") != std::string::npos);
  for (const std::string coordinates :
       {"null", "[]", "[1]", "[1, \"x\"]", "[null, null]", "{}", "[[1, 2]]"}) {
    INFO(coordinates);
    CHECK(
        geojson_loss(feature("Point", coordinates, R"({"class": "LAMP"})")).find("a position of it is not") !=
        std::string::npos);
  }
  for (const std::string coordinates : {"null", "3", "[3]"}) {
    CHECK(
        geojson_loss(feature("Polygon", coordinates, R"({"class": "ROOF"})")).find("lists as its type has") !=
        std::string::npos);
  }
  CHECK(geojson_loss(feature("Polygon", "[[3]]", R"({"class": "ROOF"})")).find("a position of it") !=
        std::string::npos);
  CHECK(geojson_loss(feature("Polygon", "[]", R"({"class": "ROOF"})")).find("has no ring") !=
        std::string::npos);
  CHECK(geojson_loss(feature("Polygon", "[[]]", R"({"class": "CAR"})")).find("has no area") !=
        std::string::npos);
  CHECK(geojson_loss(feature("MultiPolygon", "[]", R"({"class": "ROOF"})")).find("its geometry is empty") !=
        std::string::npos);
  CHECK(geojson_loss(feature("Polygon", "[[[1, 2], [3, 4], [1, 2]]]", R"({"class": "ROOF"})"))
            .find("at least 3 different vertices") != std::string::npos);
  CHECK(geojson_loss(feature("Point", "[2, 91]", R"({"class": "LAMP"})")).find("latitude 91") !=
        std::string::npos);
  CHECK(geojson_loss(feature("Point", "[2, 0.5]", R"({"class": "LAMP"})"), {}, InputType::image)
            .find("outside") != std::string::npos);
  CHECK(geojson_loss(feature("Polygon", triangle_rings, car)).find("no upright rectangle") !=
        std::string::npos);
  CHECK(geojson_loss(feature("Point", "[1, 2]", car)).find("not that of the tool rectangle") !=
        std::string::npos);
  CHECK(geojson_loss(feature("Point", "[1, 2]", of("PIONTS", "LAMP", "marker")))
            .find("did you mean 'POINTS'?") != std::string::npos);
  CHECK(
      geojson_loss(feature("Point", "[1, 2]", of("POINTS", "LMAP", "marker"))).find("did you mean 'LAMP'?") !=
      std::string::npos);
  CHECK(geojson_loss(feature("Point", "[1, 2]", of("WEATHER", "SUN", "marker"))).find("WEATHER") !=
        std::string::npos);
  CHECK(geojson_loss(feature("Point", "[1, 2]", of("HOW", "SUN", "marker"))).find("has no classes") !=
        std::string::npos);
  CHECK(geojson_loss(feature("Point", "[1, 2]", R"({"kili": {"job": "POINTS"}})")).find("it has no class") !=
        std::string::npos);
  // A tool that the job has no longer: what it has is taken.
  const auto boxed =
      read_geojson(collection(feature("Polygon", triangle_rings, of("BOXES", "CAR", "polygon"))));
  CHECK(boxed.labels.size() == 1);
  CHECK(is_told(boxed.skipped, {"outlines of objects are left out, boxes are kept"}));
  const auto answer = [](const std::string& kili) {
    return R"({"type": "Feature", "geometry": null, "properties": {"kili": )" + kili + "}}";
  };
  CHECK(geojson_loss(answer("{}")).find("neither classes nor a text") != std::string::npos);
  CHECK(geojson_loss(answer(R"({"job": "WEATHER", "categories": [{"name": "SNOW"}]})")).find("SNOW") !=
        std::string::npos);
  CHECK(geojson_loss(answer(R"({"job": "WEATHER", "categories": []})")).find("it has no classes") !=
        std::string::npos);
  CHECK(geojson_loss(answer(R"({"job": "WEATHER", "text": "x"})")).find("WEATHER") != std::string::npos);
}

TEST_CASE("GeoJSON files that are broken or of another system cost themselves alone") {
  const std::string whole = collection(feature("Point", "[2, 48]", R"({"class": "LAMP"})"));
  CHECK(geojson_file_loss(whole.substr(0, 50)).find("not JSON") != std::string::npos);
  CHECK(geojson_file_loss("").find("not JSON") != std::string::npos);
  CHECK(geojson_file_loss("[1]").find("neither a \"FeatureCollection\"") != std::string::npos);
  CHECK(geojson_file_loss(R"({"type": "FeatureCollection", "features": {}})").find("neither") !=
        std::string::npos);
  CHECK(geojson_file_loss(R"({"type": "Point", "coordinates": [NaN, 1]})").find("not JSON") !=
        std::string::npos);
  CHECK(geojson_file_loss(R"({"type": "Point", "coordinates": [1e400, 1]})").find("not JSON") !=
        std::string::npos);
  CHECK(geojson_file_loss("{\"type\": \"\xff\"}").find("UTF-8") != std::string::npos);
  CHECK(geojson_file_loss(std::string(100'000, '[')).find("not JSON") != std::string::npos);
  CHECK(geojson_file_loss(std::string(100'000, '[') + std::string(100'000, ']')).find("neither") !=
        std::string::npos);
  const auto with_system = [&](const std::string& name) {
    return R"({"crs": {"type": "name", "properties": {"name": ")" + name + "\"}}," + whole.substr(1);
  };
  CHECK(geojson_file_loss(with_system("urn:ogc:def:crs:EPSG::3857")).find("'urn:ogc:def:crs:EPSG::3857'") !=
        std::string::npos);
  CHECK(read_geojson(with_system("urn:ogc:def:crs:OGC:1.3:CRS84")).labels.size() == 1);

  const TestFolder folder;
  static_cast<void>(folder.file("broken.geojson", "{"));
  static_cast<void>(folder.file("known.GeoJSON", whole));
  static_cast<void>(folder.file("unknown.geojson", whole));
  const auto read =
      read_geojson_folder(folder, InputType::geospatial, {.external_ids = {"broken", "known.tif"}});
  REQUIRE(read.labels.size() == 1);
  CHECK(read.labels[0].external_id == "known.tif");
  CHECK(read.skipped.size() == 2);
  CHECK(message_of_error<ValidationError>([&] {
          GeoJsonReader(folder.path(), label_file_ontology(InputType::pdf));
        }).find("geographic") != std::string::npos);
  CHECK(message_of_error<FileError>([&] {
          GeoJsonReader(folder.path("none"), label_file_ontology());
        }).find("none") != std::string::npos);
}
