#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <type_traits>
#include <utility>

#include "kili/labels/parsed_label.hpp"

using nlohmann::json;
using namespace kili;

namespace {

Ontology image_ontology() {
  return Ontology::parse(R"({"jobs": {
    "OBJECTS": {"mlTask": "OBJECT_DETECTION", "required": 0, "isChild": false,
                "tools": ["rectangle", "polygon", "marker", "semantic"],
                "content": {"input": "radio", "categories": {"CAR": {"name": "Car", "children": ["NOTE"]},
                                                             "BUS": {"name": "Bus", "children": []}}}},
    "NOTE": {"mlTask": "TRANSCRIPTION", "required": 0, "isChild": true, "content": {"input": "textField"}},
    "CLASS": {"mlTask": "CLASSIFICATION", "required": 1, "isChild": false,
              "content": {"input": "radio", "categories": {"B": {"name": "Class B"}, "A": {"name": "Class A"}}}}}})",
                         InputType::image);
}

json box_annotation(const char* mid = "m") {
  return {{"type", "rectangle"},
          {"mid", mid},
          {"categories", {{{"name", "CAR"}, {"confidence", 90}}}},
          {"boundingPoly",
           {{{"normalizedVertices",
              {{{"x", 0.1}, {"y", 0.7}},
               {{"x", 0.1}, {"y", 0}},
               {{"x", 1}, {"y", 0}},
               {{"x", 1.0}, {"y", 0.7}}}}}}},
          {"children", {{"NOTE", {{"text", "a note"}}}}}};
}

ParsedLabel image_label(json response) {
  return {{{"id", "l"}, {"jsonResponse", std::move(response)}}, image_ontology()};
}

ParsedLabel boxes() {
  return image_label({{"OBJECTS", {{"annotations", {box_annotation("first"), box_annotation("second")}}}},
                      {"CLASS", {{"categories", {{{"name", "A"}}}}}}});
}

}  // namespace

TEST_CASE("an annotation is read through typed accessors, without copies") {
  const ParsedLabel label = boxes();
  const AnnotationList& annotations = label.jobs()["OBJECTS"].annotations();
  REQUIRE(annotations.size() == 2);
  const Annotation& first = annotations[0];
  CHECK(first.mid() == "first");
  CHECK(first.type() == "rectangle");
  CHECK(first.category()->name() == "CAR");
  CHECK(first.category()->display_name() == "Car");
  CHECK(first.category()->confidence() == 90);
  CHECK(first.children()["NOTE"].text() == "a note");
  const auto vertices = first.bounding_poly()[0].normalized_vertices();
  REQUIRE(vertices.size() == 4);
  CHECK(vertices[1] == Point{0.1, 0});
  CHECK(vertices.data() ==
        label.jobs()["OBJECTS"].annotations()[0].bounding_poly()[0].normalized_vertices().data());
  CHECK(label.jobs()["CLASS"].category()->display_name() == "Class A");
}

TEST_CASE("kinds of jobs and annotations are asked without exceptions") {
  const ParsedLabel label = boxes();
  CHECK(label.jobs()["OBJECTS"].is<ObjectDetectionJob>());
  CHECK_FALSE(label.jobs()["OBJECTS"].is<ClassificationJob>());
  CHECK(label.jobs().find("NOTE") == nullptr);
  REQUIRE(label.jobs().find("CLASS") != nullptr);
  CHECK(label.jobs()["CLASS"].get_if<ClassificationJob>()->category()->name() == "A");

  std::size_t rectangles = 0;
  for (const ParsedJob& job : label.jobs()) {
    job.visit(overloaded{[&](const ObjectDetectionJob& objects) {
                           for (const Annotation& annotation : objects.annotations()) {
                             annotation.visit(overloaded{[&](const RectangleAnnotation& rectangle) {
                                                           rectangles += rectangle.bounding_poly().size();
                                                         },
                                                         [](const auto&) { FAIL("there are only boxes"); }});
                           }
                         },
                         [](const ClassificationJob& chosen) { CHECK(chosen.categories().size() == 1); },
                         [](const auto&) { FAIL("there is no such job"); }});
  }
  CHECK(rectangles == 2);

  const Annotation& first = label.jobs()["OBJECTS"].annotations()[0];
  CHECK(first.has(Attribute::mid));
  CHECK(first.has(Attribute::category));
  CHECK_FALSE(first.has(Attribute::score));
  CHECK_FALSE(first.has(Attribute::content));
  CHECK_FALSE(first.get_if<PolygonAnnotation>().has_value());
  STATIC_REQUIRE(noexcept(first.variant()));
}

TEST_CASE("a refused attribute is an error that names job and attribute") {
  const ParsedLabel label = boxes();
  const Annotation& first = label.jobs()["OBJECTS"].annotations()[0];
  try {
    static_cast<void>(first.polyline());
    FAIL("a rectangle has no polyline");
  } catch (const AttributeNotCompatibleWithJobError& error) {
    CHECK(error.job() == "OBJECTS");
    CHECK(error.type() == "AttributeNotCompatibleWithJobError");
    CHECK_THAT(error.what(),
               Catch::Contains("OBJECTS") && Catch::Contains("'polyline'") && Catch::Contains("rectangle"));
  }
  CHECK_THROWS_AS(first.content(), AttributeNotCompatibleWithJobError);
  CHECK_THROWS_AS(first.is_key_frame(), AttributeNotCompatibleWithJobError);
  CHECK(first.score() == std::nullopt);
  CHECK_THROWS_AS(label.jobs()["OBJECTS"].frames(), AttributeNotCompatibleWithJobError);
  CHECK_THROWS_AS(label.jobs()["CLASS"].text(), AttributeNotCompatibleWithJobError);
  CHECK_THROWS_AS(label.jobs()["NOPE"], JobNotExistingError);
  CHECK_THROWS_AS(label.jobs()["OBJECTS"].annotations()[2], LabelIndexError);
  CHECK_THROWS_AS(image_label(json::object()).jobs()["CLASS"].category(), MissingValueError);
}

TEST_CASE("answers that need not be given are empty, not errors") {
  const ParsedLabel label = image_label(json::object());
  CHECK(label.jobs()["OBJECTS"].annotations().empty());
  CHECK(label.jobs()["OBJECTS"].empty());
  CHECK(label.jobs().size() == 2);
  CHECK(label.json_response() == json::object());
}

TEST_CASE("malformed labels are errors that name job and place") {
  json wrong = box_annotation();
  wrong["boundingPoly"][0]["normalizedVertices"][2] = "vertex";
  try {
    static_cast<void>(image_label({{"OBJECTS", {{"annotations", {box_annotation(), wrong}}}}}));
    FAIL("a vertex is a text");
  } catch (const MalformedLabelError& error) {
    CHECK(error.job() == "OBJECTS");
    CHECK(error.place() == "OBJECTS.annotations[1].boundingPoly[0].normalizedVertices[2]");
    CHECK_THAT(error.what(), Catch::Contains(error.place()));
  }
  json nested = box_annotation();
  nested["children"]["NOTE"] = 5;
  try {
    static_cast<void>(image_label({{"OBJECTS", {{"annotations", {nested}}}}}));
    FAIL("an answer is a number");
  } catch (const MalformedLabelError& error) {
    CHECK(error.job() == "NOTE");
    CHECK(error.place() == "OBJECTS.annotations[0].children.NOTE");
  }
  CHECK_THROWS_AS(image_label(nullptr), MalformedLabelError);
  CHECK_THROWS_AS(ParsedLabel(json::array(), image_ontology()), MalformedLabelError);
  CHECK_THROWS_AS(image_label({{"NOPE", json::object()}}), JobNotExistingError);
}

TEST_CASE("values of another shape are kept, and refused when they are read") {
  json strange = box_annotation();
  strange["mid"] = 5;
  strange["boundingPoly"][0]["normalizedVertices"][1] = {{"x", "left"}, {"y", 0}};
  strange["unknown"] = {{"deep", {1, 2.5, nullptr}}};
  const json response{{"OBJECTS", {{"annotations", {strange}}}}};
  const ParsedLabel label = image_label(response);
  const Annotation& annotation = label.jobs()["OBJECTS"].annotations()[0];
  CHECK_THROWS_AS(annotation.mid(), MalformedLabelError);
  CHECK_FALSE(annotation.has(Attribute::mid));
  CHECK_THROWS_AS(annotation.bounding_poly()[0].normalized_vertices(), MalformedLabelError);
  CHECK(label.json_response().dump() == response.dump());
}

TEST_CASE("what was read is written back byte by byte") {
  const json response{{"OBJECTS", {{"annotations", {box_annotation("first"), box_annotation("second")}}}},
                      {"CLASS", {{"categories", {{{"name", "A"}}}}}}};
  const json record{{"id", "l"}, {"author", {{"email", "a@b.c"}}}, {"jsonResponse", response}};
  const ParsedLabel label(record, image_ontology());
  CHECK(label.to_dict().dump() == record.dump());
  CHECK(label.json_response().dump() == response.dump());
  CHECK(label.fields()["author"]["email"] == "a@b.c");
  CHECK_FALSE(label.fields().contains("jsonResponse"));
}

TEST_CASE("the rotation of an image is known although no job asks for it") {
  json response = boxes().json_response();
  CHECK(boxes().rotation() == 0);
  response["ROTATION_JOB"] = {{"rotation", 270}};
  const ParsedLabel label = image_label(response);
  CHECK(label.rotation() == 270);
  CHECK(label.ignored_answers() == json{{"ROTATION_JOB", {{"rotation", 270}}}});
  CHECK_FALSE(label.json_response().contains("ROTATION_JOB"));
  response["ROTATION_JOB"] = {{"rotation", 45}};
  CHECK_THROWS_AS(image_label(response).rotation(), MalformedLabelError);
}

TEST_CASE("a label is a value: moving leaves references valid, copying is deep") {
  ParsedLabel label = boxes();
  const Annotation* annotation = &label.jobs()["OBJECTS"].annotations()[0];
  ParsedLabel moved = std::move(label);
  CHECK(&moved.jobs()["OBJECTS"].annotations()[0] == annotation);
  const ParsedLabel copy = moved;
  moved.jobs()["OBJECTS"].annotations()[0].set_mid("changed");
  CHECK(copy.jobs()["OBJECTS"].annotations()[0].mid() == "first");
  CHECK(moved.jobs()["OBJECTS"].annotations()[0].mid() == "changed");
  STATIC_REQUIRE(std::is_nothrow_move_constructible_v<ParsedLabel>);
  STATIC_REQUIRE(sizeof(ParsedLabel) <= 4 * sizeof(void*));
}

TEST_CASE("labels share their ontology, and keep it alive") {
  std::vector<ParsedLabel> labels;
  {
    const Ontology shared = image_ontology();
    labels.push_back(ParsedLabel({{"jsonResponse", json::object()}}, shared));
    labels.push_back(ParsedLabel({{"jsonResponse", json::object()}}, shared));
    CHECK(labels[0].ontology().find("CLASS") == shared.find("CLASS"));
  }
  CHECK(&labels[0].jobs()["CLASS"].interface() == &labels[1].jobs()["CLASS"].interface());
  CHECK(labels[1].jobs()["CLASS"].interface().categories()[0].name == "B");
}

TEST_CASE("a list of labels is read at once") {
  const json records{{{"id", "a"}, {"jsonResponse", json::object()}}, {{"id", "b"}}};
  const auto labels = parse_labels(records, image_ontology());
  REQUIRE(labels.size() == 2);
  CHECK(labels[1].fields()["id"] == "b");
  CHECK_THROWS_AS(parse_labels(json::object(), image_ontology()), MalformedLabelError);
}

TEST_CASE("a child job under two classes is read once") {
  const Ontology shared = Ontology::parse(R"({"jobs": {
    "ROOT": {"mlTask": "CLASSIFICATION", "required": 1, "isChild": false,
             "content": {"input": "radio", "categories": {"A": {"name": "A", "children": ["SUB"]},
                                                          "B": {"name": "B", "children": ["SUB"]}}}},
    "SUB": {"mlTask": "CLASSIFICATION", "required": 0, "isChild": true,
            "content": {"input": "radio", "categories": {"X": {"name": "X"}}}}}})",
                                          InputType::text);
  const json record{
      {"jsonResponse",
       {{"ROOT",
         {{"categories",
           {{{"name", "B"}, {"children", {{"SUB", {{"categories", {{{"name", "X"}}}}}}}}}}}}}}}};
  const ParsedLabel label(record, shared);
  CHECK(label.jobs()["ROOT"].category()->children()["SUB"].category()->name() == "X");
  CHECK(label.to_dict() == record);
}

TEST_CASE("frames of a video are answers of their own") {
  const Ontology video = Ontology::parse(R"({"jobs": {"BOXES": {"mlTask": "OBJECT_DETECTION", "required": 0,
      "isChild": false, "tools": ["rectangle"], "content": {"input": "radio", "categories": {"CAR": {"name": "Car"}}}}}})",
                                         InputType::video);
  json key = box_annotation();
  key["isKeyFrame"] = true;
  key.erase("children");
  const ParsedLabel label(
      {{"jsonResponse", {{"10", {{"BOXES", {{"annotations", {key}}}}}}, {"9", json::object()}}}}, video);
  REQUIRE(label.jobs().is_video());
  CHECK(label.jobs()["BOXES"].is<VideoJob>());
  const FrameList& frames = label.jobs()["BOXES"].frames();
  REQUIRE(frames.size() == 2);
  CHECK(frames.number(0) == 9);
  CHECK(frames[0].annotations().empty());
  CHECK(frames[1].annotations()[0].is_key_frame());
  CHECK_THROWS_AS(frames[2], FrameIndexError);
  CHECK_THROWS_AS(label.jobs()["BOXES"].annotations(), AttributeNotCompatibleWithJobError);
}
