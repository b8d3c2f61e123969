#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "kili/labels/errors.hpp"
#include "kili/labels/ontology.hpp"

using namespace kili;

namespace {
constexpr auto ontology_interface = R"({"jobs": {
  "Z_ROOT": {"mlTask": "CLASSIFICATION", "required": 1, "isChild": false, "instruction": "Which?",
             "content": {"input": "radio", "categories": {"M": {"name": "Class M", "children": ["SUB"]},
                                                          "B": {"name": "Class B", "children": ["SUB", "TEXT"]}}}},
  "SUB": {"mlTask": "COMPARISON", "required": 0, "isChild": true},
  "TEXT": {"mlTask": "TRANSCRIPTION", "isChild": true},
  "A_POSE": {"mlTask": "OBJECT_DETECTION", "required": 0, "isChild": false, "tools": ["pose"],
             "content": {"input": "radio", "categories": {"A": {"name": "A", "points": [{"code": "P", "children": ["TEXT"]}]}}}}}})";
}

TEST_CASE("an ontology keeps the order of the interface") {
  const Ontology ontology = Ontology::parse(ontology_interface, InputType::image);
  REQUIRE(ontology.jobs().size() == 4);
  CHECK(ontology.jobs()[0].name() == "Z_ROOT");
  CHECK(ontology.jobs()[3].name() == "A_POSE");
  REQUIRE(ontology.root_jobs().size() == 2);
  CHECK(ontology.root_jobs()[1]->name() == "A_POSE");
  CHECK(ontology.find("Z_ROOT")->categories()[0].name == "M");
  CHECK(ontology.find("NOPE") == nullptr);
}

TEST_CASE("an ontology from sorted JSON has the same jobs in alphabetical order") {
  const Ontology ontology(nlohmann::json::parse(ontology_interface), InputType::video_legacy);
  CHECK(ontology.jobs()[0].name() == "A_POSE");
  CHECK(ontology.find("Z_ROOT")->categories()[0].name == "B");
  CHECK(ontology.is_video());
}

TEST_CASE("jobs know their task, classes and the jobs below them") {
  const Ontology ontology = Ontology::parse(ontology_interface, InputType::image);
  const JobInterface& root = *ontology.find("Z_ROOT");
  CHECK(root.ml_task() == MlTask::classification);
  CHECK(root.takes_one_category());
  CHECK(root.is_required());
  CHECK(root.instruction() == "Which?");
  CHECK(root.find_category("M")->display_name == "Class M");
  CHECK(root.find_category("Class M") == nullptr);
  CHECK(root.child_jobs().size() == 2);
  CHECK(ontology.find("A_POSE")->child_jobs()[0]->name() == "TEXT");
  CHECK(ontology.find("SUB")->ml_task() == MlTask::other);
  CHECK(ontology.find("SUB")->ml_task_word() == "COMPARISON");
}

TEST_CASE("what an interface lacks is refused when it is asked for, naming the job") {
  const Ontology ontology = Ontology::parse(ontology_interface, InputType::image);
  const JobInterface& text = *ontology.find("TEXT");
  CHECK_THROWS_AS(text.is_required(), OntologyError);
  CHECK_THROWS_AS(text.input(), OntologyError);
  CHECK_THROWS_AS(text.categories(), OntologyError);
  CHECK_THROWS_WITH(text.tools(), Catch::Contains("TEXT") && Catch::Contains("tools"));
}

TEST_CASE("what is no interface is refused") {
  const auto refused =
      GENERATE("", "[]", "{}", "{\"jobs\": []}", "{\"jobs\": {\"J\": 5}}", "{\"jobs\": {\"J\": {}}}",
               "{\"jobs\": {\"J\": {\"mlTask\": \"CLASSIFICATION\"}}}",
               "{\"jobs\": {\"J\": {\"mlTask\": 5, \"isChild\": false}}}");
  CAPTURE(refused);
  CHECK_THROWS_AS(Ontology::parse(refused, InputType::image), OntologyError);
}

TEST_CASE("an interface nested too deep is refused") {
  std::string text = R"({"jobs": {"J": {"mlTask": "X", "isChild": false, "a": )";
  for (int i = 0; i < 2000; ++i) text += R"({"a":)";
  text += "1" + std::string(2000, '}') + "}}}";
  CHECK_THROWS_AS(Ontology::parse(text, InputType::image), OntologyError);
}
