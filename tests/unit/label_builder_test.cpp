#include <catch2/catch.hpp>
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
  CHECK(checked_label(label) == json::parse(R"({
      "CLASS": {"categories": [{"name": "DAY", "confidence": 93, "children": {"NOTE": {"text": "sunny"}}}]},
      "MANY": {"categories": [{"name": "A"}, {"name": "B", "confidence": 56}]},
      "DATE": {"text": "2024-02-29"},
      "OBJECTS": {"annotations": [{"type": "rectangle", "mid": "m1", "score": 50,
        "categories": [{"name": "CAR", "confidence": 87}], "children": {"NOTE": {"text": "AB-123"}},
        "boundingPoly": [{"normalizedVertices": [
          {"x": 0.1, "y": 0.3}, {"x": 0.1, "y": 0.1}, {"x": 0.4, "y": 0.1}, {"x": 0.4, "y": 0.3}]}]}]}})"));
  CHECK(label.missing_answers().empty());
}

TEST_CASE("entities and relations are related by their mids") {
  LabelBuilder label(built_ontology(InputType::text));
  const auto person = label.add_entity("WORDS", "PER", 0, "Zo\xC3\xAB");
  const auto company = label.add_entity("WORDS", "ORG", 13, "ACME", {.confidence = 90, .end_offset = 17});
  CHECK(person.mid() != company.mid());
  const std::vector<std::string> starts{person.mid()};
  const std::vector<std::string> ends{company.mid()};
  label.add_relation("WORKS", "FOR", starts, ends, {.mid = "r"});
  const json response = checked_label(label, built_ontology(InputType::text));
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

TEST_CASE("entities in PDFs have places") {
  const Ontology ontology = built_ontology(InputType::pdf);
  LabelBuilder label(ontology, ImageSize{100, 100});
  const std::vector<EntityPlace> places{{.box = {.x = 10, .y = 20, .width = 30, .height = 5}, .page = 2},
                                        {.box = {.x = 10, .y = 30, .width = 5, .height = 5}, .page = 2}};
  label.add_entity("WORDS", "PER", "two lines", places);
  const json entity = checked_label(label, ontology)["WORDS"]["annotations"][0];
  CHECK(entity["content"] == "two lines");
  REQUIRE(entity["annotations"].size() == 2);
  CHECK(entity["annotations"][1]["pageNumberArray"] == json{2});
  CHECK(label.label().jobs()["WORDS"].annotations()[0].annotations()[0].polys()[0].ring(0)[0] ==
        Point{0.1, 0.25});
  CHECK_THROWS_WITH(label.add_entity("WORDS", "PER", 0, "x"), Contains("has places, no offset"));
  CHECK_THROWS_WITH(label.add_entity("WORDS", "PER", "x", {}), Contains("at least one place"));
  CHECK_THROWS_WITH(label.add_entity("WORDS", "PER", "", places), Contains("is empty"));
  LabelBuilder text(built_ontology(InputType::text));
  CHECK_THROWS_WITH(text.add_entity("WORDS", "PER", "x", places),
                    Contains("only entities in PDFs have places"));
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
  static_cast<void>(tenth.add_category("MANY", "A").children());
  tenth.set_text("DATE", "2024-02-02", false);
  label.asset_level().set_file("REPORT", "report.pdf").set_text("DATE", "2024-01-01");
  const json response = checked_label(label, ontology);
  CHECK(response["0"]["CLASS"] == json::parse(R"({"categories": [{"name": "NIGHT"}], "isKeyFrame": true})"));
  CHECK(response["0"]["OBJECTS"]["annotations"][0]["isKeyFrame"] == true);
  CHECK(response["10"]["CLASS"]["isKeyFrame"] == false);
  CHECK(response["10"]["DATE"] == json::parse(R"({"text": "2024-02-02", "isKeyFrame": false})"));
  CHECK_FALSE(response["10"]["MANY"]["categories"][0].contains("children"));  // opened, not answered
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
  CHECK_THROWS_AS(label.set_text("DATE", "2024-02-02", true), InvalidMutationError);
  label.set_file("REPORT", "report.pdf");
  CHECK(label.json_response() == json{{"REPORT", "report.pdf"}});
  CHECK_THROWS_AS(label.set_file("REPORT", ""), ValidationError);
}

TEST_CASE("what the ontology does not have is refused with what was meant") {
  CHECK(refused_addition<JobNotExistingError>([](LabelBuilder& label) {
          label.add_category("CLAS", "DAY");
        }) == "job 'CLAS': the ontology has no job 'CLAS'; did you mean 'CLASS'?");
  CHECK(refused_addition<InvalidMutationError>([](LabelBuilder& label) {
          label.add_marker("OBJECTS", "TRUK", {1, 1});
        }) ==
        "job 'OBJECTS': category 'TRUK' is not in the ontology of job 'OBJECTS'; did you mean 'TRUCK'?");
  CHECK(refused_addition<InvalidMutationError>([](LabelBuilder& label) {
          label.add_category("CLASS", "day ");
        }) == "job 'CLASS': category 'day ' is not in the ontology of job 'CLASS'; did you mean 'DAY'?");
  CHECK(refused_addition<InvalidMutationError>([](LabelBuilder& label) {
          label.add_marker("BOXES", "A", {1, 1});
        }) == "job 'BOXES': job 'BOXES' does not have the tool 'marker'; it has rectangle, vector");
  CHECK(refused_addition<AttributeNotCompatibleWithJobError>([](LabelBuilder& label) {
          label.set_text("CLASS", "x");
        }) == "job 'CLASS': the task of the job is CLASSIFICATION, which does not take a text");
  CHECK(refused_addition<InvalidMutationError>(
            [](LabelBuilder& label) { label.set_text("DATE", "today"); }) != "not refused");
  CHECK(refused_addition<JobNotExistingError>([](LabelBuilder& label) { label.set_text("NOTE", "x"); }) ==
        "job 'NOTE': the job is asked below others; add to children() of the class or annotation that opens "
        "it");
}

TEST_CASE("texts that are not UTF-8 are refused") {
  const std::string text = "caf\xE9";
  LabelBuilder label(built_ontology());
  CHECK_THROWS_WITH(label.add_entity("WORDS", "PER", 0, text), Contains("is not UTF-8"));
  CHECK_THROWS_WITH(label.add_entity("WORDS", "PER", 0, "x", {.mid = text}), Contains("is not UTF-8"));
  CHECK_THROWS_WITH(label.set_file("REPORT", text), Contains("is not UTF-8"));
  CHECK_THROWS_WITH(label.add_category("CLASS", "DAY").children().set_text("NOTE", text),
                    Contains("is not UTF-8"));
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
