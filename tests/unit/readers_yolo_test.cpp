// YOLO files become labels.

#include <catch2/catch.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "kili/exports/yolo.hpp"
#include "kili/labels/label_builder.hpp"
#include "kili/readers/yolo_reader.hpp"
#include "label_file_helpers.hpp"
#include "test_folder.hpp"

using namespace kili;
using namespace kili::test;
using nlohmann::json;

namespace {

struct YoloRead {
  std::vector<NewLabel> labels;
  std::vector<std::string> skipped;
};

YoloRead read_yolo(const TestFolder& folder, const YoloReaderOptions& options = {}) {
  YoloReader reader(folder.path(), label_file_ontology(), options);
  auto labels = all_labels(reader);
  return {std::move(labels), reader.skipped()};
}

constexpr const char* yolo_classes_file = "BOXES/CAR\nROOF\nSKY\nTREE\nnothing\n";

/// Reads one file of labels; the classes are those above.
YoloRead read_yolo_lines(const std::string& lines, const YoloReaderOptions& options = {}) {
  const TestFolder folder;
  static_cast<void>(folder.file("classes.txt", yolo_classes_file));
  std::filesystem::create_directory(folder.path("labels"));
  static_cast<void>(folder.file("labels/a.txt", lines));
  return read_yolo(folder, options);
}

std::string yolo_loss(const std::string& line, const YoloReaderOptions& options = {}) {
  const auto read = read_yolo_lines(line, options);
  CHECK(read.labels.empty());
  REQUIRE(read.skipped.size() == 2);
  CHECK(read.skipped[0].find("/labels/a.txt', line 1: ") != std::string::npos);
  CHECK(read.skipped[1].find("nothing is left of its lines") != std::string::npos);
  return read.skipped[0];
}

/// The class of an object of each number, with the file of classes given.
std::vector<std::string> yolo_names(const std::string& file, const std::string& content,
                                    std::size_t count = 3) {
  const TestFolder folder;
  static_cast<void>(folder.file(file, content));
  std::filesystem::create_directory(folder.path("labels"));
  std::string lines;
  for (std::size_t i = 0; i < count; ++i) lines += std::to_string(i) + " 0.5 0.5 0.1 0.1\n";
  static_cast<void>(folder.file("labels/a.txt", lines));
  const auto read = read_yolo(folder);
  std::vector<std::string> names;
  for (const auto& label : read.labels) {
    const json answers = answers_of(label);
    for (const auto& [job, answer] : answers.items()) {
      for (const auto& annotation : answer["annotations"])
        names.push_back(job + "/" + annotation["categories"][0]["name"].get<std::string>());
    }
  }
  for (const std::string& loss : read.skipped) names.push_back(loss.substr(loss.find(": ") + 2));
  return names;
}

std::string yolo_error(const std::string& file, const std::string& content) {
  return message_of_error<Error>([&] { static_cast<void>(yolo_names(file, content)); });
}

}  // namespace

TEST_CASE("labels that are written as YOLO files and read are the same") {
  const Ontology ontology = label_file_ontology();
  LabelBuilder label(ontology, ImageSize{200, 100});
  label.add_box("BOXES", "CAR", {.x = 10.25, .y = 20.5, .width = 30, .height = 15.125});
  label.add_box("BOXES", "BUS", {.x = 0, .y = 0, .width = 200, .height = 100});
  label.add_box("BOTH", "TREE", {.x = 50, .y = 50, .width = 3, .height = 4});
  const std::vector<Point> quadrangle{{3, 4}, {90, 7}, {60, 70.5}, {1. / 3, 70}};
  label.add_polygon("SHAPES", "ROOF", quadrangle);
  label.add_mask("MASKS", "SKY", std::vector<MaskPart>{{.outer = quadrangle}});
  label.add_mask("BOTH", "TREE", std::vector<MaskPart>{{.outer = quadrangle}});
  const json expected = label.json_response();
  for (const YoloVersion version : {YoloVersion::v4, YoloVersion::v5, YoloVersion::v7, YoloVersion::v8}) {
    const TestFolder folder;
    YoloWriter writer(folder.path(), ontology, {.version = version});
    writer.add(label.label(), "sub/a.jpg");
    REQUIRE(writer.skipped().empty());
    const auto read = read_yolo(folder, {.external_ids = {"b.jpg", "sub/a.jpg"}});
    CHECK(read.skipped == std::vector<std::string>());
    REQUIRE(read.labels.size() == 1);
    CHECK(read.labels[0].external_id == "sub/a.jpg");
    const json answers = answers_of(read.labels[0]);
    for (const std::string job : {"BOXES", "SHAPES", "MASKS", "BOTH"}) {
      INFO(answers.dump());
      CHECK(objects_of(expected, job).size() == objects_of(answers, job).size());
      CHECK(are_close(objects_of(answers, job), objects_of(expected, job)));
    }
  }
  // A folder for each job, with classes "CLASS".
  const TestFolder folder;
  YoloWriter writer(folder.path(), ontology, {.jobs = {"MASKS"}, .merged = false});
  writer.add(label.label(), "a.jpg");
  YoloReader reader(folder.path("MASKS"), ontology, {.job = "MASKS"});
  const auto labels = all_labels(reader);
  REQUIRE(labels.size() == 1);
  CHECK(labels[0].external_id == "a");
  CHECK(are_close(objects_of(answers_of(labels[0]), "MASKS"), objects_of(expected, "MASKS")));
}

TEST_CASE("names of YOLO classes are read from the files of all versions") {
  const std::vector<std::string> wanted{"BOTH/TREE", "BOXES/CAR", "BOXES/BUS"};
  for (const std::string text : {
           "names:\n  0: CAR\n  1: BOXES/BUS\n  2: 'TREE'\n",
           "# comment\npath: ../x # there\nnc: 3\r\nnames: [ 'CAR', \"BOXES/BUS\",\r\n  TREE ] # the "
           "end\r\ntrain: a\n",
           "train: images\nnames:\n- CAR\n- \"BOXES\\/B\\x55S\" # Bus\n\n- TREE\nnc: 3\n",
           "names:\n    - CAR\n    - BUS\n    - \"T\\u0052EE\"\n",
           "\"names\": {0: CAR, 1: BUS,\n 2: TREE}\n",
           "names : {2: TREE, 0: CAR, 1: BUS, }",
           "names_of_more: [A]\nnames: [CAR,BUS,TREE]",
           "\xEF\xBB\xBFnames: [CAR, Big bus, Tree]",
       }) {
    INFO(text);
    CHECK(yolo_names("data.yaml", text) == wanted);
    CHECK(yolo_names("other.yml", text) == wanted);
  }
  for (const std::string text :
       {"CAR\nBUS\nTREE\n", "0 CAR\n1 BUS\n2 TREE", "CAR\r\nBOXES/BUS\r\nTREE\r\n\r\n"}) {
    CHECK(yolo_names("classes.txt", text) == wanted);
  }
  CHECK(yolo_names("obj.names", "CAR\nBUS\nTREE\n") == wanted);
  const auto quotes = yolo_names("data.yaml", "names: ['it''s', \"a, b\\n\", 'C#']");
  REQUIRE(quotes.size() == 4);
  CHECK(quotes[0].find("'it's'") != std::string::npos);
  CHECK(quotes[1].find("'a, b\\n'") != std::string::npos);
  CHECK(quotes[2].find("'C#'") != std::string::npos);
  const auto counted = yolo_names("data.yaml", "nc: 4\nnames: [CAR, BUS, TREE]");
  CHECK(counted.size() == 4);
  CHECK(is_told(counted, {"\"nc\" is 4, but there are 3 names"}));
  CHECK(is_told(yolo_names("data.yaml", "names: {0: CAR, 2: TREE}"), {"its class has no name"}));
}

TEST_CASE("files of YOLO classes that cannot be read are refused, with the line") {
  const auto is_refused = [](const std::string& text, const std::string& why) {
    const std::string message = yolo_error("data.yaml", text);
    INFO(message);
    CHECK(message.find("data.yaml") != std::string::npos);
    CHECK(message.find(why) != std::string::npos);
  };
  is_refused("", "no \"names\"");
  is_refused("kpt_shape: [17, 3]\nnames: [A]\n", "are of poses");
  is_refused("nc: 3\n", "no \"names\"");
  is_refused("names:\n", "no \"names\"");
  is_refused("names: []\n", "no \"names\"");
  is_refused("names: people.txt\n", "line 1: \"names\" is neither a list nor a mapping");
  is_refused("\nnames: [A, B\n", "']' is missing");
  is_refused("names: {0: A", "'}' is missing");
  is_refused("names: {zero: A}", "line 1: 'zero' is not the number");
  is_refused("names: {99999999999: A}", "is not the number");
  is_refused("names: {0 A}", "is not the number");
  is_refused("names:\n  0 A\n", "line 2");
  is_refused("names: ['A", "a quoted name does not end");
  is_refused("names:\n  - \"A\n", "line 2: a quoted name does not end");
  is_refused("names: [\"\\q\"]", "an escape");
  is_refused("names: [\"\\ud800\"]", "an escape");
  is_refused("names: ['A' 'B']", "',' or ']' is missing");
  is_refused("names: [[A]]", "',' or ']' is missing");
  is_refused("names:\n  - 'A' B\n", "something follows");
  is_refused("names: [\xff]", "not UTF-8");
  is_refused("names: " + std::string(100'000, '['), "is missing");
  CHECK(yolo_error("classes.txt", "\xff").find("not UTF-8") != std::string::npos);
  CHECK(yolo_error("classes.txt", "\n\n").find("no names of classes") != std::string::npos);
  CHECK(yolo_error("notes.md", "x").find("set classes") != std::string::npos);
  const TestFolder folder;
  static_cast<void>(folder.file("a.yaml", "names: [CAR]"));
  static_cast<void>(folder.file("b.yaml", "names: [CAR]"));
  CHECK(message_of_error<FileError>([&] {
          static_cast<void>(read_yolo(folder));
        }).find("several YAML files") != std::string::npos);
  CHECK(message_of_error<FileError>([&] {
          YoloReader(folder.path(), label_file_ontology(), {.classes = folder.path("c.yaml")});
        }).find("c.yaml") != std::string::npos);
  CHECK(message_of_error<FileError>([&] {
          YoloReader(folder.path("none"), label_file_ontology());
        }).find("no such folder") != std::string::npos);
  CHECK(message_of_error<ValidationError>([&] {
          YoloReader(folder.path(), label_file_ontology(InputType::pdf));
        }).find("images") != std::string::npos);
}

TEST_CASE("lines of YOLO files are boxes and outlines, with a confidence or without") {
  const auto read = read_yolo_lines(
      "0 0.5 0.5 0.2 0.4 0.87\r\n\n  1\t.1 .1 .5 .1 .5 .6\n2 1e-1 0.1 0.5 0.1 0.5 +0.6 0.25\n3 0.5 0.5 1 1\n"
      "3 0.1 0.1 0.5 0.1 0.5 0.6\n0 0.1 0.1 0.5 0.1 0.5 0.6");
  REQUIRE(read.labels.size() == 1);
  CHECK(read.labels[0].external_id == "a");
  const json answers = answers_of(read.labels[0]);
  const auto boxes = objects_of(answers, "BOXES");
  REQUIRE(boxes.size() == 2);
  CHECK(boxes[0]["categories"][0]["confidence"] == 87);
  CHECK(boxes[0]["boundingPoly"][0]["normalizedVertices"][1]["x"].get<double>() == Approx(0.4));
  CHECK(boxes[1]["boundingPoly"][0]["normalizedVertices"][3]["y"].get<double>() == Approx(0.6));
  const std::vector<Point> triangle{{.1, .1}, {.5, .1}, {.5, .6}};
  CHECK(vertices_of(objects_of(answers, "SHAPES").at(0)) == triangle);
  const auto masks = objects_of(answers, "MASKS");
  CHECK(vertices_of(masks.at(0)) == triangle);
  CHECK(masks[0]["categories"][0]["confidence"] == 25);
  CHECK(objects_of(answers, "BOTH").size() == 2);
  CHECK(objects_of(answers, "BOTH")[1]["type"] == "semantic");
  REQUIRE(read.skipped.size() == 1);
  CHECK(is_told(read.skipped, {"', class 'BOXES/CAR': ", "outlines of objects are left out"}));
}

TEST_CASE("each line of a YOLO file that is left out is told") {
  CHECK(yolo_loss("0 0.5 0.5 0.1").find("it has 4 numbers") != std::string::npos);
  CHECK(yolo_loss("0 0.5 0.5 0.1 x").find("'x' is not a number") != std::string::npos);
  CHECK(yolo_loss("0 0.5 0.5 0.1 nan").find("'nan' is not a number") != std::string::npos);
  CHECK(yolo_loss("0 0.5 0.5 0.1 1e400").find("'1e400' is not a number") != std::string::npos);
  CHECK(yolo_loss("0 0.5 0.5 0.1 0,5").find("'0,5' is not a number") != std::string::npos);
  CHECK(yolo_loss("0 0.5 0.5 0.1 \xff").find("is not a number") != std::string::npos);
  CHECK(yolo_loss("5 0.5 0.5 0.1 0.1").find("there is no class 5; the classes are 0 to 4") !=
        std::string::npos);
  CHECK(yolo_loss("-1 0.5 0.5 0.1 0.1").find("no class -1") != std::string::npos);
  CHECK(yolo_loss("0.5 0.5 0.5 0.1 0.1").find("no class 0.5") != std::string::npos);
  CHECK(yolo_loss("4 0.5 0.5 0.1 0.1").find("no job has the class 'nothing'") != std::string::npos);
  CHECK(yolo_loss("0 0.5 0.5 -0.1 0.1").find("sides are not negative") != std::string::npos);
  CHECK(yolo_loss("0 0.5 0.5 0 0.1").find("has no area") != std::string::npos);
  CHECK(yolo_loss("0 0.5 0.5 1.1 0.1").find("outside") != std::string::npos);
  CHECK(yolo_loss("0 50 50 20 20").find("fractions") != std::string::npos);
  CHECK(yolo_loss("0 0.5 0.5 0.1 0.1 1.5").find("not a confidence") != std::string::npos);
  CHECK(yolo_loss("1 0.5 0.5 0.1 0.1").find("SHAPES") != std::string::npos);
  CHECK(yolo_loss("1 0.5 0.5 0.1 0.1 0.1 0.1", {.job = "BOXES"}).find("no job has the class 'ROOF'") !=
        std::string::npos);
  CHECK(read_yolo_lines("0 0.5 0.5 1.1 0.1", {.outside = OutsideImage::clamp}).labels.size() == 1);
  // The others of the file go on.
  const auto read = read_yolo_lines("x\n0 0.5 0.5 0.1 0.1\ny\n");
  CHECK(read.labels.size() == 1);
  CHECK(read.skipped.size() == 2);
  CHECK(is_told(read.skipped, {"a.txt', line 3: 'y' is not a number"}));
  // A file of a hundred thousand such lines does not need as many sentences.
  std::string many;
  for (int i = 0; i < 100'000; ++i) many += "x\n";
  const auto flood = read_yolo_lines(many);
  CHECK(flood.skipped.size() == 1002);
  CHECK(is_told(flood.skipped, {"99000 further lines are left out"}));
}

TEST_CASE("YOLO files mean the assets of their names, empty ones have no objects") {
  const TestFolder folder;
  static_cast<void>(folder.file("classes.txt", yolo_classes_file));
  std::filesystem::create_directories(folder.path("labels/train"));
  static_cast<void>(folder.file("labels/train/a.txt", ""));
  static_cast<void>(folder.file("labels/b.b.TXT", "\n\n"));
  static_cast<void>(folder.file("labels/c.jpg", "no label"));
  static_cast<void>(folder.file("labels/\xff.txt", ""));
  const auto read = read_yolo(folder);
  REQUIRE(read.labels.size() == 2);
  CHECK(read.labels[0].external_id == "b.b");
  CHECK(answers_of(read.labels[0]) == json::object());
  CHECK(read.labels[1].external_id == "train/a");
  CHECK(read.skipped.size() == 1);
  CHECK(is_told(read.skipped, {"its name is not UTF-8"}));
  const auto known = read_yolo(folder, {.external_ids = {"a.png", "x"}});
  REQUIRE(known.labels.size() == 1);
  CHECK(known.labels[0].external_id == "a.png");
  CHECK(is_told(known.skipped, {"b.b.TXT'", "the project has no asset 'b.b'"}));
  const auto ruled =
      read_yolo(folder, {.external_id = [](std::string_view name) { return std::string(name) + ".jpg"; }});
  CHECK(ruled.labels.at(1).external_id == "train/a.jpg");
  // What is no file is told.
  std::filesystem::create_symlink(folder.path("nowhere"), folder.path("labels/gone.txt"));
  std::filesystem::create_directory_symlink(folder.path("labels/train"), folder.path("labels/linked"));
  const auto linked = read_yolo(folder);
  CHECK(linked.labels.size() == 2);
  CHECK(is_told(linked.skipped, {"gone.txt'", "no regular file"}));
  CHECK(is_told(linked.skipped, {"labels/linked'", "a link to a folder is not followed"}));
  // Without a folder "labels", beside the classes.
  const TestFolder flat;
  static_cast<void>(flat.file("classes.txt", "CAR"));
  static_cast<void>(flat.file("z.txt", "0 0.5 0.5 0.1 0.1"));
  CHECK(read_yolo(flat).labels.size() == 1);
  CHECK(read_yolo(flat).labels.at(0).external_id == "z");
}
