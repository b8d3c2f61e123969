#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "kili/enums.hpp"
#include "kili/labels/check_label.hpp"
#include "kili/labels/parsed_label.hpp"

using nlohmann::json;
using namespace kili;

namespace {

constexpr auto checked_interface = R"({"jobs": {
    "OBJECTS": {"mlTask": "OBJECT_DETECTION", "required": 0, "isChild": false,
                "tools": ["rectangle", "polygon", "marker", "semantic"],
                "content": {"input": "radio", "categories": {"CAR": {"name": "Car", "children": ["NOTE"]},
                                                             "TRUCK": {"name": "Truck", "children": []}}}},
    "NOTE": {"mlTask": "TRANSCRIPTION", "required": 0, "isChild": true, "content": {"input": "textField"}},
    "CLASS": {"mlTask": "CLASSIFICATION", "required": 1, "isChild": false,
              "content": {"input": "radio", "categories": {"DAY": {"name": "Day"}, "NIGHT": {"name": "Night"}}}},
    "FILE_JOB": {"mlTask": "FILE", "required": 0, "isChild": false, "content": {}}}})";

std::vector<LabelFinding> findings_in(std::string_view text, InputType input_type = InputType::image) {
  const Ontology ontology = Ontology::parse(checked_interface, input_type);
  auto findings = check_label(json::parse(text), ontology);
  const auto again = check_label_text(text, ontology);
  REQUIRE(again.size() == findings.size());
  for (std::size_t i = 0; i < again.size(); ++i) {
    CHECK(again[i].message == findings[i].message);
    CHECK(again[i].path == findings[i].path);
  }
  return findings;
}

LabelFinding only_finding_in(std::string_view text, InputType input_type = InputType::image) {
  const auto findings = findings_in(text, input_type);
  REQUIRE(findings.size() == 1);
  return findings.front();
}

std::string with_outline(std::string_view type, std::string_view vertices) {
  return R"({"OBJECTS": {"annotations": [{"type": ")" + std::string(type) +
         R"(", "categories": [{"name": "CAR"}], "boundingPoly": [{"normalizedVertices": )" +
         std::string(vertices) + "}]}]}}";
}

std::vector<json> recorded_cases() {
  std::vector<json> cases;
  for (const auto& entry : std::filesystem::directory_iterator(KILI_TESTS_DIR "/labels/cases")) {
    std::ifstream file(entry.path());
    const json content = json::parse(file);
    if (content.is_array()) {
      cases.insert(cases.end(), content.begin(), content.end());
    } else {
      cases.push_back(content);
    }
  }
  return cases;
}

enum class Reading {
  is_done,
  is_refused,
  lacks_interface
};

Reading reading_of(const json& label, const Ontology& ontology) {
  try {
    static_cast<void>(ParsedLabel(label, ontology));
    return Reading::is_done;
  } catch (const OntologyError&) {
    return Reading::lacks_interface;
  } catch (const LabelError&) {
    return Reading::is_refused;
  }
}

/// Where the check differs from the reader on purpose: unknown members are fine, vertices without coordinates
/// are not, and attributes that a tool does not have are left to the reader.
bool differs_on_purpose(const std::string& name) {
  for (const char* part :
       {"unknown members", "empty vertices", "with children", "an outline", "points with classes"}) {
    if (name.find(part) != std::string::npos) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("labels that fit have no findings") {
  CHECK(findings_in("{}").empty());
  CHECK(findings_in(R"({"CLASS": {"categories": [{"name": "DAY", "confidence": 100, "more": 1}], "more": [1]},
                        "FILE_JOB": "folder/notes.txt", "ROTATION_JOB": {"rotation": 90}})")
            .empty());
  CHECK(findings_in(R"({"OBJECTS": {"annotations": []}, "FILE_JOB": {"fileId": "f1"}})").empty());
  CHECK(findings_in(R"({"0": {"CLASS": {"categories": [{"name": "DAY"}], "isKeyFrame": true}}, "10": {},
                        "assetLevel": {"FILE_JOB": "render.mp4"}})",
                    InputType::video)
            .empty());
  CHECK(findings_in(R"({"CLASS": {"categories": [{"name": "DAY"}, {"name": "DAY"}], "chatItems": []}})",
                    InputType::llm_static)
            .empty());
}

TEST_CASE("a category that the job does not have is found with its place and what was meant") {
  const auto finding = only_finding_in(
      R"({"OBJECTS": {"annotations": [{"type": "marker", "categories": [{"name": "CAR"}]},
                                      {"type": "marker", "categories": [{"name": "TRUK"}]}]}})");
  CHECK(finding.kind == LabelFindingKind::error);
  CHECK(finding.job == "OBJECTS");
  CHECK(finding.path == "OBJECTS.annotations[1].categories[0]");
  CHECK(finding.message == "category 'TRUK' is not in the ontology of job 'OBJECTS'; did you mean 'TRUCK'?");
  CHECK(only_finding_in(R"({"CLASS": {"categories": [{"name": "RAIN"}]}})").message ==
        "category 'RAIN' is not in the ontology of job 'CLASS'; it has DAY, NIGHT");
}

TEST_CASE("jobs that are not asked are warnings") {
  const auto unknown = only_finding_in(R"({"OBJECT": {"annotations": [1]}})");
  CHECK(unknown.kind == LabelFindingKind::warning);
  CHECK(unknown.path == "OBJECT");
  CHECK(unknown.message == "the ontology has no job 'OBJECT'; did you mean 'OBJECTS'?");
  CHECK(only_finding_in(R"({"NOTE": {"text": "x"}})").kind == LabelFindingKind::warning);
  CHECK(
      only_finding_in(R"({"CLASS": {"categories": [{"name": "DAY", "children": {"NOTE": {"text": "x"}}}]}})")
          .path == "CLASS.categories[0].children.NOTE");
}

TEST_CASE("tools, counts of classes and of vertices are checked") {
  CHECK(only_finding_in(with_outline("polyline", "[]")).message ==
        "job 'OBJECTS' does not have the tool 'polyline'; it has rectangle, polygon, marker, semantic");
  CHECK(only_finding_in(with_outline("rectangle", R"([{"x": 0, "y": 0}])")).message ==
        "a rectangle has 4 vertices, not 1");
  CHECK(only_finding_in(with_outline("polygon", R"([{"x": 0, "y": 0}, {"x": 0.5, "y": 1}])")).path ==
        "OBJECTS.annotations[0].boundingPoly[0].normalizedVertices");
  CHECK(only_finding_in(R"({"CLASS": {"categories": [{"name": "DAY"}, {"name": "NIGHT"}]}})").message ==
        "job 'CLASS' of input \"radio\" takes one category, not 2");
  CHECK(findings_in(R"({"CLASS": {"categories": [{"name": "DAY"}, {"name": "DAY"}]}})").size() == 2);
  CHECK(only_finding_in(R"({"CLASS": {"categories": [{"name": "DAY", "confidence": 101}]}})").kind ==
        LabelFindingKind::warning);
}

TEST_CASE("vertices are fractions but in geographic projects") {
  const std::string far_away = with_outline("semantic", R"([{"x": 48.1, "y": 2}, {"x": -12, "y": 3}])");
  CHECK(only_finding_in(far_away).kind == LabelFindingKind::warning);
  CHECK(findings_in(far_away, InputType::geospatial).empty());
  CHECK(only_finding_in(with_outline("semantic", R"([{"x": 0.5, "y": null}])")).kind ==
        LabelFindingKind::error);
  json infinite = json::parse(with_outline("semantic", R"([{"x": 0.5, "y": 0}])"));
  infinite["OBJECTS"]["annotations"][0]["boundingPoly"][0]["normalizedVertices"][0]["y"] = INFINITY;
  const auto findings = check_label(infinite, Ontology::parse(checked_interface, InputType::geospatial));
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].kind == LabelFindingKind::error);
  CHECK(only_finding_in(with_outline("semantic", R"([[{"x": 0.5, "y": 1}], [{"x": 0.5}]])")).path ==
        "OBJECTS.annotations[0].boundingPoly[0].normalizedVertices[1][0]");
}

TEST_CASE("other structures are errors, and findings end at their limit") {
  CHECK(only_finding_in("[]").path.empty());
  CHECK(only_finding_in(R"({"CLASS": 1})").path == "CLASS");
  CHECK(only_finding_in(R"({"0": {"CLASS": {"categories": [1]}}})", InputType::video).path ==
        "0.CLASS.categories[0]");
  CHECK(only_finding_in(R"({"OBJECTS": {"annotations": {"a": 1}}})").kind == LabelFindingKind::error);
  const Ontology ontology = Ontology::parse(checked_interface, InputType::image);
  CHECK(check_label_text("{", ontology).size() == 1);
  json many;
  for (int i = 0; i < 1000; ++i) many["JOB_" + std::to_string(i)] = json::object();
  CHECK(check_label(many, ontology).size() == most_label_findings);
  CHECK(check_label(many, ontology, 7).size() == 7);
  std::string deep = R"({"CLASS": {"categories": [1]}})";
  for (int i = 0; i < 300; ++i) deep = R"({"CLASS": {"children": )" + deep + "}}";
  CHECK_FALSE(check_label(json::parse(deep), ontology).empty());
}

TEST_CASE("the check and the reader refuse the same of the recorded labels") {
  std::size_t refused = 0;
  std::size_t read = 0;
  for (const json& recorded : recorded_cases()) {
    const auto input_type = from_string<InputType>(recorded["input_type"].get<std::string>());
    const json& label = recorded["label"];
    if (!label.is_object() || !label.contains("jsonResponse")) continue;
    std::optional<Ontology> ontology;
    try {
      ontology.emplace(recorded["json_interface"], input_type);
    } catch (const LabelError&) {
      continue;
    }
    CAPTURE(recorded["name"].dump(), label.dump(), recorded["json_interface"].dump());
    const auto findings = check_label(label["jsonResponse"], *ontology);
    for (const auto& finding : findings) UNSCOPED_INFO(finding.path << ": " << finding.message);
    const bool has_errors = std::any_of(findings.begin(), findings.end(), [](const LabelFinding& finding) {
      return finding.kind == LabelFindingKind::error;
    });
    const Reading reading = reading_of(label, *ontology);
    if (differs_on_purpose(recorded["name"])) continue;
    if (reading == Reading::is_refused) {
      ++refused;
      CHECK_FALSE(findings.empty());
    } else if (reading == Reading::is_done) {
      ++read;
      CHECK_FALSE(has_errors);
    }
  }
  CHECK(refused > 50);
  CHECK(read > 200);
}
