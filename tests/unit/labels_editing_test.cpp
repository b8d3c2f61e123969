#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <utility>

#include "kili/labels/parsed_label.hpp"

using nlohmann::json;
using namespace kili;

namespace {

constexpr auto editing_interface = R"({"jobs": {
    "OBJECTS": {"mlTask": "OBJECT_DETECTION", "required": 0, "isChild": false,
                "tools": ["rectangle", "polygon", "marker", "polyline"],
                "content": {"input": "checkbox", "categories": {"CAR": {"name": "Car", "children": ["NOTE"]},
                                                                "BUS": {"name": "Bus"}}}},
    "NOTE": {"mlTask": "TRANSCRIPTION", "required": 0, "isChild": true, "content": {"input": "textField"}},
    "DAY": {"mlTask": "TRANSCRIPTION", "required": 0, "isChild": false, "content": {"input": "date"}},
    "CLASS": {"mlTask": "CLASSIFICATION", "required": 0, "isChild": false,
              "content": {"input": "radio", "categories": {"A": {"name": "Class A"}, "B": {"name": "Class B"}}}},
    "MANY": {"mlTask": "CLASSIFICATION", "required": 0, "isChild": false,
             "content": {"input": "checkbox", "categories": {"A": {"name": "Class A"}, "B": {"name": "Class B"}}}}}})";

ParsedLabel empty_label() {
  return {{{"jsonResponse", json::object()}}, Ontology::parse(editing_interface, InputType::image)};
}

const std::vector<Point> box_corners{{0.1, 0.5}, {0.1, 0.2}, {0.4, 0.2}, {0.4, 0.5}};

}  // namespace

TEST_CASE("a label is built from nothing") {
  ParsedLabel label = empty_label();
  label.jobs()["CLASS"].add_category("A", 75);
  label.jobs()["DAY"].set_text("2024-02-29");
  label.jobs()["OBJECTS"].add_annotation({{"type", "rectangle"}, {"mid", "m"}});
  Annotation& box = label.jobs()["OBJECTS"].annotations()[0];
  box.add_bounding_poly(box_corners);
  box.add_category("CAR");
  box.set_score(12);
  box.set_children({{"NOTE", {{"text", "x"}}}});
  box.children()["NOTE"].set_text("a note");
  CHECK(label.json_response() ==
        json::parse(
            R"({"CLASS": {"categories": [{"name": "A", "confidence": 75}]}, "DAY": {"text": "2024-02-29"},
          "OBJECTS": {"annotations": [{"type": "rectangle", "mid": "m", "score": 12, "categories": [{"name": "CAR"}],
            "children": {"NOTE": {"text": "a note"}}, "boundingPoly": [{"normalizedVertices": [
              {"x": 0.1, "y": 0.5}, {"x": 0.1, "y": 0.2}, {"x": 0.4, "y": 0.2}, {"x": 0.4, "y": 0.5}]}]}]}})"));
  const ParsedLabel again(label.to_dict(), label.ontology());
  CHECK(again.to_dict() == label.to_dict());
}

TEST_CASE("categories are added through their list too, and stay in the label") {
  ParsedLabel label = empty_label();
  label.jobs()["MANY"].categories().add_category("B");
  label.jobs()["MANY"].categories().add_category("A", 0.5);
  CHECK(label.json_response()["MANY"] ==
        json::parse(R"({"categories": [{"name": "B"}, {"name": "A", "confidence": 0.5}]})"));
  CHECK(label.jobs()["CLASS"].categories().empty());
  CHECK_FALSE(label.json_response().contains("CLASS"));  // asking is not answering
}

TEST_CASE("a refused change changes nothing") {
  ParsedLabel label = empty_label();
  label.jobs()["CLASS"].add_category("A");
  label.jobs()["OBJECTS"].add_annotation({{"type", "polygon"}, {"boundingPoly", json::array()}});
  const json before = label.to_dict();
  CHECK_THROWS_AS(label.jobs()["CLASS"].add_category("B"), InvalidMutationError);
  CHECK_THROWS_AS(label.jobs()["CLASS"].add_category("Z"), InvalidMutationError);
  CHECK_THROWS_AS(label.jobs()["DAY"].set_text("29.2.2024"), InvalidMutationError);
  CHECK_THROWS_AS(label.jobs()["OBJECTS"].add_annotation({{"type", "pose"}}), InvalidMutationError);
  CHECK_THROWS_AS(label.jobs()["OBJECTS"].add_annotation("text"), MalformedLabelError);
  CHECK_THROWS_AS(label.jobs()["CLASS"].add_annotation(json::object()), AttributeNotCompatibleWithJobError);
  CHECK_THROWS_AS(label.jobs()["CLASS"].set_children({{"NOPE", json::object()}}), JobNotExistingError);
  Annotation& polygon = label.jobs()["OBJECTS"].annotations()[0];
  CHECK_THROWS_AS(polygon.add_bounding_poly(std::vector<Point>{{0, 0}, {1, 1}}), InvalidMutationError);
  CHECK_THROWS_AS(polygon.set_mid(""), ValidationError);
  CHECK_THROWS_AS(polygon.set_score(101), ValidationError);
  CHECK_THROWS_AS(polygon.set_point({0, 0}), AttributeNotCompatibleWithJobError);
  CHECK_THROWS_AS(polygon.set_content("x"), AttributeNotCompatibleWithJobError);
  CHECK(label.to_dict() == before);
}

TEST_CASE("a message says what the job offers") {
  ParsedLabel label = empty_label();
  CHECK_THROWS_WITH(label.jobs()["CLASS"].add_category("Z"),
                    Catch::Contains("CLASS") && Catch::Contains("'Z'") && Catch::Contains("A, B"));
  CHECK_THROWS_WITH(label.jobs()["OBJECTS"].add_annotation({{"type", "pose"}}),
                    Catch::Contains("'pose'") && Catch::Contains("rectangle, polygon, marker, polyline"));
}

TEST_CASE("values of another shape can be replaced") {
  ParsedLabel label(
      {{"jsonResponse",
        {{"OBJECTS", {{"annotations", {{{"type", "marker"}, {"mid", 5}, {"point", "here"}}}}}}}}},
      Ontology::parse(editing_interface, InputType::image));
  Annotation& marker = label.jobs()["OBJECTS"].annotations()[0];
  CHECK_THROWS_AS(marker.point(), MalformedLabelError);
  marker.set_mid("m");
  marker.set_point({0.25, 1});
  CHECK(marker.mid() == "m");
  CHECK(marker.point() == Point{0.25, 1});
  CHECK(marker.as_dict() == json::parse(R"({"type": "marker", "mid": "m", "point": {"x": 0.25, "y": 1.0}})"));
}

TEST_CASE("outlines are replaced, of PDFs ring by ring") {
  ParsedLabel label(
      {{"jsonResponse",
        {{"NER",
          {{"annotations", {{{"boundingPoly", {{{"normalizedVertices", {{{{"x", 0}, {"y", 0}}}}}}}}}}}}}}}},
      Ontology::parse(R"({"jobs": {"NER": {"mlTask": "NAMED_ENTITIES_RECOGNITION", "required": 1,
                      "isChild": false, "content": {"input": "radio", "categories": {"A": {"name": "A"}}}}}})",
                      InputType::pdf));
  Annotation& entity = label.jobs()["NER"].entity_annotations()[0];
  CHECK(entity.is<PdfEntityAnnotation>());
  BoundingPoly& poly = entity.bounding_poly()[0];
  CHECK(poly.is_nested());
  poly.set_normalized_vertices(box_corners);
  CHECK_FALSE(poly.is_nested());
  poly.set_rings({box_corners, box_corners});
  CHECK(poly.ring_count() == 2);
  CHECK(poly.ring(1).size() == 4);
  CHECK_THROWS_AS(poly.ring(2), LabelIndexError);
  CHECK_THROWS_AS(poly.normalized_vertices(), LabelIndexError);
  CHECK(poly.as_dict()["normalizedVertices"].size() == 2);
}
