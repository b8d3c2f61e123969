#include <catch2/catch.hpp>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "kili/kili.hpp"

TEST_CASE("the documented examples of builders do what is said") {
  // As in docs/labels.md, which guide_snippets_test.cpp compares:
  kili::OntologyBuilder builder(kili::InputType::image);
  builder.add_classification(
      {.categories = {{.name = "Sunny"}, {.name = "Rainy"}}, .name = "Weather", .required = true});
  builder.add_object_detection(
      {.categories = {{.children = {"PLATE"}, .color = "#ff0000", .name = "Car"}, {.name = "Truck"}},
       .name = "Vehicles",
       .tools = {"rectangle", "polygon", "semantic"}});
  builder.add_transcription({.key = "PLATE", .name = "Number plate"});
  const kili::Ontology ontology = builder.ontology();
  const std::string json_interface = builder.text();

  CHECK(kili::Ontology::parse(json_interface, kili::InputType::image).jobs().size() == 3);
  std::vector<std::uint8_t> pixels(270 * 480, 1);
  std::vector<std::string> reports;
  const auto report = [&reports](const std::string& message) { reports.push_back(message); };

  kili::LabelBuilder label(ontology, kili::ImageSize{1920, 1080});
  label.add_category("WEATHER", "SUNNY", {.confidence = 93});
  auto car = label.add_box("VEHICLES", "CAR", {.x = 100, .y = 200, .width = 300, .height = 150},
                           {.confidence = kili::Confidence::from_probability(0.87)});
  car.children().set_text("PLATE", "AB-123-CD");
  const kili::BinaryMask mask{.height = 270, .pixels = pixels, .width = 480};
  if (!label.add_mask("VEHICLES", "TRUCK", mask)) report("the model found no truck");
  label.check_complete();
  const std::string json_response = label.json_text();

  for (const kili::LabelFinding& finding : kili::check_label_text(json_response, ontology)) {
    if (finding.kind == kili::LabelFindingKind::error) report(finding.path + ": " + finding.message);
  }
  CHECK(reports.empty());
  CHECK(label.label().jobs()["VEHICLES"].annotations()[1].bounding_poly()[0].normalized_vertices().size() ==
        4);

  const kili::Ontology film_ontology(builder.json(), kili::InputType::video);
  kili::LabelBuilder film(film_ontology, kili::ImageSize{1280, 720});
  const std::string mid =
      film.frame(0).add_box("VEHICLES", "CAR", {.x = 0, .y = 0, .width = 90, .height = 40}).mid();
  film.frame(1).add_box("VEHICLES", "CAR", {.x = 3, .y = 0, .width = 90, .height = 40},
                        {.is_key_frame = false, .mid = mid});
  CHECK(film.json_response()["1"]["VEHICLES"]["annotations"][0]["mid"] == mid);
  CHECK_THROWS_WITH(
      label.add_category("WEATHER", "SUNY"),
      Catch::Matchers::Contains("category 'SUNY' is not in the ontology of job 'WEATHER'; did you mean "
                                "'SUNNY'?"));
}
