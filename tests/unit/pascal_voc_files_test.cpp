#include <catch2/catch.hpp>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kili/assets/asset.hpp"
#include "kili/errors.hpp"
#include "kili/exports/pascal_voc.hpp"
#include "pascal_voc_export.hpp"
#include "rectangle_ontology.hpp"
#include "test_folder.hpp"

using namespace kili;
using namespace kili::test;
using nlohmann::json;

TEST_CASE("the size of a Pascal VOC image is the service's, else that of the downloaded file") {
  const TestFolder media;
  const std::string file = media.file("a.png", png(64, 32));
  const json answer = voc_answer({voc_box(0.25, 0.25, 0.5, 0.5)});
  const auto written = [&](const std::string& external_id, const json& more) {
    return voc_export(rectangle_ontology(), {voc_asset(external_id, answer, more)});
  };
  const auto sizes = [](const VocExport& result) {
    const std::string& text = result.files.at("labels/a.xml");
    return std::pair(element_texts(text, "width").at(0), element_texts(text, "height").at(0));
  };
  CHECK(sizes(written("a", {{"content", file}})) == std::pair<std::string, std::string>("100", "50"));
  const json unknown = GENERATE(json(nullptr), json{{"width", nullptr}, {"height", nullptr}},
                                json{{"width", 0}, {"height", 0}}, json{{"width", 1e300}, {"height", 1}});
  CAPTURE(unknown);
  const auto read = written("a", {{"content", file}, {"resolution", unknown}});
  CHECK(sizes(read) == std::pair<std::string, std::string>("64", "32"));
  CHECK(voc_boxes(read.files.at("labels/a.xml")) == VocBoxes{{16, 8, 32, 16}});
  CHECK(element_texts(read.files.at("labels/a.xml"), "filename") == std::vector<std::string>{"a.png"});
  CHECK(read.losses.empty());
  for (const auto& content : {std::string("https://example.com/a.png"), media.path("none.png"),
                              media.file("text.png", "no image")}) {
    CAPTURE(content);
    const auto none = written("a", {{"content", content}, {"resolution", unknown}});
    CHECK(none.files.empty());
    REQUIRE(none.losses.size() == 1);
    CHECK_THAT(none.losses[0],
               Catch::StartsWith("asset 'a': the size of its image is") && Catch::Contains("download_media"));
  }
}

TEST_CASE("fields that a Pascal VOC file needs are asked for") {
  const json answer = voc_answer({});
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

TEST_CASE("frames of a video are Pascal VOC files, whether they were downloaded or not") {
  const Ontology ontology = rectangle_ontology({"A"}, InputType::video);
  json response = json::object();
  for (int i = 0; i < 12; ++i) response[std::to_string(i)] = json::object();
  response["1"] = voc_answer({voc_box(0.1, 0.2, 0.3, 0.4)});
  const auto listed = voc_export(ontology, {voc_asset("sub/film.mp4", response)});
  CHECK(listed.losses.empty());
  CHECK(listed.files.size() == 12);
  CHECK(voc_boxes(listed.files.at("labels/sub/film.mp4_02.xml")) == VocBoxes{{10, 10, 30, 20}});
  CHECK(element_texts(listed.files.at("labels/sub/film.mp4_02.xml"), "filename") ==
        std::vector<std::string>{"sub/film.mp4_02.jpg"});
  CHECK(voc_boxes(listed.files.at("labels/sub/film.mp4_12.xml")).empty());

  const TestFolder media;
  json frames = json::array();
  for (int i = 1; i <= 3; ++i)
    frames.push_back(media.file("film.mp4_" + std::to_string(i) + ".jpg", png(30, 20)));
  const auto downloaded = voc_export(
      ontology, {voc_asset("film.mp4", {{"0", voc_answer({voc_box(0, 0, 0.5, 0.5)})}, {"7", json::object()}},
                           {{"jsonContent", frames}, {"resolution", nullptr}})});
  REQUIRE(downloaded.files.size() == 1);
  CHECK(voc_boxes(downloaded.files.at("labels/film.mp4_1.xml")) == VocBoxes{{0, 0, 15, 10}});
  REQUIRE(downloaded.losses.size() == 1);
  CHECK(downloaded.losses[0] == "asset 'film.mp4', frame 7: the video has no such frame");
}

TEST_CASE("several labels of a video have Pascal VOC files of their own") {
  const json frames{{"0", voc_answer({voc_box(0, 0, 0.5, 0.5)})}};
  const auto written =
      voc_export(rectangle_ontology({"A"}, InputType::video),
                 {voc_asset("film", json::object(),
                            {{"latestLabel", nullptr},
                             {"latestLabels", {{{"jsonResponse", frames}}, {{"jsonResponse", frames}}}}})});
  REQUIRE(written.files.size() == 2);
  for (const auto* name : {"labels/film_1_label1.xml", "labels/film_1_label2.xml"})  // of the same image
    CHECK(element_texts(written.files.at(name), "filename") == std::vector<std::string>{"film_1.jpg"});
}

TEST_CASE("Pascal VOC files of odd names stay in their folder and do not take the place of others") {
  const json answer = voc_answer({});
  const auto written =
      voc_export(rectangle_ontology(),
                 {voc_asset("../up", answer), voc_asset("/etc/x", answer), voc_asset("a\nb", answer),
                  voc_asset("a.png", answer), voc_asset("a.jpg", answer), voc_asset("a.jpg", answer)});
  CHECK(written.files.size() == 5);
  for (const auto& [name, content] : written.files) CHECK(name.starts_with("labels/"));
  REQUIRE(written.losses.size() == 1);
  CHECK_THAT(written.losses[0], Catch::Contains("'a.jpg'") && Catch::Contains("take the place"));
}

TEST_CASE("a Pascal VOC writer that was moved goes on") {
  const TestFolder folder;
  const ParsedLabel label({{"jsonResponse", voc_answer({})}}, rectangle_ontology());
  PascalVocWriter first(folder.path(), rectangle_ontology());
  first.add(label, "a", {10, 10});
  PascalVocWriter writer = std::move(first);
  writer.add(label, "a", {10, 10});
  writer.add(label, "b", {10, 10});
  CHECK(writer.skipped().size() == 1);
  CHECK(folder.files().size() == 2);
}
