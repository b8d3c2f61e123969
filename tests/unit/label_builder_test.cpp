#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "kili/errors.hpp"
#include "kili/labels/check_label.hpp"
#include "kili/labels/label_builder.hpp"

using Catch::Matchers::Contains;
using nlohmann::json;
using namespace kili;

namespace {

constexpr auto built_interface = R"({"jobs": {
    "OBJECTS": {"mlTask": "OBJECT_DETECTION", "required": 0, "isChild": false,
                "tools": ["rectangle", "polygon", "marker", "polyline", "semantic", "pose"],
                "content": {"input": "radio", "categories": {
                  "CAR": {"name": "Car", "children": ["NOTE"]}, "TRUCK": {"name": "Truck", "children": []},
                  "FACE": {"name": "Face", "children": [], "points": [
                    {"code": "NOSE", "name": "Nose", "mandatory": true}, {"code": "LEFT_EYE", "name": "Left eye"}]}}}},
    "BOXES": {"mlTask": "OBJECT_DETECTION", "required": 0, "isChild": false, "tools": ["rectangle", "vector"],
              "content": {"input": "checkbox", "categories": {"A": {"name": "A"}, "B": {"name": "B"}}}},
    "LINKS": {"mlTask": "OBJECT_RELATION", "required": 0, "isChild": false,
              "content": {"input": "radio", "categories": {"TOWS": {"name": "Tows"}}}},
    "NOTE": {"mlTask": "TRANSCRIPTION", "required": 1, "isChild": true, "content": {"input": "textField"}},
    "DATE": {"mlTask": "TRANSCRIPTION", "required": 0, "isChild": false, "content": {"input": "date"}},
    "CLASS": {"mlTask": "CLASSIFICATION", "required": 1, "isChild": false,
              "content": {"input": "radio", "categories": {"DAY": {"name": "Day", "children": ["NOTE"]},
                                                           "NIGHT": {"name": "Night"}}}},
    "MANY": {"mlTask": "CLASSIFICATION", "required": 0, "isChild": false,
             "content": {"input": "checkbox", "categories": {"A": {"name": "A"}, "B": {"name": "B"}}}},
    "WORDS": {"mlTask": "NAMED_ENTITIES_RECOGNITION", "required": 0, "isChild": false,
              "content": {"input": "radio", "categories": {"PER": {"name": "Person"}, "ORG": {"name": "Org"}}}},
    "WORKS": {"mlTask": "NAMED_ENTITIES_RELATION", "required": 0, "isChild": false,
              "content": {"input": "radio", "categories": {"FOR": {"name": "For"}}}},
    "REPORT": {"mlTask": "FILE", "required": 0, "isChild": false, "content": {}}}})";

Ontology built_ontology(InputType input_type = InputType::image) {
  return Ontology::parse(built_interface, input_type);
}
LabelBuilder hundred_pixels() { return LabelBuilder(built_ontology(), ImageSize{100, 200}); }

/// What is built fits the interface, is read again, and is complete in the text.
json checked(const LabelBuilder& label, const Ontology& ontology) {
  json response = label.json_response();
  for (const auto& finding : check_label(response, ontology))
    FAIL_CHECK(finding.path << ": " << finding.message);
  CHECK(json::parse(label.json_text()) == response);
  json readable = response;
  readable.erase("assetLevel");
  readable.erase("REPORT");
  const ParsedLabel parsed({{"jsonResponse", readable}}, ontology);
  CHECK(label.label().json_response() == parsed.json_response());
  if (!ontology.is_video()) CHECK(parsed.json_response() == readable);
  return response;
}
json checked(const LabelBuilder& label) { return checked(label, built_ontology()); }

template <typename Error, typename Add>
std::string refusal(Add add) {
  LabelBuilder label = hundred_pixels();
  try {
    add(label);
  } catch (const Error& error) {
    CHECK(label.json_response() == json::object());  // nothing was added
    return error.what();
  }
  return "not refused";
}

const std::vector<Point> triangle{{0, 0}, {50, 0}, {0, 100}};

}  // namespace

TEST_CASE("a builder makes a label of every kind of answer") {
  LabelBuilder label = hundred_pixels();
  label.add_category("CLASS", "DAY", {.confidence = 93}).children().set_text("NOTE", "sunny");
  label.add_category("MANY", "A");
  label.add_category("MANY", "B", {.confidence = Confidence::from_probability(0.556)});
  label.set_text("DATE", "2024-02-29");
  const auto box = label.add_box("OBJECTS", "CAR", {.x = 10, .y = 20, .width = 30, .height = 40},
                                 {.confidence = 87, .mid = "m1", .score = 50});
  box.children().set_text("NOTE", "AB-123");
  CHECK(box.mid() == "m1");
  CHECK(checked(label) == json::parse(R"({
      "CLASS": {"categories": [{"name": "DAY", "confidence": 93, "children": {"NOTE": {"text": "sunny"}}}]},
      "MANY": {"categories": [{"name": "A"}, {"name": "B", "confidence": 56}]},
      "DATE": {"text": "2024-02-29"},
      "OBJECTS": {"annotations": [{"type": "rectangle", "mid": "m1", "score": 50,
        "categories": [{"name": "CAR", "confidence": 87}], "children": {"NOTE": {"text": "AB-123"}},
        "boundingPoly": [{"normalizedVertices": [
          {"x": 0.1, "y": 0.3}, {"x": 0.1, "y": 0.1}, {"x": 0.4, "y": 0.1}, {"x": 0.4, "y": 0.3}]}]}]}})"));
  CHECK(label.missing_answers().empty());
}

TEST_CASE("shapes are given in pixels or fractions") {
  LabelBuilder label = hundred_pixels();
  const std::vector<Point> ring{{0, 0}, {50, 0}, {0, 100}, {0, 0}};  // closed
  const std::vector<std::vector<Point>> holes{{{5, 5}, {10, 5}, {5, 10}}};
  label.add_polygon("OBJECTS", "CAR", ring, holes, {.mid = "p"});
  label.add_polyline("OBJECTS", "CAR", triangle, {.mid = "l"});
  label.add_marker("OBJECTS", "CAR", {0.5, 1}, {.mid = "m", .unit = CoordinateUnit::fractions});
  label.add_box("BOXES", "A", Point{100, 0}, Point{0, 100}, {.mid = "b"}).add_category("B", 5);
  label.add_polyline("BOXES", "B", triangle, {.mid = "v"});
  const json response = checked(label);
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
  const json pose = checked(label)["OBJECTS"]["annotations"][0];
  CHECK(pose["points"][0]["code"] == "LEFT_EYE");
  CHECK(pose["points"][0]["name"] == "Left eye");
  CHECK(pose["points"][0]["jobName"] == "OBJECTS");
  CHECK(label.missing_answers() == std::vector<std::string>{"OBJECTS[0].NOSE"});
  const auto add = [](std::vector<PoseVertex> points) {
    return refusal<InvalidMutationError>(
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
  const json objects = checked(label)["OBJECTS"]["annotations"];
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

TEST_CASE("entities and relations are related by their mids") {
  LabelBuilder label(built_ontology(InputType::text));
  const auto person = label.add_entity("WORDS", "PER", 0, "Zo\xC3\xAB");
  const auto company = label.add_entity("WORDS", "ORG", 13, "ACME", {.confidence = 90, .end_offset = 17});
  CHECK(person.mid() != company.mid());
  const std::vector<std::string> starts{person.mid()};
  const std::vector<std::string> ends{company.mid()};
  label.add_relation("WORKS", "FOR", starts, ends, {.mid = "r"});
  const json response = checked(label, built_ontology(InputType::text));
  CHECK(response["WORDS"]["annotations"][1]["endOffset"] == 17);
  CHECK(response["WORKS"] == json{{"annotations",
                                   {{{"mid", "r"},
                                     {"categories", {{{"name", "FOR"}}}},
                                     {"startEntities", {{{"mid", person.mid()}}}},
                                     {"endEntities", {{{"mid", company.mid()}}}}}}}});
  const std::vector<std::string> unknown{"nobody"};
  CHECK_THROWS_WITH(label.add_relation("WORKS", "FOR", unknown, ends),
                    Contains("no annotation with the mid 'nobody'; add what is related first"));
  CHECK_THROWS_AS(label.add_relation("WORKS", "FOR", {}, ends), InvalidMutationError);
  CHECK_THROWS_AS(label.add_relation("WORDS", "PER", starts, ends), AttributeNotCompatibleWithJobError);
  CHECK_THROWS_AS(label.add_entity("WORDS", "PER", -1, "x"), InvalidMutationError);
  CHECK_THROWS_AS(label.add_entity("WORDS", "PER", 1, ""), InvalidMutationError);
  CHECK_THROWS_AS(label.add_entity("WORDS", "PER", 4, "x", {.end_offset = 4}), InvalidMutationError);
  CHECK_THROWS_AS(label.add_entity("WORDS", "PER", 4, "x", {.mid = "r"}), InvalidMutationError);
}

TEST_CASE("labels of videos answer frame by frame") {
  const Ontology ontology = built_ontology(InputType::video);
  LabelBuilder label(ontology, ImageSize{100, 100});
  auto first = label.frame(0);
  first.add_category("CLASS", "NIGHT");
  const std::string mid = first.add_box("OBJECTS", "CAR", {.x = 0, .y = 0, .width = 10, .height = 10}).mid();
  auto tenth = label.frame(10);
  tenth.add_category("CLASS", "NIGHT", {.is_key_frame = false});
  tenth.add_box("OBJECTS", "CAR", {.x = 5, .y = 0, .width = 10, .height = 10},
                {.is_key_frame = false, .mid = mid});
  label.asset_level().set_file("REPORT", "report.pdf").set_text("DATE", "2024-01-01");
  const json response = checked(label, ontology);
  CHECK(response["0"]["CLASS"] == json::parse(R"({"categories": [{"name": "NIGHT"}], "isKeyFrame": true})"));
  CHECK(response["0"]["OBJECTS"]["annotations"][0]["isKeyFrame"] == true);
  CHECK(response["10"]["CLASS"]["isKeyFrame"] == false);
  CHECK(response["10"]["OBJECTS"]["annotations"][0]["mid"] == mid);
  CHECK(response["assetLevel"] == json::parse(R"({"REPORT": "report.pdf", "DATE": {"text": "2024-01-01"}})"));
  CHECK(response.size() == 3);
  CHECK_THROWS_AS(tenth.add_box("OBJECTS", "CAR", {.x = 5, .y = 0, .width = 1, .height = 1}, {.mid = mid}),
                  InvalidMutationError);  // twice in a frame
  CHECK_THROWS_AS(
      label.frame(11).add_box("BOXES", "A", {.x = 5, .y = 0, .width = 1, .height = 1}, {.mid = mid}),
      InvalidMutationError);  // of another job
  CHECK_THROWS_WITH(label.add_category("CLASS", "DAY"), Contains("labels of videos answer frame by frame"));
  CHECK_THROWS_AS(tenth.set_file("REPORT", "x"), InvalidMutationError);
  CHECK_THROWS_AS(label.frame(std::numeric_limits<std::uint64_t>::max()), FrameIndexError);
}

TEST_CASE("frames are of videos") {
  LabelBuilder label = hundred_pixels();
  CHECK_THROWS_AS(label.frame(0), InvalidMutationError);
  CHECK_THROWS_AS(label.asset_level(), InvalidMutationError);
  CHECK_THROWS_AS(label.add_category("CLASS", "DAY", {.is_key_frame = true}), InvalidMutationError);
  CHECK_THROWS_AS(label.add_marker("OBJECTS", "CAR", {1, 1}, {.is_key_frame = true}), InvalidMutationError);
  label.set_file("REPORT", "report.pdf");
  CHECK(label.json_response() == json{{"REPORT", "report.pdf"}});
  CHECK_THROWS_AS(label.set_file("REPORT", ""), ValidationError);
}

TEST_CASE("objects in PDFs are on pages") {
  const Ontology ontology = built_ontology(InputType::pdf);
  LabelBuilder label(ontology, ImageSize{100, 100});
  label.add_box("OBJECTS", "CAR", {.x = 0, .y = 0, .width = 50, .height = 50}, {.page = 2});
  label.add_polygon("OBJECTS", "CAR", triangle, {.page = 0});
  const json box = checked(label, ontology)["OBJECTS"]["annotations"][0];
  CHECK(box["annotations"][0]["pageNumberArray"] == json{2});
  CHECK(box["annotations"][0]["polys"] == box["annotations"][0]["boundingPoly"]);
  CHECK(label.label().jobs()["OBJECTS"].annotations()[1].annotations()[0].polys()[0].ring(0).size() == 3);
  CHECK_THROWS_WITH(label.add_polygon("OBJECTS", "CAR", triangle), Contains("set page"));
  CHECK_THROWS_AS(label.add_polygon("OBJECTS", "CAR", triangle, {.page = -1}), InvalidMutationError);
  CHECK_THROWS_AS(label.add_marker("OBJECTS", "CAR", {1, 1}, {.page = 1}), InvalidMutationError);
  LabelBuilder image = hundred_pixels();
  CHECK_THROWS_AS(image.add_polygon("OBJECTS", "CAR", triangle, {.page = 1}), InvalidMutationError);
}

TEST_CASE("what the ontology does not have is refused with what was meant") {
  CHECK(refusal<JobNotExistingError>([](LabelBuilder& label) { label.add_category("CLAS", "DAY"); }) ==
        "job 'CLAS': the ontology has no job 'CLAS'; did you mean 'CLASS'?");
  CHECK(refusal<InvalidMutationError>([](LabelBuilder& label) {
          label.add_marker("OBJECTS", "TRUK", {1, 1});
        }) ==
        "job 'OBJECTS': category 'TRUK' is not in the ontology of job 'OBJECTS'; did you mean 'TRUCK'?");
  CHECK(refusal<InvalidMutationError>([](LabelBuilder& label) { label.add_category("CLASS", "day "); }) ==
        "job 'CLASS': category 'day ' is not in the ontology of job 'CLASS'; did you mean 'DAY'?");
  CHECK(refusal<InvalidMutationError>([](LabelBuilder& label) {
          label.add_marker("BOXES", "A", {1, 1});
        }) == "job 'BOXES': job 'BOXES' does not have the tool 'marker'; it has rectangle, vector");
  CHECK(refusal<AttributeNotCompatibleWithJobError>([](LabelBuilder& label) {
          label.set_text("CLASS", "x");
        }) == "job 'CLASS': the task of the job is CLASSIFICATION, which does not take a text");
  CHECK(refusal<InvalidMutationError>([](LabelBuilder& label) { label.set_text("DATE", "today"); }) !=
        "not refused");
  CHECK(refusal<JobNotExistingError>([](LabelBuilder& label) { label.set_text("NOTE", "x"); }) ==
        "job 'NOTE': the job is asked below others; add to children() of the class or annotation that opens "
        "it");
}

TEST_CASE("a class is chosen as often as the job takes it") {
  LabelBuilder label = hundred_pixels();
  label.add_category("CLASS", "DAY");
  label.add_category("MANY", "A");
  const json before = label.json_response();
  CHECK_THROWS_AS(label.add_category("CLASS", "NIGHT"), InvalidMutationError);
  CHECK_THROWS_AS(label.add_category("MANY", "A"), InvalidMutationError);
  CHECK(label.json_response() == before);
  CHECK_THROWS_AS(label.add_marker("OBJECTS", "CAR", {1, 1}).add_category("TRUCK"), InvalidMutationError);
}

TEST_CASE("a class opens its own jobs") {
  LabelBuilder label = hundred_pixels();
  CHECK_THROWS_WITH(label.add_category("CLASS", "NIGHT").children().set_text("NOTE", "x"),
                    Contains("the category 'NIGHT' does not open this job"));
  const auto truck = label.add_marker("OBJECTS", "TRUCK", {1, 1});
  CHECK_THROWS_WITH(truck.children().set_text("NOTE", "x"),
                    Contains("no category of the annotation opens this job"));
  CHECK_THROWS_WITH(truck.children().set_text("DATE", "2024-01-01"), Contains("at the top of the label"));
}

TEST_CASE("coordinates outside of the image are refused or moved onto the edge") {
  const auto add = [](Point point, ObjectOptions options = {}) {
    return refusal<InvalidMutationError>(
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
  const json objects = checked(label)["OBJECTS"]["annotations"];
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
  CHECK(checked(label, built_ontology(InputType::geospatial))["OBJECTS"]["annotations"][0]["point"] ==
        json::parse(R"({"x": -122.4, "y": 37.8})"));
  CHECK_THROWS_WITH(label.add_marker("OBJECTS", "CAR", {37.8, -122.4}, {.unit = CoordinateUnit::degrees}),
                    Contains("x is the longitude"));
}

TEST_CASE("shapes without an area are refused") {
  const auto box = [](PixelBox size, ObjectOptions options = {}) {
    return refusal<InvalidMutationError>(
        [&](LabelBuilder& label) { label.add_box("BOXES", "A", size, options); });
  };
  CHECK_THAT(box({.x = 1, .y = 1, .width = 0, .height = 5}), Contains("has no area"));
  CHECK_THAT(box({.x = 9, .y = 9, .width = -3, .height = 5}), Contains("sides are not negative"));
  CHECK_THAT(box({.x = 120, .y = 1, .width = 9, .height = 9}, {.outside = OutsideImage::clamp}),
             Contains("has no area within the image"));
  const auto polygon = [](std::vector<Point> ring) {
    return refusal<InvalidMutationError>(
        [&](LabelBuilder& label) { label.add_polygon("OBJECTS", "CAR", ring); });
  };
  CHECK_THAT(polygon({}), Contains("at least 3 different vertices"));
  CHECK_THAT(polygon({{1, 1}, {2, 2}, {1, 1}}), Contains("this one has 2, 2 different"));
  CHECK_THAT(polygon({{1, 1}, {2, 2}, {1, 1}, {2, 2}}), Contains("this one has 4, 2 different"));
  CHECK_THAT(refusal<InvalidMutationError>(
                 [](LabelBuilder& label) { label.add_mask("OBJECTS", "CAR", std::span<const MaskPart>()); }),
             Contains("the mask has no parts"));
  CHECK_THAT(refusal<InvalidMutationError>([](LabelBuilder& label) {
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

TEST_CASE("missing answers to required jobs are told when they are asked for") {
  LabelBuilder label = hundred_pixels();
  CHECK(label.missing_answers() == std::vector<std::string>{"CLASS"});
  CHECK_THROWS_WITH(label.check_complete(), "the label lacks an answer that the ontology requires: CLASS");
  auto day = label.add_category("CLASS", "DAY");
  label.add_marker("OBJECTS", "CAR", {1, 1});
  CHECK(label.missing_answers() == std::vector<std::string>{"OBJECTS[0].NOTE", "CLASS.DAY.NOTE"});
  day.children().set_text("NOTE", "x");
  CHECK(label.missing_answers() == std::vector<std::string>{"OBJECTS[0].NOTE"});
  LabelBuilder video(built_ontology(InputType::video));
  CHECK(video.missing_answers() == std::vector<std::string>{"CLASS"});
  video.frame(3).add_category("CLASS", "NIGHT");
  CHECK_NOTHROW(video.check_complete());
}

TEST_CASE("handles stay valid while the label grows and moves") {
  LabelBuilder label = hundred_pixels();
  const auto first = label.add_marker("OBJECTS", "CAR", {1, 1});
  auto children = first.children();
  for (int i = 0; i < 1000; ++i) label.add_marker("OBJECTS", "CAR", {1, 1});
  LabelBuilder moved = std::move(label);
  children.set_text("NOTE", "first");
  AnswersBuilder again = first.children();
  again.set_text("NOTE", "second");
  CHECK(moved.json_response()["OBJECTS"]["annotations"][0]["children"]["NOTE"]["text"] == "second");
}
