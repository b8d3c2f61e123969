#pragma once

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "kili/errors.hpp"
#include "kili/labels/new_label.hpp"
#include "kili/labels/ontology.hpp"
#include "kili/labels/parsed_label.hpp"
#include "kili/readers/label_reader.hpp"

namespace kili::test {

/// Jobs with the tools that label files have: BOXES, SHAPES, MASKS, BOTH (boxes and masks), POINTS, LINES,
/// and one of classes, WEATHER.
[[nodiscard]] inline const std::string& label_file_interface() {
  static const std::string text = [] {
    const auto job = [](const std::string& tools, const std::string& categories) {
      return R"({"mlTask": "OBJECT_DETECTION", "required": 0, "isChild": false, "instruction": "", "tools": [)" +
             tools + R"(], "content": {"input": "radio", "categories": {)" + categories + "}}}";
    };
    const auto category = [](const std::string& name, const std::string& shown) {
      return "\"" + name + R"(": {"children": [], "name": ")" + shown + "\"}";
    };
    return R"({"jobs": {"BOXES": )" +
           job("\"rectangle\"", category("CAR", "Car") + "," + category("BUS", "Big bus")) +
           R"(, "SHAPES": )" + job("\"polygon\"", category("ROOF", "Roof")) + R"(, "MASKS": )" +
           job("\"semantic\"", category("ROAD", "Road") + "," + category("SKY", "Sky")) + R"(, "BOTH": )" +
           job("\"rectangle\", \"semantic\"", category("TREE", "Tree")) + R"(, "POINTS": )" +
           job("\"marker\"", category("LAMP", "Lamp")) + R"(, "LINES": )" +
           job("\"polyline\"", category("LANE", "Lane")) +
           R"(, "WEATHER": {"mlTask": "CLASSIFICATION", "required": 0, "isChild": false, "instruction": "",)"
           R"( "content": {"input": "checkbox", "categories": {"SUN": {"children": ["HOW"], "name": "Sun"},)"
           R"( "RAIN": {"children": [], "name": "Rain"}}}}, "HOW": {"mlTask": "TRANSCRIPTION", "required": 0,)"
           R"( "isChild": true, "instruction": "", "content": {"input": "textField"}}}})";
  }();
  return text;
}

[[nodiscard]] inline Ontology label_file_ontology(InputType type = InputType::image) {
  return Ontology::parse(label_file_interface(), type);
}

/// What a reader gives.
[[nodiscard]] inline std::vector<NewLabel> all_labels(LabelReader& reader) {
  std::vector<NewLabel> labels;
  for (const NewLabel& label : reader) labels.push_back(label);
  return labels;
}

[[nodiscard]] inline nlohmann::json answers_of(const NewLabel& label) {
  return nlohmann::json::parse(label.json_response.text());
}

[[nodiscard]] inline ParsedLabel parsed(const NewLabel& label, const Ontology& ontology) {
  return ParsedLabel::from_text(nlohmann::json::object(), label.json_response.text(), ontology);
}

/// The annotations of a job without their mids, which readers generate.
[[nodiscard]] inline nlohmann::json objects_of(const nlohmann::json& answers, const std::string& job) {
  if (!answers.contains(job)) return nlohmann::json::array();
  nlohmann::json annotations = answers[job]["annotations"];
  for (auto& annotation : annotations) annotation.erase("mid");
  return annotations;
}

/// The vertices of the ring of an annotation.
[[nodiscard]] inline std::vector<Point> vertices_of(const nlohmann::json& annotation, std::size_t ring = 0) {
  std::vector<Point> points;
  for (const auto& vertex : annotation["boundingPoly"][ring]["normalizedVertices"])
    points.push_back({vertex["x"].get<double>(), vertex["y"].get<double>()});
  return points;
}

/// Numbers may differ in the last bits.
[[nodiscard]] inline bool are_close(const nlohmann::json& left, const nlohmann::json& right) {
  if (left.is_number() && right.is_number())
    return std::abs(left.get<double>() - right.get<double>()) <= 1e-9;
  if (left.type() != right.type() || left.size() != right.size()) return false;
  if (left.is_array()) return std::equal(left.begin(), left.end(), right.begin(), are_close);
  if (!left.is_object()) return left == right;
  for (const auto& [key, value] : left.items()) {
    if (!right.contains(key) || !are_close(value, right[key])) return false;
  }
  return true;
}

/// Whether one of the sentences has all of these parts.
[[nodiscard]] inline bool is_told(const std::vector<std::string>& sentences,
                                  const std::vector<std::string_view>& parts) {
  for (const std::string& sentence : sentences) {
    bool has_all = true;
    for (const std::string_view part : parts) has_all = has_all && sentence.find(part) != std::string::npos;
    if (has_all) return true;
  }
  std::string all = "told:";
  for (const std::string& sentence : sentences) all += "\n" + sentence;
  UNSCOPED_INFO(all);
  return false;
}

/// The message of the error of a kind that a call throws.
template <typename Expected, typename Call>
[[nodiscard]] std::string message_of_error(Call call) {
  try {
    call();
  } catch (const Expected& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace kili::test
