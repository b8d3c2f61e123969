// The program kili, run as a user runs it, in pipes, on a sandbox over sockets.

#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "child_program.hpp"
#include "cli_world.hpp"
#include "kili/kili.hpp"
#include "kili/sandbox.hpp"
#include "sandbox_client.hpp"
#include "test_folder.hpp"

using namespace kili;
using namespace kili::test;
using nlohmann::json;

TEST_CASE("kili lists projects, assets and labels as JSON lines, CSV and tables") {
  CliWorld world;
  const auto ids = world.add({"a", "b", "c"});
  world.sandbox.add_label(ids[0], {{"jsonResponse", "{}"}, {"labelType", "DEFAULT"}});

  const auto projects = world.run("projects --fields id,title");
  REQUIRE(projects.lines.size() == 1);
  CHECK(projects.lines[0] == json{{"id", world.project}, {"title", "notes"}});

  const auto some = world.run("assets --project-title notes --first 2 --fields externalId");
  CHECK(some.code == 0);
  REQUIRE(some.lines.size() == 2);
  const auto cursor = some.errors.find("--cursor ");
  REQUIRE(cursor != std::string::npos);
  const auto rest =
      world.run("assets --project-title notes --fields externalId " + some.errors.substr(cursor));
  REQUIRE(rest.lines.size() == 1);
  CHECK(rest.lines[0] == json{{"externalId", "c"}});

  CHECK(world.run("assets --project " + world.project + " --fields externalId --format csv").output ==
        "externalId\r\na\r\nb\r\nc\r\n");
  CHECK(world.run("assets --project " + world.project + " --fields externalId --format table").output ==
        "externalId\na\nb\nc\n");
  const auto filtered =
      world.run("assets --project " + world.project +
                " --external-id-strictly-in a --external-id-strictly-in c --status-in labeled "
                "--status-in TODO --fields externalId");
  CHECK(filtered.code == 0);
  CHECK(filtered.lines.size() == 2);
  CHECK(world.run("labels --project " + world.project + " --type-in DEFAULT --fields labelType").lines ==
        std::vector<json>{{{"labelType", "DEFAULT"}}});
  CHECK(world.run("labels --kind predictions --project " + world.project).lines.empty());
  CHECK(world.run("count assets --project " + world.project + " --external-id-in b").output == "1\n");
  CHECK(world.run("count labels --project-title notes").output == "1\n");
  CHECK(world.run("count projects").output == "1\n");
  CHECK(world.changes() == 0);
}

TEST_CASE("kili imports a folder once, goes on by its journal, and verifies it") {
  CliWorld world;
  std::filesystem::create_directories(world.folder.root() / "texts/sub");
  for (const char* const name : {"texts/a.txt", "texts/b.txt", "texts/sub/c.txt", "texts/.hidden"}) {
    write_file(world.folder.root() / name, name);
  }
  const std::string import = "import texts --project " + world.project;
  const auto dry = world.run(import + " --dry-run");
  CHECK(dry.lines.size() == 3);
  CHECK(mentions(dry.errors, ".hidden: hidden"));
  CHECK(world.sandbox.requests().empty());

  const auto plan = world.run(import + " --plan");
  CHECK(plan.code == 0);
  REQUIRE(plan.lines.size() == 1);
  CHECK(plan.lines[0]["plan"]["to_import"] == 3);
  CHECK(plan.lines[0]["plan"]["calls"] > 1);
  CHECK(world.changes() == 0);

  const auto first = world.run(import);
  INFO(first.errors);
  CHECK(first.code == 0);
  CHECK(mentions(first.errors, "3 created"));
  std::vector<std::string> names;
  for (const auto& asset : world.state()) names.push_back(asset["externalId"]);
  std::sort(names.begin(), names.end());
  CHECK(names == std::vector<std::string>{"a.txt", "b.txt", "sub/c.txt"});

  const auto changes = world.changes();
  CHECK(world.run(import).code == 0);  // the journal is complete
  CHECK(world.run(import + " --no-journal").code == 0);
  CHECK(world.changes() == changes);
  CHECK(world.run(import + " --plan").lines.back()["plan"]["existing"] == 3);

  const std::string journal = "texts." + world.project + ".kili-journal";
  const auto verified = world.run("verify " + journal);
  INFO(verified.errors);
  CHECK(verified.code == 0);
  CHECK(world.run("delete --project " + world.project + " --external-ids a.txt --yes").code == 0);
  const auto missing = world.run("verify " + journal);
  CHECK(missing.code == 1);
  REQUIRE(missing.lines.size() == 1);
  CHECK(missing.lines[0]["externalId"] == "a.txt");
  CHECK(missing.lines[0]["finding"] == "missing");

  // The source is another one now.
  std::filesystem::remove(world.folder.root() / "texts/b.txt");
  const auto other = world.run(import);
  INFO(other.errors);
  CHECK(other.code != 0);
  CHECK(mentions(other.errors, "name another --journal"));
  // A byte that changed is damage, not an asset that is missing.
  std::string damaged = read_file(world.folder.path(journal));
  damaged[damaged.find("c.txt")] = 'd';
  write_file(world.folder.root() / "damaged", damaged);
  const auto refused = world.run("verify damaged");
  CHECK(refused.code == 2);
  CHECK(mentions(refused.errors, "damaged at byte"));
  CHECK(world.run("verify texts/sub/c.txt").code == 2);
  CHECK(world.run("verify nothing-there").code == 7);
}

TEST_CASE("kili imports CSV and JSON lines with metadata, and names the line that it cannot read") {
  CliWorld world;
  write_file(world.folder.root() / "list.csv",
             "content,externalId,camera\r\nfirst,one,\"left, \"\"up\"\"\"\r\n\"two\nlines\",two,\r\n");
  write_file(
      world.folder.root() / "list.jsonl",
      "{\"content\": \"third\", \"externalId\": \"three\", \"lux\": 7, \"jsonMetadata\": {\"site\": 1}}\n\n");
  CHECK(world.run("import list.csv --project " + world.project).code == 0);
  CHECK(world.run("import list.jsonl --project " + world.project).code == 0);
  const json state = world.state();
  REQUIRE(state.size() == 3);
  const auto metadata = [&](std::size_t at) {
    const json& value = state[at]["jsonMetadata"];
    return value.is_string() ? json::parse(value.get<std::string>()) : value;
  };
  CHECK(metadata(0) == json{{"camera", "left, \"up\""}});
  CHECK(metadata(2) == json{{"lux", 7}, {"site", 1}});

  const auto changes = world.changes();
  write_file(world.folder.root() / "short.csv", "content,externalId\nx,y\nz\n");
  write_file(world.folder.root() / "bad.jsonl", "{\"content\": \"x\"}\n[1]\n");
  write_file(world.folder.root() / "open.csv", "content,externalId\nx,\"y\n");
  for (const auto& [file, place] : {std::pair{"short.csv", "short.csv, line 3"},
                                    {"bad.jsonl", "bad.jsonl, line 2"},
                                    {"open.csv", "open.csv, line 2"}}) {
    const auto run = world.run("import " + std::string(file) + " --project " + world.project);
    INFO(run.errors);
    CHECK(run.code == 2);
    CHECK(mentions(run.errors, place));
  }
  CHECK(world.run("import nothing --project " + world.project).code == 7);
  CHECK(world.changes() == changes);
}

TEST_CASE("a plan of kili names the files that would be refused, and an import leaves out only these") {
  CliWorld world;
  const auto images = world.sandbox.add_project({.input_type = "IMAGE", .title = "images"});
  std::filesystem::create_directories(world.folder.root() / "pics");
  for (int i = 0; i < 5; ++i) {
    write_file(world.folder.root() / ("pics/" + std::to_string(i) + ".png"), png());
  }
  write_file(world.folder.root() / "pics/bad.xyz", "x");
  const auto plan = world.run("import pics --project " + images + " --plan");
  CHECK(plan.code == 1);
  REQUIRE(plan.lines.size() == 2);
  CHECK(plan.lines[0]["outcome"] == "refused");
  CHECK(plan.lines[0]["externalId"] == "bad.xyz");
  CHECK(plan.lines[1]["plan"]["to_import"] == 5);
  CHECK(plan.lines[1]["plan"]["uploads"] == 5);
  CHECK(world.changes() == 0);

  const auto run = world.run("import pics --project " + images);
  CHECK(run.code == 1);
  REQUIRE(run.lines.size() == 1);
  CHECK(run.lines[0]["outcome"] == "failed");
  CHECK(world.sandbox.state(images).size() == 5);

  // Back again from the storage.
  const auto download = world.run("download media --project " + images + " --external-id-strictly-in 3.png");
  INFO(download.errors);
  CHECK(download.code == 0);
  REQUIRE(download.lines.size() == 1);
  CHECK(read_file(download.lines[0]["content"].get<std::string>()) == png());
}

TEST_CASE("a dry run of kili sends no mutation, and the run afterwards changes what it said") {
  CliWorld world;
  world.add({"a", "b"});
  const std::string selected = " --project " + world.project + " --external-ids a";
  for (const std::string& command :
       {"update --priority 2" + selected, "delete" + selected, "review" + selected, "requeue" + selected}) {
    const auto dry = world.run(command + " --dry-run");
    INFO(command << dry.errors);
    CHECK(dry.code == 0);
    REQUIRE(dry.lines.size() == 1);
    CHECK(dry.lines[0]["externalId"] == "a");
  }
  CHECK(world.run("delete --project " + world.project + " --all --dry-run").lines.size() == 2);
  CHECK(world.changes() == 0);

  const auto update = world.run("update --priority 2 --add-metadata '{\"k\": [1]}'" + selected);
  INFO(update.errors);
  CHECK(update.code == 0);
  CHECK(world.state()[0]["priority"] == 2);
  CHECK(world.run("update --set-metadata '{\"m\": 1}' --honeypot-mark 0.5 --all --project " + world.project)
            .code == 0);
  CHECK(world.state()[1]["honeypotMark"] == 0.5);

  // Neither has a label.
  const auto review = world.run("review" + selected);
  CHECK(review.code == 1);
  REQUIRE(review.lines.size() == 1);
  CHECK(review.lines[0]["outcome"] == "declined");
  CHECK(world.run("requeue" + selected).code == 1);

  // Nobody to ask.
  const auto asked = world.run("delete" + selected + " </dev/null");
  CHECK(asked.code == 2);
  CHECK(mentions(asked.errors, "--yes"));
  write_file(world.folder.root() / "ids", "a\nb\n");
  CHECK(world.run("delete --project " + world.project + " --external-ids-from ids --yes").code == 0);
  CHECK(world.state().empty());
}

TEST_CASE("kili creates predictions and exports labels") {
  CliWorld world;
  const auto ids = world.add({"a"});
  const auto lines = world.folder.file("p.jsonl", "{\"externalId\": \"a\", \"jsonResponse\": {}}\n");
  const std::string predict = "predict p.jsonl --model-name m --no-check --project " + world.project;
  CHECK(world.run(predict + " --dry-run").lines.size() == 1);
  CHECK(world.changes() == 0);
  const auto created = world.run(predict);
  INFO(created.errors);
  CHECK(created.code == 0);
  CHECK(world.run("count labels --type-in PREDICTION --project " + world.project).output == "1\n");
  write_file(lines, "{\"jsonResponse\": {}}\n");
  CHECK(world.run(predict).code == 2);

  world.sandbox.add_label(ids[0], {{"jsonResponse", "{}"}, {"labelType", "DEFAULT"}});
  const auto exported = world.run("export out --folder --no-assets --fmt kili --project " + world.project);
  INFO(exported.errors);
  CHECK(exported.code == 0);
  REQUIRE(exported.lines.size() == 1);
  CHECK(exported.lines[0]["labels"] == 1);
  CHECK(std::filesystem::is_directory(world.folder.root() / "out"));
}

TEST_CASE("the exit code of kili tells the class of an error") {
  CliWorld world;
  world.add({"a"});
  CHECK(world.run("--version").code == 0);
  CHECK(world.run("--help").code == 0);
  const auto unknown = world.run("nonsense");
  CHECK(unknown.code == 2);
  CHECK(mentions(unknown.errors, "nonsense"));
  CHECK(world.run("").code == 2);
  CHECK(world.run("assets").code == 2);
  CHECK(world.run("assets --project p --status-in NONSENSE").code == 2);
  CHECK(world.run("assets --project p --metadata-where '{'").code == 2);
  CHECK(world.run("update --project p --all").code == 2);
  CHECK(world.run("delete --project p").code == 2);
  CHECK(world.run("projects", "wrong").code == 3);
  CHECK(world.run("assets --project nowhere").code == 4);
  CHECK(world.run("assets --project-title nowhere").code == 4);
  world.sandbox.add_fault({.operation = "countAssets", .when = FaultPoint::graphql});
  CHECK(world.run("count assets --project " + world.project).code == 5);
  CHECK(world.run("--endpoint http://127.0.0.1:1 --config nothing-there projects").code != 0);
  CHECK(world.run("projects --key-file nothing-there").code == 7);
  const auto key = world.folder.file("key", world.sandbox.api_key() + "\n");
  CHECK(world.run("projects --key-file " + key, "wrong").code == 0);
}

TEST_CASE("texts of others do not steer the terminal of a user of kili") {
  CliWorld world;
  world.add({"red\x1b[31m", "bell\x07\xc2\x9b", "\xe2\x80\xaetxt"});
  const auto table = world.run("assets --format table --fields externalId --project " + world.project);
  CHECK(table.code == 0);
  CHECK(table.output == "externalId\nred\\x1b[31m\nbell\\x07\\x9b\n\\u202etxt\n");
  const auto error = world.run("count assets --project $'x\\x1b[2J'");
  CHECK(error.code == 4);
  CHECK(error.errors.find('\x1b') == std::string::npos);
}

TEST_CASE("kili doctor says what will work with a service of each version") {
  const auto* const version = GENERATE("2.164", "26.1", "26.2");
  SandboxOptions options;
  options.service_version = version;
  CliWorld world(options);
  const auto run = world.run("doctor");
  INFO(version << '\n' << run.output << run.errors);
  const auto result = [&](std::string_view check) {
    const auto found = std::find_if(run.lines.begin(), run.lines.end(),
                                    [&](const json& line) { return line["check"] == check; });
    return found == run.lines.end() ? json() : *found;
  };
  CHECK(result("key")["result"] == "ok");
  CHECK(result("storage")["result"] == "ok");
  const bool is_newest = version == std::string("26.2");
  CHECK(result("delete_many_from_dataset").is_null() == is_newest);
  // What it says of a call is true.
  const Client client({.api_endpoint = world.sandbox.endpoint(), .api_key = world.sandbox.api_key()});
  CHECK(run.code == (is_newest ? 0 : 1));
  if (is_newest) {
    CHECK_NOTHROW(client.get_steps(world.project));
  } else {
    CHECK(result("get_steps")["result"] == "failed");
    CHECK_THROWS_AS(client.get_steps(world.project), GraphQLError);
    CHECK(result("operations")["result"] == "failed");
  }
  CHECK(result("assets").is_null() == (version != std::string("2.164")));
  CHECK(world.changes() == 0);
}

TEST_CASE("kili doctor names what is broken") {
  CliWorld world;
  CHECK(world.run("doctor", "wrong").code == 3);
  world.sandbox.add_fault(
      {.count = 0, .operation = "createUploadBucketSignedUrls", .when = FaultPoint::graphql});
  const auto storage = world.run("doctor");
  CHECK(storage.code == 1);
  CHECK(mentions(storage.output, "files cannot be imported"));
  world.sandbox.add_fault(
      {.count = 0, .headers = {{"Date", "Sun, 06 Nov 1994 08:49:37 GMT"}}, .operation = "*", .status = 500});
  const auto down = world.run("doctor");
  INFO(down.output);
  CHECK(down.code == 6);
  CHECK(mentions(down.output, "set the clock"));
}

TEST_CASE("an interrupted import of kili ends with 130 and goes on by its journal") {
  CliWorld world;
  std::string list = "content,externalId\n";
  for (int i = 0; i < 300; ++i) list += "text," + std::to_string(i) + "\n";
  write_file(world.folder.root() / "list.csv", list);
  world.sandbox.add_fault({.latency = std::chrono::seconds(3),
                           .operation = "appendManyAssets",
                           .skip = 1,
                           .when = FaultPoint::latency});
  const std::string import = "import list.csv --project " + world.project;
  // SIGINT comes when the sandbox has the first assets.
  auto environment = environment_of(world.sandbox);
  environment.emplace_back("KILI_CONFIG=/dev/null");
  ChildProgram program(KILI_CLI_PROGRAM, {.arguments = {"import", "list.csv", "--project", world.project},
                                          .environment = environment,
                                          .folder = world.folder.path(),
                                          .discards_errors = true});
  while (world.state().empty() && program.is_running()) ::usleep(1000);
  program.signal(SIGINT);
  CHECK(program.wait() == 130);

  const auto resumed = world.run(import);
  INFO(resumed.errors);
  CHECK(resumed.code == 0);
  CHECK(world.state().size() == 300);
  CHECK(world.run("verify list.csv." + world.project + ".kili-journal").code == 0);
}

TEST_CASE("kili completes command lines and starts the sandbox") {
  const CliWorld world;
  for (const char* const shell : {"bash", "zsh", "fish"}) {
    const auto script = world.run(std::string("completion ") + shell);
    CHECK(script.code == 0);
    CHECK(mentions(script.output, "external-id-strictly-in"));
  }
  const auto completed = [&](const std::string& words) {
    return world
        .run("completion bash > c; bash -c 'source ./c; COMP_WORDS=(kili " + words +
             "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _kili; printf \"%s\\n\" \"${COMPREPLY[@]}\"'")
        .output;
  };
  CHECK(completed("assets --status-i") == "--status-in\n");
  CHECK(completed("count as") == "assets\n");
  CHECK(completed("export x --fmt yolo_v5") == "yolo_v5\n");
  CHECK(completed("ver") == "verify\n");
  const auto page = world.run("man-page");
  CHECK(page.output.starts_with(".TH KILI 1"));
  for (const char* const command :
       {"projects", "assets", "labels", "count labels", "import", "verify", "download", "export", "predict",
        "update", "delete", "review", "requeue", "doctor", "sandbox", "completion"}) {
    INFO(command);
    CHECK(mentions(page.output, ".SS \"kili " + std::string(command)));
  }
  const auto help = world.run("sandbox --help");
  CHECK(help.code == 0);
  CHECK(mentions(help.output, "--json-response-by-url"));
  CHECK(world.run("sandbox --nope").code == 2);
}
