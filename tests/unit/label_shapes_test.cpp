#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "built_labels.hpp"
#include "kili/errors.hpp"
#include "kili/labels/label_builder.hpp"

using Catch::Matchers::Contains;
using nlohmann::json;
using namespace kili;
using namespace kili::test;

TEST_CASE("shapes are given in pixels or fractions") {
  LabelBuilder label = hundred_pixels();
  const std::vector<Point> ring{{0, 0}, {50, 0}, {0, 100}, {0, 0}};  // closed
  const std::vector<std::vector<Point>> holes{{{5, 5}, {10, 5}, {5, 10}}};
  label.add_polygon("OBJECTS", "CAR", ring, holes, {.mid = "p"});
  label.add_polyline("OBJECTS", "CAR", three_corners, {.mid = "l"});
  label.add_marker("OBJECTS", "CAR", {0.5, 1}, {.mid = "m", .unit = CoordinateUnit::fractions});
  label.add_box("BOXES", "A", Point{100, 0}, Point{0, 100}, {.mid = "b"}).add_category("B", 5);
  label.add_polyline("BOXES", "B", three_corners, {.mid = "v"});
  const json response = checked_label(label);
  const json& objects = response["OBJECTS"]["annotations"];
  CHECK(objects[0]["boundingPoly"] == json::parse(R"([
      {"normalizedVertices": [{"x": 0.0, "y": 0.0}, {"x": 0.5, "y": 0.0}, {"x": 0.0, "y": 0.5}]},
      {"normalizedVertices": [{"x": 0.05, "y": 0.025}, {"x": 0.1, "y": 0.025}, {"x": 0.05, "y": 0.05}]}])"));
  CHECK(objects[1]["polyline"].size() == 3);
  CHECK(objects[2]["point"] == json::parse(R"({"x": 0.5, "y": 1.0})"));
  CHECK(response["BOXES"]["annotations"][0]["categories"] ==
        json::parse(R"([{"name": "A"}, {"name": "B", "confidence": 5}])"));
  CHECK(response["BOXES"]["annotations"][1]["type"] == "vector");
}

TEST_CASE("a pose has the points that the interface lists") {
  LabelBuilder label = hundred_pixels();
  label.add_category("CLASS", "NIGHT");
  const std::vector<PoseVertex> eye{{.code = "LEFT_EYE", .point = {10, 20}}};
  label.add_pose("OBJECTS", "FACE", eye, {.mid = "p"});
  const json pose = checked_label(label)["OBJECTS"]["annotations"][0];
  CHECK(pose["points"][0]["code"] == "LEFT_EYE");
  CHECK(pose["points"][0]["name"] == "Left eye");
  CHECK(pose["points"][0]["jobName"] == "OBJECTS");
  CHECK(label.missing_answers() == std::vector<std::string>{"OBJECTS[0].NOSE"});
  const auto add = [](std::vector<PoseVertex> points) {
    return refused_addition<InvalidMutationError>(
        [&](LabelBuilder& other) { other.add_pose("OBJECTS", "FACE", points); });
  };
  CHECK(add({}) == "job 'OBJECTS': category 'FACE': the pose has no points");
  CHECK(add({{.code = "NOSA"}}) ==
        "job 'OBJECTS': category 'FACE': the pose has no point 'NOSA'; did you mean 'NOSE'?");
  CHECK(add({{.code = "NOSE"}, {.code = "NOSE"}}) ==
        "job 'OBJECTS': category 'FACE': the point 'NOSE' is there already");
}

TEST_CASE("a mask is one object, or one for each part") {
  //   # . #
  //   . . .
  const std::vector<std::uint8_t> pixels{1, 0, 1, 0, 0, 0};
  const BinaryMask mask{.height = 2, .pixels = pixels, .width = 3};
  LabelBuilder label = hundred_pixels();
  REQUIRE(label.add_mask("OBJECTS", "CAR", mask, {.mid = "one"}).has_value());
  CHECK(label.add_mask_parts("OBJECTS", "CAR", mask).size() == 2);
  const json objects = checked_label(label)["OBJECTS"]["annotations"];
  CHECK(objects[0]["boundingPoly"].size() == 2);
  CHECK(objects[0]["boundingPoly"][0].is_array());
  CHECK(objects[1]["boundingPoly"] ==
        json::parse(R"([{"normalizedVertices": [{"x": 0.3333333333333333, "y": 0.0},
            {"x": 0.3333333333333333, "y": 0.5}, {"x": 0.0, "y": 0.5}, {"x": 0.0, "y": 0.0}]}])"));
  CHECK(label.label().jobs()["OBJECTS"].annotations()[0].bounding_poly().part_count() == 2);
}

TEST_CASE("a mask without pixels adds nothing") {
  const std::vector<std::uint8_t> pixels(6, 0);
  const BinaryMask mask{.height = 2, .pixels = pixels, .width = 3};
  LabelBuilder label(built_ontology());
  CHECK_FALSE(label.add_mask("OBJECTS", "CAR", mask).has_value());
  CHECK(label.add_mask_parts("OBJECTS", "CAR", mask).empty());
  CHECK(label.json_response() == json::object());
  CHECK_THROWS_AS(label.add_mask("OBJECTS", "KAR", mask), InvalidMutationError);
  CHECK_THROWS_AS(label.add_mask("BOXES", "A", mask), InvalidMutationError);
}

TEST_CASE("objects in PDFs are on pages") {
  const Ontology ontology = built_ontology(InputType::pdf);
  LabelBuilder label(ontology, ImageSize{100, 100});
  label.add_box("OBJECTS", "CAR", {.x = 0, .y = 0, .width = 50, .height = 50}, {.page = 2});
  label.add_polygon("OBJECTS", "CAR", three_corners, {.page = 0});
  const json box = checked_label(label, ontology)["OBJECTS"]["annotations"][0];
  CHECK(box["annotations"][0]["pageNumberArray"] == json{2});
  CHECK(box["annotations"][0]["polys"] == box["annotations"][0]["boundingPoly"]);
  CHECK(label.label().jobs()["OBJECTS"].annotations()[1].annotations()[0].polys()[0].ring(0).size() == 3);
  CHECK_THROWS_WITH(label.add_polygon("OBJECTS", "CAR", three_corners), Contains("set page"));
  CHECK_THROWS_AS(label.add_polygon("OBJECTS", "CAR", three_corners, {.page = -1}), InvalidMutationError);
  CHECK_THROWS_AS(label.add_marker("OBJECTS", "CAR", {1, 1}, {.page = 1}), InvalidMutationError);
  LabelBuilder image = hundred_pixels();
  CHECK_THROWS_AS(image.add_polygon("OBJECTS", "CAR", three_corners, {.page = 1}), InvalidMutationError);
}

TEST_CASE("coordinates outside of the image are refused or moved onto the edge") {
  const auto add = [](Point point, ObjectOptions options = {}) {
    return refused_addition<InvalidMutationError>(
        [&](LabelBuilder& label) { label.add_marker("OBJECTS", "CAR", point, options); });
  };
  CHECK(add({101, 5}) ==
        "job 'OBJECTS': category 'CAR': the point (101, 5) lies outside of the image of 100 x 200 pixels; "
        "set outside "
        "to OutsideImage::clamp to move it onto the edge");
  CHECK_THAT(add({50, 5}, {.unit = CoordinateUnit::fractions}),
             Contains("set unit to CoordinateUnit::pixels"));
  CHECK_THAT(add({NAN, 5}, {.outside = OutsideImage::clamp}), Contains("(nan, 5) is not finite"));
  CHECK_THAT(add({1, INFINITY}, {.outside = OutsideImage::clamp}), Contains("is not finite"));
  CHECK_THAT(add({1, 1}, {.unit = CoordinateUnit::degrees}), Contains("geographic"));
  LabelBuilder label = hundred_pixels();
  label.add_marker("OBJECTS", "CAR", {100.00000001, -3}, {.outside = OutsideImage::clamp});
  label.add_marker("OBJECTS", "CAR", {100.00000001, -0.00000001});  // a rounding error
  const json objects = checked_label(label)["OBJECTS"]["annotations"];
  CHECK(objects[0]["point"] == json::parse(R"({"x": 1.0, "y": 0.0})"));
  CHECK(objects[1]["point"] == objects[0]["point"]);
  LabelBuilder sizeless(built_ontology());
  CHECK_THROWS_WITH(sizeless.add_marker("OBJECTS", "CAR", {1, 1}),
                    Contains("pixels need the size of the image"));
  CHECK_THROWS_AS(LabelBuilder(built_ontology(), ImageSize{0, 5}), ValidationError);
}

TEST_CASE("geographic coordinates are degrees") {
  LabelBuilder label(built_ontology(InputType::geospatial));
  label.add_marker("OBJECTS", "CAR", {-122.4, 37.8}, {.unit = CoordinateUnit::degrees});
  CHECK(checked_label(label, built_ontology(InputType::geospatial))["OBJECTS"]["annotations"][0]["point"] ==
        json::parse(R"({"x": -122.4, "y": 37.8})"));
  CHECK_THROWS_WITH(label.add_marker("OBJECTS", "CAR", {37.8, -122.4}, {.unit = CoordinateUnit::degrees}),
                    Contains("x is the longitude"));
}

TEST_CASE("shapes without an area are refused") {
  const auto box = [](PixelBox size, ObjectOptions options = {}) {
    return refused_addition<InvalidMutationError>(
        [&](LabelBuilder& label) { label.add_box("BOXES", "A", size, options); });
  };
  CHECK_THAT(box({.x = 1, .y = 1, .width = 0, .height = 5}), Contains("has no area"));
  CHECK_THAT(box({.x = 9, .y = 9, .width = -3, .height = 5}), Contains("sides are not negative"));
  CHECK_THAT(box({.x = 120, .y = 1, .width = 9, .height = 9}, {.outside = OutsideImage::clamp}),
             Contains("has no area within the image"));
  const auto polygon = [](std::vector<Point> ring) {
    return refused_addition<InvalidMutationError>(
        [&](LabelBuilder& label) { label.add_polygon("OBJECTS", "CAR", ring); });
  };
  CHECK_THAT(polygon({}), Contains("at least 3 different vertices"));
  CHECK_THAT(polygon({{1, 1}, {2, 2}, {1, 1}}), Contains("this one has 2, 2 different"));
  CHECK_THAT(polygon({{1, 1}, {2, 2}, {1, 1}, {2, 2}}), Contains("this one has 4, 2 different"));
  CHECK_THAT(refused_addition<InvalidMutationError>(
                 [](LabelBuilder& label) { label.add_mask("OBJECTS", "CAR", std::span<const MaskPart>()); }),
             Contains("the mask has no parts"));
  CHECK_THAT(refused_addition<InvalidMutationError>([](LabelBuilder& label) {
               const std::vector<Point> one{{1, 1}};
               label.add_polyline("OBJECTS", "CAR", one);
             }),
             Contains("at least 2 vertices"));
}

TEST_CASE("a confidence is an integer from 0 to 100") {
  CHECK_THROWS_AS(Confidence(101), ValidationError);
  CHECK_THROWS_AS(Confidence(-1), ValidationError);
  CHECK_THROWS_AS(Confidence(std::numeric_limits<std::uint64_t>::max()), ValidationError);
  CHECK_THROWS_AS(Confidence::from_probability(1.01), ValidationError);
  CHECK_THROWS_AS(Confidence::from_probability(NAN), ValidationError);
  CHECK(Confidence::from_probability(0.995).percent() == 100);
  CHECK(Confidence(100U).percent() == 100);
  static_assert(!std::is_constructible_v<Confidence, double>);  // 0.97 would become 0
}
