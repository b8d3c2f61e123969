#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "kili/exports/coco.hpp"
#include "kili/exports/geojson.hpp"
#include "kili/exports/pascal_voc.hpp"
#include "kili/exports/yolo.hpp"
#include "kili/labels/parsed_label.hpp"
#include "test_folder.hpp"

using nlohmann::json;
using namespace kili;

namespace {

Ontology pdf_ontology(InputType type = InputType::pdf) {
  return Ontology::parse(R"({"jobs": {
    "OBJECTS": {"mlTask": "OBJECT_DETECTION", "required": 0, "isChild": false,
                "tools": ["rectangle", "polygon", "semantic", "marker"],
                "content": {"input": "radio", "categories": {"STAMP": {"name": "Stamp"}, "LOGO": {"name": "Logo"}}}},
    "WORDS": {"mlTask": "NAMED_ENTITIES_RECOGNITION", "required": 0, "isChild": false,
              "content": {"input": "radio", "categories": {"NAME": {"name": "Name", "children": ["NOTE"]}}}},
    "NOTE": {"mlTask": "TRANSCRIPTION", "required": 0, "isChild": true, "content": {"input": "textField"}},
    "LINKS": {"mlTask": "OBJECT_RELATION", "required": 0, "isChild": false,
              "content": {"input": "radio", "categories": {"NEXT": {"name": "Next"}}}},
    "SCAN": {"mlTask": "FILE", "required": 0, "isChild": false},
    "SIGNED": {"mlTask": "FILE", "required": 1, "isChild": false}}})",
                         type);
}

const json page_corners = json::parse(
    R"([{"x": 0.1, "y": 0.5}, {"x": 0.1, "y": 0.25}, {"x": 0.5, "y": 0.25}, {"x": 0.5, "y": 0.5}])");
const json triangle = json::parse(R"([{"x": 0, "y": 0}, {"x": 1, "y": 0}, {"x": 0.5, "y": 1.0}])");

json place(int page, const json& ring) {
  return {{"boundingPoly", {{{"normalizedVertices", {ring}}}}},
          {"pageNumberArray", {page}},
          {"polys", {{{"normalizedVertices", {ring}}}}}};
}

json object(json places, const char* tool = nullptr) {
  json result{{"annotations", std::move(places)},
              {"categories", {{{"name", "STAMP"}, {"confidence", 100}}}},
              {"children", json::object()},
              {"mid", "m"}};
  if (tool != nullptr) result["type"] = tool;
  return result;
}

ParsedLabel pdf_label(json response, InputType type = InputType::pdf) {
  return {{{"id", "l"}, {"jsonResponse", std::move(response)}}, pdf_ontology(type)};
}

ParsedLabel objects(json annotations, InputType type = InputType::pdf) {
  return pdf_label({{"OBJECTS", {{"annotations", std::move(annotations)}}}}, type);
}

json rewritten(const json& annotation) {
  return objects({annotation}).json_response()["OBJECTS"]["annotations"][0];
}

}  // namespace

TEST_CASE("objects in a PDF say page by page where they are") {
  ParsedLabel label = objects(
      {object({place(0, page_corners), place(3, page_corners)}), object({place(1, triangle)}, "polygon")});
  const json before = label.to_dict();
  AnnotationList& annotations = label.jobs()["OBJECTS"].annotations();
  Annotation& box = annotations[0];
  CHECK(box.type() == "rectangle");
  CHECK(box.tool() == AnnotationTool::rectangle);
  CHECK(box.has(Attribute::type));
  CHECK(box.has(Attribute::annotations));
  CHECK_FALSE(box.has(Attribute::polys));
  CHECK_FALSE(box.as_dict().contains("type"));  // it was not there
  REQUIRE(box.annotations().size() == 2);
  const Annotation& second = box.annotations()[1];
  CHECK(second.page_number_array()[0] == 3);
  CHECK(second.polys()[0].ring(0).size() == 4);
  CHECK(second.bounding_poly()[0].normalized_vertices()[2] == Point{0.5, 0.25});
  const auto polygon = annotations[1].get_if<PolygonAnnotation>();
  REQUIRE(polygon);
  CHECK(polygon->annotations()[0].polys()[0].normalized_vertices().size() == 3);
  CHECK(box.get_if<RectangleAnnotation>()->annotations()[0].page_number_array().front() == 0);
  CHECK(label.to_dict().dump() == before.dump());

  box.annotations()[0].set_mid("on the first page");
  CHECK(label.json_response()["OBJECTS"]["annotations"][0]["annotations"][0]["mid"] == "on the first page");
  box.add_bounding_poly(std::vector<Point>{{0, 0}, {1, 0}});
  CHECK(box.bounding_poly()[0].is_nested());
}

TEST_CASE("pages are an attribute of PDFs alone") {
  const ParsedLabel image = objects(
      {object({place(0, page_corners)}, "rectangle"), object({place(0, page_corners)})}, InputType::image);
  const Annotation& box = image.jobs()["OBJECTS"].annotations()[0];
  CHECK_THROWS_AS(box.annotations(), AttributeNotCompatibleWithJobError);
  CHECK_THROWS_AS(box.polys(), AttributeNotCompatibleWithJobError);
  CHECK_THROWS_AS(box.page_number_array(), AttributeNotCompatibleWithJobError);
  CHECK_FALSE(box.has(Attribute::annotations));
  CHECK(box.as_dict() == object({place(0, page_corners)}, "rectangle"));
  const Annotation& silent = image.jobs()["OBJECTS"].annotations()[1];
  CHECK_THROWS_AS(silent.type(), MissingValueError);
  CHECK(silent.tool() == AnnotationTool::absent);
  CHECK(silent.is<OtherAnnotation>());

  const ParsedLabel pdf = objects(
      {{{"type", "marker"}, {"point", {{"x", 0}, {"y", 1}}}, {"annotations", {place(0, page_corners)}}}});
  const Annotation& marker = pdf.jobs()["OBJECTS"].annotations()[0];
  CHECK_THROWS_AS(marker.annotations(), AttributeNotCompatibleWithJobError);
  CHECK(marker.as_dict()["annotations"] == json{place(0, page_corners)});
}

TEST_CASE("outlines are flat or lists of rings, whatever tool drew them") {
  const json rings{page_corners, page_corners};
  for (const InputType type : {InputType::pdf, InputType::image}) {
    ParsedLabel label =
        objects({{{"type", "rectangle"}, {"boundingPoly", {{{"normalizedVertices", rings}}}}}}, type);
    BoundingPoly& poly = label.jobs()["OBJECTS"].annotations()[0].bounding_poly()[0];
    CHECK(poly.ring_count() == 2);
    CHECK(poly.as_dict()["normalizedVertices"] == rings);
    const std::vector<Point> three{{0, 0}, {0, 1}, {1, 1}};
    const std::vector<Point> four{{0, 0}, {0, 1}, {1, 1}, {1, 0}};
    CHECK_THROWS_AS(poly.set_rings({four, three}), InvalidMutationError);
    CHECK(poly.ring_count() == 2);
    poly.set_rings({four});
    CHECK(poly.is_nested());
    CHECK_THROWS_AS(poly.set_rings({}), InvalidMutationError);
    poly.set_normalized_vertices(four);
    CHECK_FALSE(poly.is_nested());
  }
  CHECK_THROWS_AS(objects({{{"type", "rectangle"},
                            {"boundingPoly", {{{"normalizedVertices", {page_corners, triangle}}}}}}}),
                  InvalidMutationError);
  CHECK_THROWS_AS(
      objects({{{"type", "polygon"}, {"boundingPoly", {{{"normalizedVertices", {json::array()}}}}}}}),
      InvalidMutationError);
  CHECK_THROWS_AS(objects({{{"boundingPoly", {{{"normalizedVertices", {page_corners, {1, 2}}}}}}}}),
                  MalformedLabelError);
  CHECK_NOTHROW(objects({{{"boundingPoly", {{{"normalizedVertices", {page_corners, triangle}}}}}}}));
}

TEST_CASE("nothing of an outline or a place is lost") {
  const json outline{{"normalizedVertices", triangle}, {"page", {{"number", 3}}}, {"areal", true}};
  CHECK(rewritten({{"type", "polygon"}, {"boundingPoly", {outline}}}) ==
        json{{"type", "polygon"}, {"boundingPoly", {outline}}});

  json rich = place(2, page_corners);
  rich["boundingPoly"][0]["rotation"] = 90;
  rich["polys"][0]["line"] = {1, nullptr};
  rich["categories"] = {{{"name", "LOGO"}, {"confidence", nullptr}, {"children", json::object()}}};
  rich["children"] = {{"NOTE", json::object()}};
  rich["annotations"] = {place(5, page_corners)};
  rich["new"] = {{"deep", 1.5}};
  for (const json& places : {json{rich}, json{place(0, page_corners), rich}, json::array()}) {
    CHECK(rewritten(object(places)) == object(places));
  }
  const json entity{{"annotations", {rich}}, {"content", "a name"}};
  json of_names = entity;
  of_names["annotations"][0]["categories"][0]["name"] = "NAME";
  for (const json& annotation : {of_names, entity}) {  // the second has a class that the job does not offer
    const ParsedLabel label = pdf_label({{"WORDS", {{"annotations", {annotation}}}}});
    CHECK(label.json_response()["WORDS"]["annotations"][0] == annotation);
  }

  ParsedLabel changed = objects({object({rich})});
  Annotation& in_it = changed.jobs()["OBJECTS"].annotations()[0].annotations()[0];
  CHECK(in_it.polys()[0].as_dict()["line"] == json{1, nullptr});
  in_it.set_mid("changed");
  const json result = changed.json_response()["OBJECTS"]["annotations"][0]["annotations"][0];
  CHECK(result["mid"] == "changed");
  CHECK(result["boundingPoly"] == rich["boundingPoly"]);
  CHECK(result["polys"] == rich["polys"]);
  CHECK(result["new"] == rich["new"]);
}

TEST_CASE("new vertices leave what stands beside them") {
  ParsedLabel label =
      objects({{{"type", "polygon"}, {"boundingPoly", {{{"normalizedVertices", triangle}, {"page", 3}}}}}});
  BoundingPoly& poly = label.jobs()["OBJECTS"].annotations()[0].bounding_poly()[0];
  poly.set_normalized_vertices({{0, 0}, {0.5, 0.5}, {1, 0}});
  CHECK(poly.as_dict()["page"] == 3);
  CHECK(poly.as_dict()["normalizedVertices"].size() == 3);

  const json malformed{{{"x", 0}, {"y", 0}}, {{"x", "left"}}};
  ParsedLabel strange = objects({{{"boundingPoly", {{{"normalizedVertices", malformed}, {"page", 3}}}}}});
  BoundingPoly& replaced = strange.jobs()["OBJECTS"].annotations()[0].bounding_poly()[0];
  CHECK_THROWS_AS(replaced.normalized_vertices(), MalformedLabelError);
  CHECK(replaced.as_dict() == json{{"normalizedVertices", malformed}, {"page", 3}});
  replaced.set_rings({{{0, 0.5}}});
  CHECK(replaced.as_dict() == json::parse(R"({"normalizedVertices": [[{"x": 0.0, "y": 0.5}]], "page": 3})"));
}

TEST_CASE("places that are no list are refused when they are written, and kept elsewhere when they are one") {
  for (const json& strange : {json(), json(5), json("text"), json::object()}) {
    CHECK_THROWS_AS(objects({object(strange)}).to_dict(), MalformedLabelError);
    CHECK_THROWS_AS(pdf_label({{"LINKS", {{"annotations", {{{"annotations", strange}}}}}}}).to_dict(),
                    MalformedLabelError);
  }
  ParsedLabel label = objects({object(json::object())});
  Annotation& annotation = label.jobs()["OBJECTS"].annotations()[0];
  CHECK(annotation.annotations().empty());
  annotation.annotations().add_annotation(place(1, page_corners));
  CHECK(annotation.as_dict() == object({place(1, page_corners)}));

  const json relation{{"annotations", {place(0, page_corners), 5}},
                      {"startObjects", {{{"mid", "a"}, {"more", 1}}}},
                      {"endObjects", json::array()}};
  CHECK(pdf_label({{"LINKS", {{"annotations", {relation}}}}}).json_response()["LINKS"]["annotations"][0] ==
        relation);
}

TEST_CASE("places nested deeper than any label are kept as they stand") {
  constexpr int depth = 2000;
  std::string text;
  for (int i = 0; i < depth; ++i) text += R"({"annotations":[)";
  text += place(0, page_corners).dump();
  for (int i = 0; i < depth; ++i) text += "]}";
  const json nested = json::parse(text);
  const ParsedLabel label = objects({nested});
  CHECK(label.json_response()["OBJECTS"]["annotations"][0] == nested);
}

TEST_CASE("an answer may be a file") {
  const ParsedLabel label =
      pdf_label({{"SCAN", {{"fileId", "f1"}, {"fileName", "plan.pdf"}, {"fileMimeType", nullptr}}}});
  const ParsedJob& scan = label.jobs()["SCAN"];
  CHECK(scan.file_id() == "f1");
  CHECK(scan.file_name() == "plan.pdf");
  CHECK(scan.file_mime_type() == std::nullopt);
  CHECK(scan.interface().ml_task() == MlTask::file);
  CHECK_THROWS_AS(scan.annotations(), AttributeNotCompatibleWithJobError);
  CHECK_THROWS_AS(label.jobs()["OBJECTS"].file_id(), AttributeNotCompatibleWithJobError);
  CHECK_THROWS_AS(label.jobs()["SIGNED"].file_id(), MissingValueError);
  CHECK(pdf_label(json::object()).jobs()["SCAN"].file_id() == std::nullopt);
  CHECK_THROWS_AS(pdf_label({{"SCAN", {{"fileId", 5}}}}).jobs()["SCAN"].file_id(), MalformedLabelError);
}

TEST_CASE("objects in PDFs have no place in formats of images") {
  const test::TestFolder folder;
  CHECK_THROWS_AS(CocoWriter(pdf_ontology(), {.jobs = {"OBJECTS"}}), ValidationError);
  CHECK_THROWS_AS(YoloWriter(folder.path(), pdf_ontology(), {.jobs = {"OBJECTS"}}), ValidationError);
  CHECK_THROWS_AS(PascalVocWriter(folder.path(), pdf_ontology(), {.jobs = {"OBJECTS"}}), ValidationError);

  const GeoJson geojson =
      to_geojson(objects({object({place(0, page_corners)}),
                          object({place(1, triangle)}, "polygon"),
                          object({place(1, triangle)}, "semantic"),
                          {{"mid", "flat"}, {"boundingPoly", {{{"normalizedVertices", triangle}}}}},
                          {{"mid", "bare"}}}));
  REQUIRE(geojson.skipped.size() == 5);
  CHECK_THAT(geojson.skipped[0], Catch::Contains("pages of a PDF"));
  CHECK_THAT(geojson.skipped[1], Catch::Contains("pages of a PDF"));
  CHECK_THAT(geojson.skipped[2], Catch::Contains("flat") && Catch::Contains("3 vertices"));
  CHECK_THAT(geojson.skipped[3], Catch::Contains("bare") && Catch::Contains("no outline"));
  CHECK_THAT(geojson.skipped[4], Catch::Contains("pages of a PDF"));
  CHECK(geojson.collection.get()["features"].empty());
}
