// What the program kili tells somebody who gave it something that does not fit, and how it ends.

#include <catch2/catch.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "cli_world.hpp"
#include "kili/sandbox.hpp"
#include "test_folder.hpp"

using namespace kili;
using namespace kili::test;
using nlohmann::json;

namespace {

/// A project of images whose interface has the job VEHICLES with the class CAR.
std::string add_vehicles(Sandbox& sandbox) {
  return sandbox.load_fixture_text(R"({
    "project": {"title": "cars", "inputType": "IMAGE", "jsonInterface": {"jobs": {"VEHICLES": {
      "mlTask": "OBJECT_DETECTION", "tools": ["rectangle"], "required": 0, "isChild": false,
      "instruction": "Which?", "content": {"input": "radio", "categories": {"CAR": {"children": [], "name": "Car"}}}
    }}}},
    "assets": [{"externalId": "a.png", "resolution": {"height": 100, "width": 100}}]
  })");
}

std::string prediction(const std::string& external_id, const std::string& category) {
  const json box = json::parse(
      R"([{"normalizedVertices": [{"x": 0.1, "y": 0.1}, {"x": 0.1, "y": 0.2}, {"x": 0.2, "y": 0.2}, {"x": 0.2, "y": 0.1}]}])");
  const json annotation{{"boundingPoly", box}, {"categories", {{{"name", category}}}}, {"type", "rectangle"}};
  return json{{"externalId", external_id}, {"jsonResponse", {{"VEHICLES", {{"annotations", {annotation}}}}}}}
             .dump() +
         "\n";
}

}  // namespace

TEST_CASE("a folder where kili reads a file is refused, not read as an empty file") {
  CliWorld world;
  world.add({"a"});
  std::filesystem::create_directories(world.folder.root() / "labels");
  const auto predicted = world.run("predict labels --model-name m --project " + world.project);
  CHECK(predicted.code == 7);
  CHECK(mentions(predicted.errors, "labels is a folder"));
  CHECK(mentions(predicted.errors, "--source-format"));
  const auto requeued = world.run("requeue --external-ids-from labels --project " + world.project);
  CHECK(requeued.code == 7);
  CHECK(mentions(requeued.errors, "labels is a folder"));
  CHECK(world.changes() == 0);
}

TEST_CASE("kili names each prediction that was not created") {
  CliWorld world;
  const auto project = add_vehicles(world.sandbox);
  write_file(world.folder.root() / "p.jsonl",
             prediction("a.png", "TRUK") + prediction("a.png", "CAR") + prediction("nowhere.png", "CAR"));
  const auto run = world.run("predict p.jsonl --model-name m --project " + project);
  INFO(run.output << run.errors);
  CHECK(run.code == 1);
  REQUIRE(run.lines.size() == 2);
  CHECK(run.lines[0]["index"] == 0);
  CHECK(run.lines[0]["externalId"] == "a.png");
  CHECK(run.lines[0]["outcome"] == "failed");
  CHECK(mentions(run.lines[0]["reason"], "TRUK"));
  CHECK(mentions(run.lines[0]["reason"], "--no-check"));
  CHECK(run.lines[1]["index"] == 2);
  CHECK(run.lines[1]["externalId"] == "nowhere.png");
  CHECK(mentions(run.errors, "1 created, 2 failed"));
}

TEST_CASE("a dry run of kili predict shows answers of label files as those of JSON lines") {
  CliWorld world;
  const auto project = add_vehicles(world.sandbox);
  std::filesystem::create_directories(world.folder.root() / "yolo/labels");
  write_file(world.folder.root() / "yolo/data.yaml", "nc: 1\nnames: [Car]\n");
  write_file(world.folder.root() / "yolo/labels/a.txt", "0 0.5 0.5 0.2 0.2\n");
  const auto run =
      world.run("predict yolo --source-format yolo --dry-run --model-name m --project " + project);
  INFO(run.output << run.errors);
  REQUIRE(run.lines.size() == 1);
  CHECK(run.lines[0]["jsonResponse"]["VEHICLES"]["annotations"].size() == 1);
}

TEST_CASE("kili predict takes the names of the classes of YOLO labels from a file") {
  CliWorld world;
  const auto project = add_vehicles(world.sandbox);
  std::filesystem::create_directories(world.folder.root() / "labels");
  write_file(world.folder.root() / "labels/a.txt", "0 0.5 0.5 0.2 0.2\n");
  write_file(world.folder.root() / "names.txt", "Car\n");
  const std::string predict = "predict labels --source-format yolo --model-name m --project " + project;
  const auto without = world.run(predict);
  INFO(without.errors);
  CHECK(without.code == 7);
  CHECK(mentions(without.errors, "give --classes, the file with the names of the classes"));
  const auto with = world.run(predict + " --classes names.txt");
  INFO(with.errors);
  CHECK(with.code == 0);
  CHECK(with.lines.at(0)["created"] == 1);
  const auto other = world.run(
      "predict labels --source-format pascal_voc --classes names.txt --model-name m --project " + project);
  CHECK(other.code == 2);
  CHECK(mentions(other.errors, "--classes"));
}

TEST_CASE("messages of kili name its options, not the members of the library") {
  CliWorld world;
  const auto project = add_vehicles(world.sandbox);
  const auto no_key = world.run("projects", "");
  CHECK(no_key.code == 3);
  CHECK(mentions(no_key.errors, "KILI_API_KEY"));
  CHECK(mentions(no_key.errors, "--key-file"));
  const auto no_file = world.run("--config nothing-there projects");
  CHECK(mentions(no_file.errors, "--config"));
  write_file(world.folder.root() / "settings", "[profile staging]\n");
  const auto no_profile = world.run("--config settings --profile production projects");
  CHECK(no_profile.code == 2);
  CHECK(mentions(no_profile.errors, "--profile: there is no profile 'production'"));
  std::filesystem::create_directories(world.folder.root() / "mixed");
  write_file(world.folder.root() / "mixed/a.xyz", "x");
  const auto import = world.run("import mixed --project " + project);
  CHECK(mentions(import.errors, "0 of 1 assets were imported"));
  std::filesystem::create_directories(world.folder.root() / "empty");
  const auto empty = world.run("import empty --project " + project);
  CHECK(empty.code == 0);
  CHECK(mentions(empty.errors, "warning: there is nothing to import"));
  const auto metadata = world.run("update --set-metadata '{a' --all --project " + project);
  CHECK(metadata.code == 2);
  CHECK(mentions(metadata.errors, "--set-metadata: not JSON"));
  const auto nowhere = world.run("import mixed --project nowhere");
  CHECK(nowhere.code == 4);
  CHECK(mentions(nowhere.errors, "check --project"));
  for (const auto& run : {no_key, no_file, no_profile, import}) {
    INFO(run.errors);
    CHECK_FALSE(mentions(run.errors, "::"));
  }
}

TEST_CASE(
    "an import of kili that finds some assets there and refuses others is incomplete, not a wrong use") {
  CliWorld world;
  const auto project = world.sandbox.add_project({.input_type = "IMAGE", .title = "images"});
  std::filesystem::create_directories(world.folder.root() / "pics");
  write_file(world.folder.root() / "pics/a.xyz", "x");
  write_file(world.folder.root() / "pics/there.png", "x");
  world.sandbox.add_assets(project,
                           {{{"content", "https://example.com/there.png"}, {"externalId", "there.png"}}});
  const auto run = world.run("import pics --no-journal --project " + project);
  INFO(run.output << run.errors);
  CHECK(run.code == 1);
  REQUIRE(run.lines.size() == 2);
  CHECK(run.lines[0]["outcome"] == "failed");
  // There is no asset of an id that was never sent.
  CHECK(run.lines[0]["id"] == "");
  CHECK(run.lines[1]["outcome"] == "skipped");
}

TEST_CASE("a plan of kili refuses what an import refuses: files and URLs in one list") {
  CliWorld world;
  const auto project = world.sandbox.add_project({.input_type = "IMAGE", .title = "images"});
  write_file(world.folder.root() / "a.png", png());
  write_file(world.folder.root() / "list.jsonl",
             R"({"content": "a.png", "externalId": "a"})"
             "\n"
             R"({"content": "nothing-there.png", "externalId": "b"})"
             "\n"
             R"({"content": "https://example.com/c.png", "externalId": "c"})"
             "\n"
             R"({"content": "a.png", "externalId": "d"})"
             "\n");
  const auto plan = world.run("import list.jsonl --plan --project " + project);
  const auto import = world.run("import list.jsonl --project " + project);
  INFO(plan.output << import.output);
  REQUIRE(plan.lines.size() == 3);
  REQUIRE(import.lines.size() == 2);
  for (const std::size_t at : {0U, 1U}) {
    CHECK(plan.lines[at]["outcome"] == "refused");
    CHECK(plan.lines[at]["externalId"] == import.lines[at]["externalId"]);
    CHECK(plan.lines[at]["reason"] == import.lines[at]["reason"]);
  }
  CHECK(plan.lines[2]["plan"]["to_import"] == 2);
  CHECK(world.sandbox.state(project).size() == 2);
  // The first one that is not there yet says what kind the others have to be of, also when it is refused.
  const auto again = world.run("import list.jsonl --plan --project " + project);
  INFO(again.output);
  CHECK(again.lines.back()["plan"]["existing"] == 2);
  CHECK(again.lines.back()["plan"]["refused"] == 2);
  CHECK(world.run("import list.jsonl --plan --dry-run --project " + project).code == 2);
}

TEST_CASE("kili export says why an export has no labels, and needs no word for what a format always is") {
  CliWorld world;
  const auto project = add_vehicles(world.sandbox);
  write_file(world.folder.root() / "p.jsonl", prediction("a.png", "CAR"));
  CHECK(world.run("predict p.jsonl --model-name m --project " + project).code == 0);
  const std::string selected = " --no-assets --project " + project;
  const auto none = world.run("export none.zip --fmt pascal_voc" + selected);
  INFO(none.errors);
  CHECK(none.code == 0);
  REQUIRE(none.lines.size() == 1);
  CHECK(none.lines[0]["labels"] == 0);
  CHECK(mentions(none.errors, "no labels of people"));
  CHECK(mentions(none.errors, "--label-type-in PREDICTION"));
  const auto predicted = world.run("export some.zip --fmt yolo_v8 --label-type-in PREDICTION" + selected);
  CHECK(predicted.lines.at(0)["labels"] == 1);
  CHECK_FALSE(mentions(predicted.errors, "no labels of people"));
}

TEST_CASE("a table of kili is cut to the width of a terminal, and not in a pipe") {
  CliWorld world;
  const std::string name = "name-" + std::string(150, 'n');
  world.add({name});
  const std::string list =
      "--format table assets --fields id,externalId,createdAt --project " + world.project;
  CHECK(mentions(world.run(list).output, name));
}

TEST_CASE("kili gives up on a service that is down when it is told to") {
  CliWorld world;
  const std::string down = "--endpoint http://127.0.0.1:1 ";
  const auto at_once = world.run(down + "projects --retry-for 0");
  CHECK(at_once.code == 6);
  CHECK(mentions(at_once.errors, "127.0.0.1"));
  const auto in_time = world.run(down + "projects --retry-for 86400 --deadline 0.3");
  CHECK(in_time.code == 6);
  CHECK(mentions(in_time.errors, "127.0.0.1"));
  world.sandbox.add_fault({.count = 0, .operation = "assets", .status = 503, .when = FaultPoint::status});
  world.add({"a"});
  const auto busy = world.run("assets --retry-for 86400 --deadline 0.3 --project " + world.project);
  CHECK(busy.code == 6);
  CHECK(mentions(busy.errors, "503"));
  for (const char* const refused : {"--deadline 0", "--deadline -1", "--deadline soon", "--retry-for -1"}) {
    CHECK(world.run(std::string("projects ") + refused).code == 2);
  }
}
