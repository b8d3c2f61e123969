#include "kili/exports/pascal_voc.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "exports/pascal_voc_files.hpp"
#include "exports/xml_text.hpp"
#include "kili/assets/asset.hpp"
#include "kili/errors.hpp"
#include "rectangle_ontology.hpp"
#include "test_folder.hpp"

using namespace kili;
using kili::test::png;
using kili::test::read_file;
using kili::test::rectangle_ontology;
using kili::test::TestFolder;
using nlohmann::json;
using nlohmann::ordered_json;
using Files = std::map<std::string, std::string>;
using Corners = std::vector<std::pair<double, double>>;

namespace {

struct VocExport {
  Files files;
  std::vector<std::string> losses;
};

VocExport voc_export(const Ontology& ontology, const std::vector<Asset>& assets,
                     const PascalVocOptions& options = {}) {
  const TestFolder folder;
  PascalVocWriter writer(folder.path("voc"), ontology, options);
  writer.add_all(assets);
  VocExport written{.files = {}, .losses = writer.skipped()};
  if (!std::filesystem::exists(folder.path("voc"))) return written;
  for (const auto& name : folder.files()) written.files[name.substr(4)] = read_file(folder.path(name));
  return written;
}

json voc_shape(const std::string& tool, const std::vector<Corners>& outlines,
               const std::vector<std::string>& classes = {"A"}) {
  json shape{{"type", tool}, {"categories", json::array()}, {"boundingPoly", json::array()}};
  for (const auto& name : classes) shape["categories"].push_back({{"name", name}});
  for (const auto& corners : outlines) {
    json vertices = json::array();
    for (const auto& [x, y] : corners) vertices.push_back({{"x", x}, {"y", y}});
    shape["boundingPoly"].push_back({{"normalizedVertices", vertices}});
  }
  return shape;
}

Corners corners_of(double left, double top, double right, double bottom) {
  return {{left, bottom}, {left, top}, {right, top}, {right, bottom}};
}

json voc_box(double left, double top, double right, double bottom, const std::string& name = "A") {
  return voc_shape("rectangle", {corners_of(left, top, right, bottom)}, {name});
}

json answer_of(const std::vector<json>& shapes) { return {{"JOB", {{"annotations", shapes}}}}; }

Asset labelled(const std::string& external_id, const json& response, const json& more = json::object()) {
  json record{{"externalId", external_id},
              {"content", "https://example.com/a"},
              {"jsonContent", ""},
              {"resolution", {{"width", 100}, {"height", 50}}},
              {"latestLabel", {{"jsonResponse", response}}}};
  record.update(more);
  return Asset(record);
}

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

std::vector<std::string> texts_between(const std::string& text, const std::string& tag) {
  std::vector<std::string> found;
  const std::string open = "<" + tag + ">";
  for (auto at = text.find(open); at != std::string::npos; at = text.find(open, at + 1)) {
    const auto begin = at + open.size();
    found.push_back(text.substr(begin, text.find("</" + tag + ">", begin) - begin));
  }
  return found;
}

/// The boxes of a file: left, top, right, bottom.
std::vector<std::vector<int>> boxes_in(const std::string& file) {
  std::vector<std::vector<int>> boxes(texts_between(file, "bndbox").size());
  for (const auto* side : {"xmin", "ymin", "xmax", "ymax"}) {
    const auto values = texts_between(file, side);
    REQUIRE(values.size() == boxes.size());
    for (std::size_t i = 0; i < values.size(); ++i) boxes[i].push_back(std::stoi(values[i]));
  }
  return boxes;
}

using Boxes = std::vector<std::vector<int>>;

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
      {labelled("a.png", answer_of({voc_shape("polygon", {{{0.1, 0.1}, {0.5, 0.1}, {0.5, 0.5}}}),
                                    voc_box(0.1, 0.2, 0.3, 0.4),
                                    voc_shape("semantic", {corners_of(0, 0, 1, 1)}), marker, absent}))});
  CHECK(boxes_in(written.files.at("labels/a.png.xml")) == Boxes{{10, 10, 30, 20}});
  REQUIRE(written.losses.size() == 4);
  CHECK(written.losses[0] ==
        "asset 'a.png', job 'JOB', annotation 1: Pascal VOC has boxes only, and its tool is polygon");
  CHECK_THAT(written.losses[1], Catch::Contains("annotation 3") && Catch::Contains("semantic"));
  CHECK_THAT(written.losses[2], Catch::Contains("annotation 4") && Catch::Contains("marker"));
  CHECK_THAT(written.losses[3], Catch::Contains("annotation 5") && Catch::Contains("no tool"));
  // Where nothing else can be drawn, it is a rectangle.
  const auto plain = voc_export(rectangle_ontology(), {labelled("a", answer_of({absent}))});
  CHECK(boxes_in(plain.files.at("labels/a.xml")) == Boxes{{0, 0, 50, 25}});
  CHECK(plain.losses.empty());
}

TEST_CASE("boxes that Pascal VOC does not express as they are are named") {
  const auto written = [](const json& shape) {
    auto result = voc_export(rectangle_ontology(), {labelled("a", answer_of({shape}))});
    return std::pair(boxes_in(result.files.at("labels/a.xml")), result.losses);
  };
  const auto [turned, turned_losses] =
      written(voc_shape("rectangle", {{{0.2, 0.5}, {0.5, 0.2}, {0.8, 0.5}, {0.5, 0.8}}}));
  CHECK(turned == Boxes{{20, 10, 80, 40}});
  REQUIRE(turned_losses.size() == 1);
  CHECK_THAT(turned_losses[0], Catch::Contains("upright"));
  const auto [holed, holed_losses] =
      written(voc_shape("rectangle", {corners_of(0, 0, 0.5, 0.5), corners_of(0.1, 0.1, 0.2, 0.2)}));
  CHECK(holed == Boxes{{0, 0, 50, 25}});
  REQUIRE(holed_losses.size() == 1);
  CHECK_THAT(holed_losses[0], Catch::Contains("without 1 holes"));
  const auto [tiny, tiny_losses] = written(voc_box(0.101, 0.501, 0.102, 0.502));
  CHECK(tiny == Boxes{{10, 25, 11, 26}});
  REQUIRE(tiny_losses.size() == 1);
  CHECK_THAT(tiny_losses[0], Catch::Contains("less than a pixel"));
  const auto [last, last_losses] = written(voc_box(0.999, 0.2, 1, 0.4));
  CHECK(last == Boxes{{99, 10, 100, 20}});
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
  const auto written =
      voc_export(tool_ontology({"rectangle"}, "checkbox"),
                 {labelled("a", answer_of({voc_shape("rectangle", {corners_of(0, 0, 0.5, 0.5)}, {"B", "A"}),
                                           voc_shape("rectangle", {corners_of(0, 0, 1, 1)}, {}),
                                           voc_shape("rectangle", {corners_of(0, 0, 1, 1)}, {"NONE"})}))});
  CHECK(texts_between(written.files.at("labels/a.xml"), "name") == std::vector<std::string>{"B", "A"});
  REQUIRE(written.losses.size() == 2);
  CHECK_THAT(written.losses[0] + written.losses[1], Catch::Contains("no class") && Catch::Contains("NONE"));
}

TEST_CASE("a label that breaks is a loss, the others are Pascal VOC files") {
  const auto written =
      voc_export(rectangle_ontology(),
                 {labelled("turned", {{"ROTATION_JOB", {{"rotation", 45}}}}),
                  labelled("broken", json::array({1})), labelled("no list", {{"JOB", {{"annotations", 5}}}}),
                  labelled("good", answer_of({voc_box(0, 0, 1, 1)}))});
  CHECK(boxes_in(written.files.at("labels/good.xml")) == Boxes{{0, 0, 100, 50}});
  CHECK_FALSE(written.files.contains("labels/turned.xml"));
  for (const auto* name : {"'turned'", "'broken'", "'no list'"}) {
    CAPTURE(name);
    CHECK(std::ranges::count_if(written.losses, [&](const std::string& loss) {
            return loss.find(name) != std::string::npos;
          }) == 1);
  }
}

TEST_CASE("the size of a Pascal VOC image is the service's, else that of the downloaded file") {
  const TestFolder media;
  const std::string file = media.file("a.png", png(64, 32));
  const json answer = answer_of({voc_box(0.25, 0.25, 0.5, 0.5)});
  const auto written = [&](const std::string& external_id, const json& more) {
    return voc_export(rectangle_ontology(), {labelled(external_id, answer, more)});
  };
  const auto sizes = [](const VocExport& result) {
    const std::string& text = result.files.at("labels/a.xml");
    return std::pair(texts_between(text, "width").at(0), texts_between(text, "height").at(0));
  };
  CHECK(sizes(written("a", {{"content", file}})) == std::pair<std::string, std::string>("100", "50"));
  const json unknown = GENERATE(json(nullptr), json{{"width", nullptr}, {"height", nullptr}},
                                json{{"width", 0}, {"height", 0}}, json{{"width", 1e300}, {"height", 1}});
  CAPTURE(unknown);
  const auto read = written("a", {{"content", file}, {"resolution", unknown}});
  CHECK(sizes(read) == std::pair<std::string, std::string>("64", "32"));
  CHECK(boxes_in(read.files.at("labels/a.xml")) == Boxes{{16, 8, 32, 16}});
  CHECK(texts_between(read.files.at("labels/a.xml"), "filename") == std::vector<std::string>{"a.png"});
  CHECK(read.losses.empty());
  for (const auto& content : {std::string("https://example.com/a.png"), media.path("none.png"),
                              media.file("text.png", "no image")}) {
    CAPTURE(content);
    const auto none = written("a", {{"content", content}, {"resolution", unknown}});
    CHECK(none.files.empty());
    REQUIRE(none.losses.size() == 1);
    CHECK_THAT(none.losses[0], Catch::StartsWith("asset 'a': the size of its image is not known") &&
                                   Catch::Contains("download_media"));
  }
}

TEST_CASE("fields that a Pascal VOC file needs are asked for") {
  const json answer = answer_of({});
  PascalVocWriter writer("nowhere", rectangle_ontology());
  CHECK_THROWS_AS(writer.add(Asset(json{{"externalId", "a"}, {"latestLabel", {{"jsonResponse", answer}}}})),
                  FieldError);
  CHECK_THROWS_AS(writer.add(Asset(json{{"externalId", "a"}, {"resolution", nullptr}})), FieldError);
  CHECK_THROWS_AS(
      writer.add(Asset(json{{"latestLabel", {{"jsonResponse", answer}}}, {"resolution", nullptr}})),
      FieldError);
  CHECK_THROWS_AS(
      writer.add(Asset(json{
          {"externalId", "a"}, {"latestLabel", {{"jsonResponse", answer}}}, {"resolution", {{"width", 5}}}})),
      FieldError);
  const ParsedLabel label({{"jsonResponse", answer}}, rectangle_ontology());
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  for (const ImageSize size : {ImageSize{0, 5}, ImageSize{5, -1}, ImageSize{nan, 5}, ImageSize{5, 2e9}})
    CHECK_THROWS_AS(writer.add(label, "a", size), ValidationError);
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

TEST_CASE("frames of a video are Pascal VOC files, whether they were downloaded or not") {
  const Ontology ontology = rectangle_ontology({"A"}, InputType::video);
  json response = json::object();
  for (int i = 0; i < 12; ++i) response[std::to_string(i)] = json::object();
  response["1"] = answer_of({voc_box(0.1, 0.2, 0.3, 0.4)});
  const auto listed = voc_export(ontology, {labelled("sub/film.mp4", response)});
  CHECK(listed.losses.empty());
  CHECK(listed.files.size() == 12);
  CHECK(boxes_in(listed.files.at("labels/sub/film.mp4_02.xml")) == Boxes{{10, 10, 30, 20}});
  CHECK(texts_between(listed.files.at("labels/sub/film.mp4_02.xml"), "filename") ==
        std::vector<std::string>{"sub/film.mp4_02.jpg"});
  CHECK(boxes_in(listed.files.at("labels/sub/film.mp4_12.xml")).empty());

  const TestFolder media;
  json frames = json::array();
  for (int i = 1; i <= 3; ++i)
    frames.push_back(media.file("film.mp4_" + std::to_string(i) + ".jpg", png(30, 20)));
  const auto downloaded = voc_export(
      ontology, {labelled("film.mp4", {{"0", answer_of({voc_box(0, 0, 0.5, 0.5)})}, {"7", json::object()}},
                          {{"jsonContent", frames}, {"resolution", nullptr}})});
  REQUIRE(downloaded.files.size() == 1);
  CHECK(boxes_in(downloaded.files.at("labels/film.mp4_1.xml")) == Boxes{{0, 0, 15, 10}});
  REQUIRE(downloaded.losses.size() == 1);
  CHECK(downloaded.losses[0] == "asset 'film.mp4', frame 7: the video has no such frame");
}

TEST_CASE("several labels of a video have Pascal VOC files of their own") {
  const json frames{{"0", answer_of({voc_box(0, 0, 0.5, 0.5)})}};
  const auto written =
      voc_export(rectangle_ontology({"A"}, InputType::video),
                 {labelled("film", json::object(),
                           {{"latestLabel", nullptr},
                            {"latestLabels", {{{"jsonResponse", frames}}, {{"jsonResponse", frames}}}}})});
  REQUIRE(written.files.size() == 2);
  for (const auto* name : {"labels/film_1_label1.xml", "labels/film_1_label2.xml"})  // of the same image
    CHECK(texts_between(written.files.at(name), "filename") == std::vector<std::string>{"film_1.jpg"});
}

TEST_CASE("Pascal VOC files of odd names stay in their folder and do not take the place of others") {
  const json answer = answer_of({});
  const auto written =
      voc_export(rectangle_ontology(),
                 {labelled("../up", answer), labelled("/etc/x", answer), labelled("a\nb", answer),
                  labelled("a.png", answer), labelled("a.jpg", answer), labelled("a.jpg", answer)});
  CHECK(written.files.size() == 5);
  for (const auto& [name, content] : written.files) CHECK(name.starts_with("labels/"));
  REQUIRE(written.losses.size() == 1);
  CHECK_THAT(written.losses[0], Catch::Contains("'a.jpg'") && Catch::Contains("take the place"));
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
                                  {labelled("a", answer_of({voc_box(0, 0, 1, 1, "be\x07ll")}))});
  CHECK(texts_between(written.files.at("labels/a.xml"), "name") ==
        std::vector<std::string>{"be" + replaced + "ll"});
  REQUIRE(written.losses.size() == 1);
  CHECK_THAT(written.losses[0], Catch::Contains("XML lacks characters of its class"));
}

TEST_CASE("Pascal VOC files are handed out with their asset and a place for losses") {
  struct Taken {
    std::string name;
    std::string owner;
    std::string content;
  };
  std::vector<Taken> taken;
  labels::PascalVocFiles files(rectangle_ontology(), {},
                               [&](const std::string& name, std::string_view owner, std::string_view content,
                                   const labels::LossNotes& notes) {
                                 taken.push_back({name, std::string(owner), std::string(content)});
                                 notes.add("full");
                               });
  files.add(labelled("sub/a.png", answer_of({voc_box(0, 0, 1, 1)})));
  REQUIRE(taken.size() == 1);
  CHECK(taken[0].name == "labels/sub/a.png.xml");
  CHECK(taken[0].owner == "sub/a.png");
  CHECK(boxes_in(taken[0].content) == Boxes{{0, 0, 100, 50}});
  CHECK(files.losses().sentences() == std::vector<std::string>{"asset 'sub/a.png': full"});
}

TEST_CASE("a Pascal VOC writer that was moved goes on") {
  const TestFolder folder;
  const ParsedLabel label({{"jsonResponse", answer_of({})}}, rectangle_ontology());
  PascalVocWriter first(folder.path(), rectangle_ontology());
  first.add(label, "a", {10, 10});
  PascalVocWriter writer = std::move(first);
  writer.add(label, "a", {10, 10});
  writer.add(label, "b", {10, 10});
  CHECK(writer.skipped().size() == 1);
  CHECK(folder.files().size() == 2);
}
