#include <catch2/catch.hpp>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>

#include "kili/labels/errors.hpp"
#include "kili/labels/ontology_builder.hpp"

using Catch::Matchers::Contains;
using namespace kili;

namespace {

std::string refused_by(InputType input_type, const std::function<void(OntologyBuilder&)>& add) {
  OntologyBuilder builder(input_type);
  try {
    add(builder);
    static_cast<void>(builder.json());
  } catch (const OntologyError& error) {
    return error.what();
  }
  return "not refused";
}

JobDefinition classes(std::string name, std::vector<CategoryDefinition> categories = {{.name = "A"}}) {
  return {.categories = std::move(categories), .name = std::move(name)};
}

std::string refused_classes(std::vector<CategoryDefinition> categories) {
  return refused_by(InputType::image, [&](OntologyBuilder& builder) {
    builder.add_classification(classes("Job", std::move(categories)));
  });
}

}  // namespace

TEST_CASE("keys are made of names") {
  CHECK(OntologyBuilder::key_of("Number plate") == "NUMBER_PLATE");
  CHECK(OntologyBuilder::key_of("  a--b (2) ") == "A_B_2");
  CHECK(OntologyBuilder::key_of("CATEGORY_A") == "CATEGORY_A");
  CHECK(OntologyBuilder::key_of("\xC3\xA9t\xC3\xA9") == "T");
  CHECK(OntologyBuilder::key_of("\xE8\xBB\x8A").empty());
  CHECK(OntologyBuilder::key_of("").empty());
}

TEST_CASE("an interface is built job by job") {
  OntologyBuilder builder(InputType::image);
  CHECK(
      builder.add_object_detection({.categories = {{.children = {"PLATE"}, .color = "#ff0000", .name = "Car"},
                                                   {.key = "TRUCK", .name = "Big truck"}},
                                    .name = "Vehicles on the road",
                                    .required = true,
                                    .tools = {"rectangle", "semantic"}}) == "VEHICLES_ON_THE_ROAD");
  builder.add_transcription({.control = JobControl::number, .instruction = "Which number?", .key = "PLATE"});
  CHECK(builder.text() ==
        R"({"jobs":{"VEHICLES_ON_THE_ROAD":{"content":{"categories":{)"
        R"("CAR":{"children":["PLATE"],"color":"#ff0000","name":"Car"},)"
        R"("TRUCK":{"children":[],"color":"#ff7f0e","name":"Big truck"}},"input":"radio"},)"
        R"("instruction":"Vehicles on the road","mlTask":"OBJECT_DETECTION","required":1,"isChild":false,)"
        R"("tools":["rectangle","semantic"]},)"
        R"("PLATE":{"content":{"input":"number"},"instruction":"Which number?","mlTask":"TRANSCRIPTION",)"
        R"("required":0,"isChild":true}}})");
  const Ontology ontology = builder.ontology();
  REQUIRE(ontology.root_jobs().size() == 1);
  CHECK(ontology.root_jobs()[0]->is_required());
  CHECK(ontology.root_jobs()[0]->child_jobs()[0]->name() == "PLATE");
  CHECK(ontology.find("VEHICLES_ON_THE_ROAD")->find_category("TRUCK")->display_name == "Big truck");
  CHECK(OntologyBuilder(InputType::text).text() == R"({"jobs":{}})");
}

TEST_CASE("every kind of job is read again as what it is") {
  OntologyBuilder text(InputType::text);
  text.add_entity_recognition(classes("Words", {{.name = "Person"}, {.name = "Company"}}));
  text.add_entity_relation(classes("Works", {{.ends = {"COMPANY"}, .name = "For", .starts = {"PERSON"}}}));
  text.add_classification(
      {.categories = {{.name = "Good"}, {.name = "Bad"}}, .control = JobControl::checkbox, .name = "Tone"});
  text.add_file({.name = "Report"});
  CHECK(text.ontology().find("WORDS")->ml_task() == MlTask::named_entities_recognition);
  CHECK(text.ontology().find("WORKS")->ml_task() == MlTask::named_entities_relation);
  CHECK(text.json()["jobs"]["WORKS"]["content"]["categories"]["FOR"]["startEntities"][0] == "PERSON");
  CHECK(text.ontology().find("TONE")->input() == "checkbox");
  CHECK(text.ontology().find("REPORT")->ml_task() == MlTask::file);
  CHECK(text.json()["jobs"]["REPORT"]["content"] == nlohmann::ordered_json::object());

  OntologyBuilder image(InputType::image);
  image.add_pose_estimation(classes(
      "Faces", {{.name = "Face", .points = {{.code = "NOSE", .is_mandatory = true}, {.name = "Left eye"}}}}));
  image.add_object_relation(classes("Links", {{.ends = {"FACE"}, .name = "Knows", .starts = {"FACE"}}}));
  image.add_job("PAGE_LEVEL_CLASSIFICATION", classes("Pages"));
  const Ontology ontology = image.ontology();
  const auto* face = ontology.find("FACES")->find_category("FACE");
  REQUIRE(face->points.size() == 2);
  CHECK(face->points[0].is_mandatory);
  CHECK(face->points[1].code == "LEFT_EYE");
  CHECK(face->points[1].name == "Left eye");
  CHECK(ontology.find("FACES")->tools()[0] == "pose");
  CHECK(ontology.find("LINKS")->ml_task() == MlTask::object_relation);
  CHECK(ontology.find("PAGES")->ml_task_word() == "PAGE_LEVEL_CLASSIFICATION");

  OntologyBuilder chats(InputType::llm_static);
  chats.add_comparison({.categories = {{.name = "Better"}, {.mutual = true, .name = "Tie"}},
                        .level = "round",
                        .name = "Best"});
  CHECK(chats.json()["jobs"]["BEST"]["content"]["options"]["TIE"]["mutual"] == true);
  CHECK(chats.json()["jobs"]["BEST"]["level"] == "round");
  OntologyBuilder video(InputType::video);
  video.add_object_detection({.categories = {{.name = "A"}},
                              .models = nlohmann::json{{"tracking", nlohmann::json::object()}},
                              .name = "Objects",
                              .tools = {"rectangle"}});
  CHECK(video.json()["jobs"]["OBJECTS"]["models"].contains("tracking"));
}

TEST_CASE("names and keys that cannot be used are refused") {
  const auto job = [](JobDefinition definition) {
    return refused_by(InputType::image,
                      [&](OntologyBuilder& builder) { builder.add_classification(definition); });
  };
  CHECK_THAT(job(classes("")), Contains("a job has a name or a key"));
  CHECK_THAT(job(classes("\xE8\xBB\x8A")), Contains("no key can be made of the name"));
  CHECK(job({.categories = {{.name = "A"}}, .key = "my job"}) ==
        "job 'my job': the key 'my job' is not usable: keys have capital letters, digits and underscores; "
        "'MY_JOB' is");
  CHECK_THAT(job(classes("12")), Contains("would be the number of a frame"));
  CHECK_THAT(job(classes("Rotation job")), Contains("labels have answers of that key"));
  CHECK_THAT(refused_classes({{.name = ""}}), Contains("has no name"));
  CHECK_THAT(refused_classes({{.name = "A"}, {.name = "a"}}), Contains("the category 'A' is there twice"));
  CHECK_THAT(refused_classes({{.key = "X", .name = "A"}, {.key = "Y", .name = "A"}}),
             Contains("two categories have the name 'A'"));
  CHECK_THAT(refused_classes({{.key = "x", .name = "A"}}), Contains("the key 'x' is not usable"));
  CHECK_THAT(refused_classes({}), Contains("at least one category"));
  CHECK_THAT(refused_classes({{.color = "red", .name = "A"}}), Contains("the color 'red' is not #rrggbb"));
  OntologyBuilder builder(InputType::image);
  builder.add_classification(classes("Job"));
  const std::string before = builder.text();
  CHECK_THROWS_WITH(builder.add_classification(classes("JOB")), Contains("the job is there already"));
  CHECK(builder.text() == before);
  const OntologyBuilder copy = builder;
  builder.add_file({.name = "Other"});
  CHECK(copy.text() == before);
}

TEST_CASE("tools and tasks are those of the type of the project") {
  const auto tools = [](InputType input_type, std::vector<std::string> names) {
    return refused_by(input_type, [&](OntologyBuilder& builder) {
      builder.add_object_detection({.categories = {{.name = "A"}}, .name = "Objects", .tools = names});
    });
  };
  CHECK(tools(InputType::image, {"rectangel"}) ==
        "job 'OBJECTS': projects of the type IMAGE do not have the tool 'rectangel'; did you mean "
        "'rectangle'?");
  CHECK(tools(InputType::image, {"rectangle"}) == "not refused");
  CHECK_THAT(tools(InputType::pdf, {"pose"}), Contains("they have polygon, rectangle, semantic"));
  CHECK_THAT(tools(InputType::text, {"rectangle"}),
             Contains("projects of the type TEXT have no jobs of the task OBJECT_DETECTION"));
  CHECK_THAT(tools(InputType::image, {}), Contains("at least one tool"));
  CHECK_THAT(tools(InputType::image, {"marker", "marker"}), Contains("there twice"));
  CHECK_THAT(refused_by(InputType::image, [](OntologyBuilder& b) { b.add_entity_recognition(classes("W")); }),
             Contains("have no jobs of the task NAMED_ENTITIES_RECOGNITION"));
  CHECK_THAT(refused_by(InputType::image, [](OntologyBuilder& b) { b.add_comparison(classes("W")); }),
             Contains("have no jobs of the task COMPARISON"));
}

TEST_CASE("members that a kind of job does not have are refused") {
  const auto text = [](JobDefinition definition) {
    return refused_by(InputType::image,
                      [&](OntologyBuilder& builder) { builder.add_transcription(definition); });
  };
  CHECK_THAT(text({.control = JobControl::radio, .name = "T"}), Contains("has no control \"radio\""));
  CHECK_THAT(text({.categories = {{.name = "A"}}, .name = "T"}), Contains("has no categories"));
  CHECK_THAT(text({.name = "T", .tools = {"marker"}}), Contains("only object detection has tools"));
  CHECK_THAT(text({.level = "round", .name = "T"}), Contains("only jobs of LLM projects have a level"));
  CHECK_THAT(text({.models = nlohmann::json("x"), .name = "T"}), Contains("not an object"));
  CHECK_THAT(refused_classes({{.mutual = true, .name = "A"}}), Contains("only options of a comparison"));
  CHECK_THAT(refused_classes({{.ends = {"A"}, .name = "A"}}), Contains("only categories of relations"));
  CHECK_THAT(refused_classes({{.name = "A", .points = {{.code = "X"}}}}),
             Contains("only categories of poses"));
}

TEST_CASE("jobs that a class opens exist and do not open it again") {
  CHECK_THAT(refused_classes({{.children = {"DETIAL"}, .name = "A"}}),
             Contains("category 'A': it opens the job 'DETIAL', which does not exist"));
  const auto circle = refused_by(InputType::image, [](OntologyBuilder& builder) {
    builder.add_classification(classes("Root", {{.children = {"ONE"}, .name = "A"}}));
    builder.add_classification(classes("One", {{.children = {"TWO"}, .name = "A"}}));
    builder.add_classification(classes("Two", {{.children = {"ONE"}, .name = "A"}}));
  });
  CHECK(circle == "job 'ONE': the job opens itself, through the jobs below it");
  CHECK_THAT(refused_classes({{.children = {"JOB"}, .name = "A"}}), Contains("opens itself"));
  const auto relation = refused_by(InputType::text, [](OntologyBuilder& builder) {
    builder.add_entity_recognition(classes("Words", {{.name = "Person"}}));
    builder.add_entity_relation(classes("Works", {{.ends = {"PERSON"}, .name = "For", .starts = {"PERSO"}}}));
  });
  CHECK_THAT(relation, Contains("it relates the category 'PERSO'") && Contains("did you mean 'PERSON'?"));
}
