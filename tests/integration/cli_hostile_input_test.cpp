// The program kili with lists, arguments and streams that it cannot use: nothing is lost without a word.

#include <catch2/catch.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <tuple>

#include "cli_world.hpp"
#include "test_folder.hpp"

using namespace kili;
using namespace kili::test;
using nlohmann::json;

TEST_CASE("kili refuses lists of which it would lose a value, and names the line") {
  CliWorld world;
  const std::string text_metadata = R"({"content": "x", "lux": 1, "jsonMetadata": {"lux": 2}})";
  const std::string two_ids = R"({"content": "x", "externalId": "1", "external_id": "2"})";
  for (const auto& [file, content, complaint] :
       {std::tuple<std::string, std::string, std::string_view>{"mac.csv", "content,externalId\rx,1\ry,2\r",
                                                               "line 1: a carriage return"},
        {"lone.csv", "content,externalId\nx\ry,1\n", "line 2: a carriage return"},
        {"twice.csv", "content,content\nx,y\n", "line 1: two columns have the name content"},
        {"ids.csv", "content,externalId,external_id\nx,1,2\n",
         "line 1: two columns have the name externalId"},
        {"unnamed.csv", "content,,\nx,,\ny,1,2\n", "line 3: two columns"},
        {"open.csv", "content,\"externalId\" x\n", "open.csv, line 1: text behind a closing quote"},
        {"twice.jsonl", text_metadata, "line 1: lux: given twice"},
        {"ids.jsonl", two_ids, "line 1: both externalId and external_id"}}) {
    write_file(world.folder.root() / file, content);
    const auto run = world.run("import " + file + " --project " + world.project);
    INFO(file << ": " << run.errors);
    CHECK(run.code == 2);
    CHECK(mentions(run.errors, complaint));
  }
  const auto separator = world.run("import twice.csv --csv-separator '\"' --project " + world.project);
  CHECK(separator.code == 2);
  CHECK(mentions(separator.errors, "--csv-separator"));
  CHECK(world.changes() == 0);
}

TEST_CASE("kili reads what other programs write at the begin and the end of CSV") {
  CliWorld world;
  // A mark and a last line without its line feed; a first character that begins as the mark does.
  write_file(world.folder.root() / "mark.csv", "\xef\xbb\xbf\"content\",externalId,\r\nx,1,\r\n\r\ny,2,\r");
  write_file(world.folder.root() / "wide.csv", "\xef\xbd\x89,content\nleft,x\n");
  const auto mark = world.run("import mark.csv --dry-run --project " + world.project);
  REQUIRE(mark.lines.size() == 2);
  CHECK(mark.lines[1] == json{{"content", "y"}, {"externalId", "2"}});
  const auto wide = world.run("import wide.csv --dry-run --project " + world.project);
  REQUIRE(wide.lines.size() == 1);
  CHECK(wide.lines[0]["jsonMetadata"] == json{{"\xef\xbd\x89", "left"}});
}

TEST_CASE("a text that is the name of a folder beside the list of kili stays a text") {
  CliWorld world;
  std::filesystem::create_directories(world.folder.root() / "lists/photos");
  write_file(world.folder.root() / "lists/list.csv", "content\n.\nphotos\n");
  const auto run = world.run("import lists/list.csv --dry-run --project " + world.project);
  REQUIRE(run.lines.size() == 2);
  CHECK(run.lines[0]["content"] == ".");
  CHECK(run.lines[1]["content"] == "photos");
}

TEST_CASE("a plan of kili names the asset whose external id is not UTF-8") {
  CliWorld world;
  world.add({"there"});
  write_file(world.folder.root() / "list.csv", "content,externalId\nx,bad\xff\ny,there\nz,new\n");
  const auto plan = world.run("import list.csv --plan --project " + world.project);
  INFO(plan.errors);
  CHECK(plan.code == 1);
  REQUIRE(plan.lines.size() == 3);
  CHECK(plan.lines.back()["plan"]["refused"] == 1);
  CHECK(plan.lines.back()["plan"]["existing"] == 1);
  CHECK(plan.lines.back()["plan"]["to_import"] == 1);
  CHECK(world.changes() == 0);
}

TEST_CASE("a file that kili cannot read is not an empty one") {
  CliWorld world;
  world.add({"a"});
  for (const std::string arguments :
       {"delete --yes --external-ids-from . --project ", "delete --yes --external-ids-from - <&- --project ",
        "predict . --model-name m --project "}) {
    const auto run = world.run(arguments + world.project);
    INFO(arguments << ": " << run.errors);
    CHECK(run.code == 7);
    CHECK((mentions(run.errors, "cannot be read") || mentions(run.errors, ". is a folder")));
  }
  CHECK(world.run("verify .").code == 7);
  CHECK(world.changes() == 0);
}

TEST_CASE("kili takes numbers as they are written") {
  CliWorld world;
  world.add({"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"});
  const std::string assets = "assets --fields id --project " + world.project;
  for (const std::string option : {"--first=-1", "--first 99999999999999999999", "--skip=-1", "--skip 0x1",
                                   "--page-size=-1", "--page-size ''"}) {
    const auto run = world.run(assets + " " + option);
    INFO(option << ": " << run.errors);
    CHECK(run.code == 2);
    CHECK(run.output.empty());
    CHECK(mentions(run.errors, option.substr(0, 5)));
  }
  CHECK(world.run(assets + " --first 09").lines.size() == 9);
  CHECK(world.run("download media --largest-media-file=-1 --project " + world.project).code == 2);
  const std::string update = "update --external-ids a --project " + world.project;
  CHECK(world.run(update + " --priority 0x7").code == 2);
  CHECK(world.run(update + " --priority 99999999999").code == 2);
  CHECK(world.run(update + " --priority 010").code == 0);
  CHECK(world.state()[0]["priority"] == 10);
  CHECK(world.run(update + " --priority=-3").code == 0);
  CHECK(world.state()[0]["priority"] == -3);
  CHECK(mentions(world.run(update + " --add-metadata '{'").errors, "--add-metadata: "));
}

TEST_CASE("what kili opens does not take the place of a standard stream that is closed") {
  CliWorld world;
  std::filesystem::create_directories(world.folder.root() / "texts");
  write_file(world.folder.root() / "texts/empty.txt", "");
  write_file(world.folder.root() / "texts/full.txt", "x");
  CHECK(world.run("count projects >&-").code == 7);
  const std::string journal = "--journal journal --project " + world.project;
  CHECK(world.run("import texts <&- >&- " + journal).code == 7);
  CHECK(world.run("verify journal").code == 1);  // it is whole, and tells of the asset that failed
  write_file(world.folder.root() / "texts/empty.txt", "y");
  CHECK(world.run("import texts " + journal).code == 0);
  CHECK(world.state().size() == 2);
}

TEST_CASE("kili says so when its output is not written, and names no place behind what was lost") {
  CliWorld world;
  world.sandbox.add_plain_assets(world.project, 300);
  const std::string assets = "assets --fields id --project " + world.project;
  for (const std::string arguments : {"--help", "--version", "completion bash", "count projects"}) {
    INFO(arguments);
    CHECK(world.run(arguments + " >/dev/full").code == 7);
  }
  for (const std::string format : {"jsonl", "table", "csv", "arrow"}) {
    const auto run = world.run(assets + " --format " + format + " >/dev/full");
    INFO(format << ": " << run.errors);
    CHECK(run.code == 7);
    CHECK_FALSE(mentions(run.errors, "--cursor"));
  }
}

TEST_CASE("kili advises to remove the journal of another import alone") {
  CliWorld world;
  std::filesystem::create_directories(world.folder.root() / "texts");
  write_file(world.folder.root() / "texts/a.txt", "x");
  write_file(world.folder.root() / "foreign", "not a journal\n");
  const std::string import = "import texts --project " + world.project + " --journal ";
  for (const std::string journal : {"foreign", ".", "no-folder/journal"}) {
    const auto run = world.run(import + journal);
    INFO(run.errors);
    CHECK(run.code != 0);
    CHECK(mentions(run.errors, "journal: "));
    CHECK_FALSE(mentions(run.errors, "remove this one"));
  }
  CHECK(world.run(import + "journal").code == 0);
  const auto other = world.sandbox.add_project({.input_type = "TEXT", .title = "other"});
  const auto run = world.run("import texts --journal journal --project " + other);
  INFO(run.errors);
  CHECK(run.code == 2);
  CHECK(mentions(run.errors, "remove this one"));
}
