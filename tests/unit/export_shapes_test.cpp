#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "exports/run_lengths.hpp"
#include "kili/exports/coco.hpp"
#include "kili/exports/geojson.hpp"
#include "kili/exports/yolo.hpp"
#include "kili/labels/annotation.hpp"
#include "test_folder.hpp"

using namespace kili;
using kili::test::read_file;
using kili::test::TestFolder;
using nlohmann::json;

namespace {

using Corners = std::vector<std::pair<double, double>>;

Ontology shaped_ontology(InputType type = InputType::image) {
  json categories = json::object();
  for (const char* name : {"A", "B"}) categories[name] = {{"name", name}, {"children", json::array()}};
  json job{{"mlTask", "OBJECT_DETECTION"},
           {"required", 0},
           {"isChild", false},
           {"tools", {"rectangle", "polygon", "semantic"}},
           {"content", {{"input", "checkbox"}, {"categories", categories}}}};
  json lines = job;
  lines["tools"] = {"marker", "polyline"};
  return Ontology(json{{"jobs", {{"SHAPES", job}, {"LINES", lines}}}}, type);
}

json outline_of(const Corners& corners) {
  json vertices = json::array();
  for (const auto& [x, y] : corners) vertices.push_back({{"x", x}, {"y", y}});
  return {{"normalizedVertices", vertices}};
}

json shape_of(const char* tool, const std::vector<Corners>& outlines) {
  json shape{{"type", tool}, {"categories", {{{"name", "A"}}}}, {"boundingPoly", json::array()}};
  for (const auto& outline : outlines) shape["boundingPoly"].push_back(outline_of(outline));
  return shape;
}

/// A mask of parts, each an outer outline and its holes.
json hierarchical_mask(const std::vector<std::vector<Corners>>& parts) {
  json shape = shape_of("semantic", {});
  for (const auto& part : parts) {
    json& list = shape["boundingPoly"].emplace_back(json::array());
    for (const auto& outline : part) list.push_back(outline_of(outline));
  }
  return shape;
}

ParsedLabel shaped_label(const std::vector<json>& shapes, InputType type = InputType::image,
                         const char* job = "SHAPES") {
  return {{{"jsonResponse", {{job, {{"annotations", shapes}}}}}}, shaped_ontology(type)};
}

Corners square(double left, double top, double right, double bottom) {
  return {{left, top}, {left, bottom}, {right, bottom}, {right, top}};
}

struct Written {
  json coco;
  std::string yolo;
  json geojson;
  std::vector<std::string> skipped;  // of each writer in turn
};

Written write_with_all(const std::vector<json>& shapes, CocoHoles holes = CocoHoles::run_lengths) {
  const ParsedLabel label = shaped_label(shapes);
  const TestFolder folder;
  CocoWriter coco(shaped_ontology(), {.holes = holes});
  coco.add(label, "a.png", {10, 10});
  YoloWriter yolo(folder.path(), shaped_ontology(), {.jobs = {"SHAPES"}});
  yolo.add(label, "a.png");
  GeoJson geojson = to_geojson(label);
  Written written{coco.json()["annotations"], read_file(folder.path("labels/a.txt")),
                  geojson.collection.get()["features"], coco.skipped()};
  for (const auto& list : {yolo.skipped(), geojson.skipped})
    written.skipped.insert(written.skipped.end(), list.begin(), list.end());
  return written;
}

double signed_area(const json& ring) {
  double sum = 0;
  for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
    sum += ring[i][0].get<double>() * ring[i + 1][1].get<double>() -
           ring[i + 1][0].get<double>() * ring[i][1].get<double>();
  }
  return sum / 2;
}

/// Rules of RFC 7946, 3.1.6, for the polygons of a geometry. @return the area of all.
double check_polygons(const json& geometry) {
  const bool is_one = geometry["type"] == "Polygon";
  REQUIRE((is_one || geometry["type"] == "MultiPolygon"));
  const json polygons = is_one ? json::array({geometry["coordinates"]}) : geometry["coordinates"];
  double area = 0;
  for (const auto& polygon : polygons) {
    for (std::size_t i = 0; i < polygon.size(); ++i) {
      CAPTURE(polygon[i].dump());
      REQUIRE(polygon[i].size() >= 4);
      CHECK(polygon[i].front() == polygon[i].back());
      CHECK((signed_area(polygon[i]) > 0) == (i == 0));
      area += signed_area(polygon[i]);
    }
  }
  return area;
}

json geographic(const std::vector<json>& shapes, const char* job = "SHAPES") {
  const GeoJson written = to_geojson(shaped_label(shapes, InputType::geospatial, job));
  CHECK(written.skipped.empty());
  const json features = written.collection.get()["features"];
  REQUIRE(features.size() == 1);
  return features[0]["geometry"];
}

}  // namespace

TEST_CASE("no writer writes a shape of no area, and each names it") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double infinite = std::numeric_limits<double>::infinity();
  const std::vector<json> degenerate{
      shape_of("semantic", {{{0.1, 0.1}, {0.5, 0.5}}}),
      shape_of("semantic", {{}}),
      shape_of("semantic", {}),
      shape_of("semantic", {{{0.1, 0.1}, {0.5, 0.5}, {0.1, 0.1}}}),
      shape_of("polygon", {{{0.1, 0.1}, {0.5, 0.5}, {0.9, 0.9}}}),
      shape_of("polygon", {{{0.1, 0.3}, {0.2, 0.6}, {0.3, 0.9}}}),
      shape_of("polygon", {{{0.1, 0.1}, {nan, 0.5}, {0.9, 0.1}}}),
      shape_of("polygon", {{{0.1, 0.1}, {infinite, 0.5}, {0.9, 0.1}}}),
      shape_of("rectangle", {square(0.5, 0.5, 0.5, 0.5)}),
      shape_of("rectangle", {square(0.1, 0.5, 0.9, 0.5)}),
      shape_of("rectangle", {square(0.3, 0.1, 0.1 + 0.2, 0.9)}),  // differs in the last bit
      hierarchical_mask({{}}),
      hierarchical_mask({{{{0.1, 0.1}, {0.5, 0.5}}}}),
      {{"type", "rectangle"}, {"categories", {{{"name", "A"}}}}},
      json::object(),
  };
  for (const json& shape : degenerate) {
    CAPTURE(shape.dump());
    const Written written = write_with_all({shape, shape_of("rectangle", {square(0.2, 0.2, 0.4, 0.4)})});
    CHECK(written.coco.size() == 1);
    CHECK(std::ranges::count(written.yolo, '\n') == 1);
    CHECK(written.geojson.size() == 1);
    REQUIRE(written.skipped.size() == 3);
    for (const auto& loss : written.skipped) CHECK_THAT(loss, Catch::Contains("'SHAPES', annotation 1: "));
  }
}

TEST_CASE("what reaches out of the image is left out of formats of images, rounding is not") {
  for (const auto& outside : {square(-0.1, 0.1, 0.5, 0.5), square(0.1, 0.1, 0.5, 1.01), square(2, 2, 3, 3)}) {
    const Written written = write_with_all({shape_of("rectangle", {outside})});
    CHECK(written.coco.empty());
    CHECK(written.yolo.empty());
    CHECK(written.geojson.size() == 1);  // coordinates of any range
    REQUIRE(written.skipped.size() == 2);
    CHECK_THAT(written.skipped[0], Catch::Contains("out of the image"));
  }
  const Written written = write_with_all({shape_of("rectangle", {square(-1e-9, 0, 1 + 1e-9, 1)})});
  CHECK(written.yolo == "0 0.5 0.5 1.0 1.0\n");
  CHECK(written.coco.at(0)["bbox"] == json{0, 0, 10, 10});
  CHECK(written.skipped.empty());
}

TEST_CASE("boxes and areas of less than a pixel are not rounded to nothing") {
  const Written written = write_with_all({shape_of("rectangle", {square(0.5, 0.125, 0.53125, 0.875)})});
  CHECK(written.coco.at(0)["bbox"] == json{5.0, 1.25, 0.3125, 7.5});
  CHECK(written.coco.at(0)["area"] == 2);
  const Written tiny = write_with_all({shape_of("rectangle", {square(0.5, 0.5, 0.515625, 0.515625)})});
  CHECK(tiny.coco.at(0)["area"].get<double>() == Approx(0.15625 * 0.15625));
  CHECK(tiny.coco.at(0)["bbox"][2].get<double>() > 0);
}

TEST_CASE("the corners of a rectangle may come in any order") {
  std::vector<std::size_t> order{0, 1, 2, 3};
  const Corners corners = square(0.25, 0.5, 0.75, 0.625);
  do {
    Corners shuffled;
    for (const std::size_t index : order) shuffled.push_back(corners[index]);
    const Written written = write_with_all({shape_of("rectangle", {shuffled})});
    CHECK(written.yolo == "0 0.5 0.5625 0.5 0.125\n");
    CHECK(written.coco.at(0)["area"] == 6);
    CHECK(check_polygons(written.geojson.at(0)["geometry"]) == Approx(0.0625));
    CHECK(written.skipped.empty());
  } while (std::ranges::next_permutation(order).found);
}

TEST_CASE("rings of GeoJSON are closed and go the way of RFC 7946") {
  Corners outer = square(0, 0, 1, 1);
  Corners hole = square(0.25, 0.25, 0.5, 0.5);
  for (int turns = 0; turns < 4; ++turns) {
    std::ranges::reverse((turns & 1) != 0 ? hole : outer);
    Corners closed = outer;
    closed.push_back(outer.front());
    for (const auto& ring : {outer, closed}) {
      const Written written = write_with_all({shape_of("semantic", {ring, hole})});
      CHECK(check_polygons(written.geojson.at(0)["geometry"]) == Approx(1 - 0.0625));
    }
    CHECK(check_polygons(write_with_all({shape_of("polygon", {outer})}).geojson.at(0)["geometry"]) ==
          Approx(1));
  }
}

TEST_CASE("holes are run lengths in COCO, or polygons on request") {
  const json mask = shape_of("semantic", {square(0.1, 0.1, 0.5, 0.6), square(0.2, 0.2, 0.3, 0.4)});
  const json runs = write_with_all({mask}).coco.at(0);
  // Columns 1 to 4 of 10, rows 1 to 5; column 2 without rows 2 and 3.
  CHECK(runs["segmentation"] == json{{"size", {10, 10}}, {"counts", {11, 5, 5, 1, 2, 2, 5, 5, 5, 5, 54}}});
  CHECK(runs["area"].get<double>() == Approx(18));
  CHECK(runs["bbox"] == json{1, 1, 4, 5});
  CHECK(runs["iscrowd"] == 0);
  const json polygons = write_with_all({mask}, CocoHoles::polygons).coco.at(0);
  REQUIRE(polygons["segmentation"].size() == 2);
  CHECK(polygons["segmentation"][1].size() == 8);
  const Written covered =
      write_with_all({shape_of("semantic", {square(0.1, 0.1, 0.5, 0.5), square(0.1, 0.1, 0.5, 0.5)})});
  CHECK(covered.coco.empty());
  CHECK_THAT(covered.skipped.at(0), Catch::Contains("holes"));
  CHECK_THAT(covered.skipped.at(1), Catch::Contains("without 1 holes"));  // YOLO has no holes
}

TEST_CASE("run lengths count the pixels whose centres are inside") {
  using kili::labels::AreaPart;
  using kili::labels::run_lengths;
  using Runs = std::vector<std::uint64_t>;
  const auto part = [](double left, double top, double right, double bottom) {
    return AreaPart{{{left, top}, {right, top}, {right, bottom}, {left, bottom}}, {}};
  };
  CHECK(run_lengths(std::vector{part(0, 0, 2, 2)}, 2, 2) == Runs{0, 4});
  CHECK(run_lengths(std::vector{part(0, 0, 1, 2)}, 2, 2) == Runs{0, 2, 2});
  CHECK(run_lengths(std::vector{part(0.6, 0.6, 1.4, 1.4)}, 2, 2) == Runs{4});
  CHECK(run_lengths(std::vector{part(0.4, 0.4, 1.6, 0.6)}, 2, 2) == Runs{0, 1, 1, 1, 1});
  CHECK(run_lengths(std::vector{part(0, 0, 1, 1), part(1, 1, 2, 2)}, 2, 2) == Runs{0, 1, 2, 1});
  CHECK(run_lengths(std::vector{part(0, 0, 2, 2), part(1, 0, 2, 2)}, 3, 2) == Runs{0, 4, 2});
}

TEST_CASE("a list of lists of outlines is an object of several parts") {
  const json mask = hierarchical_mask(
      {{square(0, 0, 0.5, 0.5), square(0.125, 0.125, 0.25, 0.25)}, {square(0.5, 0.5, 1, 1)}});
  const ParsedLabel label = shaped_label({mask});
  const BoundingPolyList& outlines = label.jobs()["SHAPES"].annotations()[0].bounding_poly();
  CHECK(outlines.is_hierarchical());
  CHECK(outlines.size() == 3);
  REQUIRE(outlines.part_count() == 2);
  CHECK(outlines.part(0).size() == 2);
  CHECK(outlines.part(1).size() == 1);
  CHECK_THROWS_AS(outlines.part(2), LabelIndexError);
  CHECK(label.json_response()["SHAPES"]["annotations"][0]["boundingPoly"] == mask["boundingPoly"]);

  const Written written = write_with_all({mask});
  REQUIRE(written.geojson.size() == 1);
  CHECK(written.geojson[0]["geometry"]["type"] == "MultiPolygon");
  CHECK(written.geojson[0]["geometry"]["coordinates"].size() == 2);
  CHECK(check_polygons(written.geojson[0]["geometry"]) == Approx(0.5 - 0.015625));
  REQUIRE(written.coco.size() == 1);
  CHECK(written.coco[0]["segmentation"].is_object());
  CHECK(written.coco[0]["bbox"] == json{0, 0, 10, 10});
  CHECK(std::ranges::count(written.yolo, '\n') == 2);

  const Written one = write_with_all({hierarchical_mask({{square(0, 0, 0.5, 0.5)}})});
  CHECK(one.geojson.at(0)["geometry"]["type"] == "Polygon");
  CHECK(one.coco.at(0)["segmentation"].size() == 1);
  const Written two =
      write_with_all({hierarchical_mask({{square(0, 0, 0.5, 0.5)}, {square(0.5, 0.5, 1, 1)}})});
  CHECK(two.coco.at(0)["segmentation"].size() == 2);
  CHECK(two.coco.at(0)["area"] == 50);
}

TEST_CASE("a part that cannot be written costs that part") {
  const Written written = write_with_all(
      {hierarchical_mask({{square(0, 0, 0.5, 0.5), {{0.1, 0.1}, {0.2, 0.2}}}, {{{0.7, 0.7}, {0.8, 0.8}}}})});
  CHECK(written.coco.size() == 1);
  CHECK(written.geojson.at(0)["geometry"]["type"] == "Polygon");
  REQUIRE(written.skipped.size() == 6);
  CHECK_THAT(written.skipped[0], Catch::Contains("part 1: hole 1:"));
  CHECK_THAT(written.skipped[1], Catch::Contains("part 2:"));
}

TEST_CASE("outlines are added to a list of parts as parts") {
  ParsedLabel label = shaped_label({hierarchical_mask({{square(0, 0, 0.5, 0.5)}})});
  auto& outlines = label.jobs()["SHAPES"].annotations()[0].bounding_poly();
  outlines.add_bounding_poly(std::vector<Point>{{0.5, 0.5}, {0.75, 0.5}, {0.75, 0.75}});
  CHECK(outlines.part_count() == 2);
  CHECK(outlines.as_list()[1].is_array());
  const ParsedLabel again = shaped_label(label.json_response()["SHAPES"]["annotations"]);
  CHECK(again.json_response() == label.json_response());
  CHECK_THROWS_AS(
      shaped_label({shape_of("semantic", {})
                        .patch(json::array(
                            {{{"op", "add"}, {"path", "/boundingPoly/0"}, {"value", json::array()}},
                             {{"op", "add"}, {"path", "/boundingPoly/1"}, {"value", outline_of({})}}}))}),
      MalformedLabelError);
}

TEST_CASE("further classes of an object are named") {
  json shape = shape_of("rectangle", {square(0, 0, 0.5, 0.5)});
  shape["categories"].push_back({{"name", "B"}});
  const Written written = write_with_all({shape});
  CHECK(written.coco.size() == 1);
  REQUIRE(written.skipped.size() == 2);  // GeoJSON has all classes
  CHECK_THAT(written.skipped[0], Catch::Contains("'A'") && Catch::Contains("1 further"));
}

TEST_CASE("lines need two vertices, and markers numbers") {
  const auto line = [](const Corners& corners) {
    json shape{{"type", "polyline"}, {"categories", {{{"name", "A"}}}}};
    shape["polyline"] = outline_of(corners)["normalizedVertices"];
    return shape;
  };
  const json marker{{"type", "marker"},
                    {"categories", {{{"name", "A"}}}},
                    {"point", {{"x", std::numeric_limits<double>::quiet_NaN()}, {"y", 0.5}}}};
  const GeoJson written = to_geojson(shaped_label(
      {line({{0.1, 0.1}}), line({}), line({{0.1, 0.1}, {0.1, 0.1}}), marker, line({{0.1, 0.1}, {0.2, 0.2}})},
      InputType::image, "LINES"));
  CHECK(written.collection.get()["features"].size() == 1);
  CHECK(written.skipped.size() == 4);
}

TEST_CASE("shapes on the globe are cut at the antimeridian") {
  const auto in_range = [](const json& geometry) {
    for (const auto& number : geometry["coordinates"].flatten()) CHECK(std::abs(number.get<double>()) <= 180);
  };
  // The same shape, drawn across the border of the map and stored with longitudes of either form.
  for (const auto& box : {square(170, 10, 190, 20), square(-190, 10, -170, 20), square(170, 10, -170, 20),
                          square(530, 10, 550, 20)}) {
    const json geometry = geographic({shape_of("rectangle", {box})});
    CAPTURE(geometry.dump());
    CHECK(geometry["type"] == "MultiPolygon");
    CHECK(geometry["coordinates"].size() == 2);
    CHECK(check_polygons(geometry) == Approx(200));
    in_range(geometry);
  }
  // Outside of the range, but across no antimeridian.
  const json moved = geographic({shape_of("polygon", {square(190, 10, 200, 20)})});
  CHECK(moved["type"] == "Polygon");
  CHECK(check_polygons(moved) == Approx(100));
  in_range(moved);
  // Within the range nothing is changed, also around the whole Earth.
  CHECK(geographic({shape_of("polygon", {square(-180, -90, 180, 90)})})["coordinates"][0].size() == 5);
  CHECK(check_polygons(geographic({shape_of("polygon", {square(170, 0, 180, 10)})})) == Approx(100));

  // A hole across the border, one on each side, and a shape that crosses the border four times.
  const json holes = geographic({shape_of("semantic", {square(160, 0, 200, 40), square(175, 10, 185, 20),
                                                       square(162, 2, 164, 4), square(-164, 2, -162, 4)})});
  CHECK(check_polygons(holes) == Approx(1600 - 100 - 4 - 4));
  in_range(holes);
  CHECK(holes["coordinates"].size() == 2);
  const json fork = geographic({shape_of(
      "polygon", {{{170, 0}, {190, 0}, {190, 10}, {172, 10}, {172, 20}, {190, 20}, {190, 30}, {170, 30}}})});
  CHECK(fork["coordinates"].size() == 3);
  CHECK(check_polygons(fork) == Approx(600 - 180));
  const json parts = geographic({hierarchical_mask({{square(170, 10, 190, 20)}, {square(0, 0, 10, 10)}})});
  CHECK(parts["coordinates"].size() == 3);
}

TEST_CASE("lines and markers on the globe stay in range") {
  const auto line = [](const Corners& corners) {
    json shape{{"type", "polyline"}, {"categories", {{{"name", "A"}}}}};
    shape["polyline"] = outline_of(corners)["normalizedVertices"];
    return geographic({shape}, "LINES");
  };
  for (const auto& across :
       {Corners{{170, 45}, {-170, 45}}, Corners{{170, 45}, {190, 45}}, Corners{{530, 45}, {550, 45}}}) {
    CHECK(line(across) ==
          json{{"type", "MultiLineString"},
               {"coordinates", {{{170.0, 45.0}, {180.0, 45.0}}, {{-180.0, 45.0}, {-170.0, 45.0}}}}});
  }
  CHECK(line({{-170, 45}, {-200, 30}}) ==
        json{{"type", "MultiLineString"},
             {"coordinates", {{{-170.0, 45.0}, {-180.0, 40.0}}, {{180.0, 40.0}, {160.0, 30.0}}}}});
  CHECK(line({{170, 0}, {180, 1}})["type"] == "LineString");
  CHECK(line({{180, 0}, {170, 1}})["coordinates"] == json{{180.0, 0.0}, {170.0, 1.0}});
  CHECK(line({{180, 0}, {190, 1}})["coordinates"] == json{{-180.0, 0.0}, {-170.0, 1.0}});
  CHECK(line({{-180, 0}, {-190, 1}})["coordinates"] == json{{180.0, 0.0}, {170.0, 1.0}});
  const json marker{
      {"type", "marker"}, {"categories", {{{"name", "A"}}}}, {"point", {{"x", 190.5}, {"y", 5}}}};
  CHECK(geographic({marker}, "LINES")["coordinates"] == json{-169.5, 5.0});
}

TEST_CASE("what has no form on the globe is left out and named") {
  const std::vector<std::pair<Corners, std::string>> cases{
      {{{0, 80}, {120, 80}, {-120, 80}}, "pole"},
      {{{0, 0}, {10, 91}, {10, 0}}, "latitude"},
      {{{-200, 0}, {-50, 50}, {100, 50}, {200, 0}}, "around the Earth"},
      {{{0, 0}, {1e9, 50}, {200, 0}}, "longitude"},
  };
  for (const auto& [corners, why] : cases) {
    const GeoJson written = to_geojson(shaped_label({shape_of("polygon", {corners})}, InputType::geospatial));
    CHECK(written.collection.get()["features"].empty());
    REQUIRE(written.skipped.size() == 1);
    CHECK_THAT(written.skipped[0], Catch::Contains(why));
  }
}
