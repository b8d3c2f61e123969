#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "exports/xml_text.hpp"
#include "kili/assets/asset.hpp"
#include "kili/errors.hpp"
#include "kili/exports/pascal_voc.hpp"
#include "pascal_voc_export.hpp"
#include "rectangle_ontology.hpp"
#include "test_folder.hpp"

using namespace kili;
using namespace kili::test;
using nlohmann::json;
using nlohmann::ordered_json;

namespace {

/// A job JOB with these tools.
Ontology tool_ontology(const std::vector<std::string>& tools, const std::string& input = "radio") {
  return Ontology(json{{"jobs",
                        {{"JOB",
                          {{"mlTask", "OBJECT_DETECTION"},
                           {"required", 0},
                           {"isChild", false},
                           {"tools", tools},
                           {"content",
                            {{"input", input},
                             {"categories",
                              {{"A", {{"name", "A"}, {"children", json::array()}}},
                               {"B", {{"name", "B"}, {"children", json::array()}}}}}}}}}}}},
                  InputType::image);
}

}  // namespace

TEST_CASE("Pascal VOC files are those of Kili's export, byte for byte") {
  std::ifstream file(KILI_TESTS_DIR "/labels/formats/pascal_voc.json");
  const auto recorded = ordered_json::parse(file);
  const auto type = GENERATE(InputType::image, InputType::video);
  const ordered_json& expected = recorded[type == InputType::image ? "IMAGE" : "VIDEO"];
  std::vector<Asset> assets;
  for (const auto& asset : expected["assets"]) assets.emplace_back(json(asset));
  const auto written = voc_export(Ontology(recorded["json_interface"], type), assets);
  CHECK(written.losses == std::vector<std::string>());
  CHECK(written.files.size() == expected["files"].size());
  for (const auto& [name, content] : expected["files"].items()) {
    CAPTURE(name);
    REQUIRE(written.files.contains(name));
    CHECK(written.files.at(name) == content.get<std::string>());
  }
}

TEST_CASE("only rectangles are Pascal VOC boxes, the rest is named") {
  const Ontology ontology = tool_ontology({"rectangle", "polygon", "semantic", "marker"});
  const json marker{
      {"type", "marker"}, {"categories", {{{"name", "A"}}}}, {"point", {{"x", 0.5}, {"y", 0.5}}}};
  json absent = voc_box(0, 0, 0.5, 0.5);
  absent.erase("type");
  const auto written = voc_export(
      ontology,
      {voc_asset("a.png", voc_answer({voc_shape("polygon", {{{0.1, 0.1}, {0.5, 0.1}, {0.5, 0.5}}}),
                                      voc_box(0.1, 0.2, 0.3, 0.4),
                                      voc_shape("semantic", {voc_corners(0, 0, 1, 1)}), marker, absent}))});
  CHECK(voc_boxes(written.files.at("labels/a.png.xml")) == VocBoxes{{10, 10, 30, 20}});
  REQUIRE(written.losses.size() == 4);
  CHECK(written.losses[0] ==
        "asset 'a.png', job 'JOB', annotation 1: Pascal VOC has boxes only, and its tool is polygon");
  CHECK_THAT(written.losses[1], Catch::Contains("annotation 3") && Catch::Contains("semantic"));
  CHECK_THAT(written.losses[2], Catch::Contains("annotation 4") && Catch::Contains("marker"));
  CHECK_THAT(written.losses[3], Catch::Contains("annotation 5") && Catch::Contains("no tool"));
  // Where nothing else can be drawn, it is a rectangle.
  const auto plain = voc_export(rectangle_ontology(), {voc_asset("a", voc_answer({absent}))});
  CHECK(voc_boxes(plain.files.at("labels/a.xml")) == VocBoxes{{0, 0, 50, 25}});
  CHECK(plain.losses.empty());
}

TEST_CASE("boxes that Pascal VOC does not express as they are are named") {
  const auto written = [](const json& shape) {
    auto result = voc_export(rectangle_ontology(), {voc_asset("a", voc_answer({shape}))});
    return std::pair(voc_boxes(result.files.at("labels/a.xml")), result.losses);
  };
  const auto [turned, turned_losses] =
      written(voc_shape("rectangle", {{{0.2, 0.5}, {0.5, 0.2}, {0.8, 0.5}, {0.5, 0.8}}}));
  CHECK(turned == VocBoxes{{20, 10, 80, 40}});
  REQUIRE(turned_losses.size() == 1);
  CHECK_THAT(turned_losses[0], Catch::Contains("upright"));
  const auto [holed, holed_losses] =
      written(voc_shape("rectangle", {voc_corners(0, 0, 0.5, 0.5), voc_corners(0.1, 0.1, 0.2, 0.2)}));
  CHECK(holed == VocBoxes{{0, 0, 50, 25}});
  REQUIRE(holed_losses.size() == 1);
  CHECK_THAT(holed_losses[0], Catch::Contains("without 1 holes"));
  const auto [tiny, tiny_losses] = written(voc_box(0.101, 0.501, 0.102, 0.502));
  CHECK(tiny == VocBoxes{{10, 25, 11, 26}});
  REQUIRE(tiny_losses.size() == 1);
  CHECK_THAT(tiny_losses[0], Catch::Contains("less than a pixel"));
  const auto [last, last_losses] = written(voc_box(0.999, 0.2, 1, 0.4));
  CHECK(last == VocBoxes{{99, 10, 100, 20}});
  CHECK(last_losses.size() == 1);
  const auto [outside, outside_losses] = written(voc_box(0.5, 0.5, 1.5, 0.8));
  CHECK(outside.empty());
  REQUIRE(outside_losses.size() == 1);
  CHECK_THAT(outside_losses[0], Catch::Contains("out of the image"));
  const auto [flat, flat_losses] = written(voc_box(0.5, 0.5, 0.8, 0.5));
  CHECK(flat.empty());
  REQUIRE(flat_losses.size() == 1);
  CHECK_THAT(flat_losses[0], Catch::Contains("no area"));
}

TEST_CASE("a Pascal VOC object is written for each class") {
  const auto written = voc_export(
      tool_ontology({"rectangle"}, "checkbox"),
      {voc_asset("a", voc_answer({voc_shape("rectangle", {voc_corners(0, 0, 0.5, 0.5)}, {"B", "A"}),
                                  voc_shape("rectangle", {voc_corners(0, 0, 1, 1)}, {}),
                                  voc_shape("rectangle", {voc_corners(0, 0, 1, 1)}, {"NONE"})}))});
  CHECK(element_texts(written.files.at("labels/a.xml"), "name") == std::vector<std::string>{"B", "A"});
  REQUIRE(written.losses.size() == 2);
  CHECK_THAT(written.losses[0] + written.losses[1], Catch::Contains("no class") && Catch::Contains("NONE"));
}

TEST_CASE("a label that breaks is a loss, the others are Pascal VOC files") {
  const auto written =
      voc_export(rectangle_ontology(), {voc_asset("turned", {{"ROTATION_JOB", {{"rotation", 45}}}}),
                                        voc_asset("broken", json::array({1})),
                                        voc_asset("no list", {{"JOB", {{"annotations", 5}}}}),
                                        voc_asset("good", voc_answer({voc_box(0, 0, 1, 1)}))});
  CHECK(voc_boxes(written.files.at("labels/good.xml")) == VocBoxes{{0, 0, 100, 50}});
  CHECK_FALSE(written.files.contains("labels/turned.xml"));
  for (const auto* name : {"'turned'", "'broken'", "'no list'"}) {
    CAPTURE(name);
    CHECK(std::ranges::count_if(written.losses, [&](const std::string& loss) {
            return loss.find(name) != std::string::npos;
          }) == 1);
  }
}

TEST_CASE("Pascal VOC takes jobs with rectangles of projects with images") {
  const TestFolder folder;
  const auto writer = [&](const Ontology& ontology, const PascalVocOptions& options = {}) {
    return PascalVocWriter(folder.path("voc"), ontology, options);
  };
  CHECK_NOTHROW(writer(tool_ontology({"polygon", "rectangle"})));
  CHECK_THROWS_WITH(writer(tool_ontology({"polygon", "semantic"})), Catch::Contains("Pascal VOC"));
  CHECK_THROWS_WITH(writer(rectangle_ontology({"A"}, InputType::text)), Catch::Contains("Pascal VOC"));
  CHECK_THROWS_WITH(writer(rectangle_ontology(), {.jobs = {"OTHER"}}), Catch::Contains("OTHER"));
  CHECK_FALSE(std::filesystem::exists(folder.path("voc")));
}

TEST_CASE("texts of XML are escaped, what XML lacks is replaced and named") {
  using kili::labels::fits_xml;
  using kili::labels::xml_text;
  CHECK(xml_text("a<b>&\"c\" 'd'") == "a&lt;b&gt;&amp;&quot;c&quot; 'd'");
  CHECK(xml_text("]]>") == "]]&gt;");
  CHECK(xml_text("tab\tline\n\r\xF0\x9F\x9A\x97") == "tab\tline\n&#13;\xF0\x9F\x9A\x97");
  const std::string replaced = "\xEF\xBF\xBD";
  for (const std::string& text : {std::string("\x07"), std::string(1, '\0'), std::string("\xEF\xBF\xBE"),
                                  std::string("\xEF\xBF\xBF"), std::string("\xFF")}) {
    CHECK(xml_text("a" + text + "b") == "a" + replaced + "b");
    CHECK_FALSE(fits_xml("a" + text + "b"));
  }
  CHECK(fits_xml("a<\t\r\n\xEF\xBF\xBD\xC2\x85"));
  const auto written = voc_export(rectangle_ontology({"be\x07ll"}),
                                  {voc_asset("a", voc_answer({voc_box(0, 0, 1, 1, "be\x07ll")}))});
  CHECK(element_texts(written.files.at("labels/a.xml"), "name") ==
        std::vector<std::string>{"be" + replaced + "ll"});
  REQUIRE(written.losses.size() == 1);
  CHECK_THAT(written.losses[0], Catch::Contains("XML lacks characters of its class"));
}
