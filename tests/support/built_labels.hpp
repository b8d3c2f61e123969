#pragma once

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "kili/labels/check_label.hpp"
#include "kili/labels/label_builder.hpp"

namespace kili::test {

// Labels that tests build.

inline constexpr std::string_view built_interface = R"({"jobs": {
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

inline Ontology built_ontology(InputType input_type = InputType::image) {
  return Ontology::parse(built_interface, input_type);
}
inline LabelBuilder hundred_pixels() { return LabelBuilder(built_ontology(), ImageSize{100, 200}); }

/// What is built fits the interface, is read again, and is complete in the text.
inline nlohmann::json checked_label(const LabelBuilder& label, const Ontology& ontology) {
  nlohmann::json response = label.json_response();
  for (const auto& finding : check_label(response, ontology))
    FAIL_CHECK(finding.path << ": " << finding.message);
  CHECK(nlohmann::json::parse(label.json_text()) == response);
  nlohmann::json readable = response;
  readable.erase("assetLevel");
  readable.erase("REPORT");
  const ParsedLabel parsed({{"jsonResponse", readable}}, ontology);
  CHECK(label.label().json_response() == parsed.json_response());
  if (!ontology.is_video()) CHECK(parsed.json_response() == readable);
  return response;
}
inline nlohmann::json checked_label(const LabelBuilder& label) {
  return checked_label(label, built_ontology());
}

template <typename Error, typename Add>
std::string refused_addition(Add add) {
  LabelBuilder label = hundred_pixels();
  try {
    add(label);
  } catch (const Error& error) {
    CHECK(label.json_response() == nlohmann::json::object());  // nothing was added
    return error.what();
  }
  return "not refused";
}

inline const std::vector<Point> three_corners{{0, 0}, {50, 0}, {0, 100}};

}  // namespace kili::test
