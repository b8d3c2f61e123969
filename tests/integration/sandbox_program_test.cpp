#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>

#include "sandbox_curl.hpp"

using namespace kili::sandbox_test;

namespace {

const std::string program = KILI_SANDBOX_PROGRAM;

struct Outcome {
  int code = -1;
  std::string output;  ///< Of both streams.
};

Outcome run(const std::string& arguments) {
  Outcome outcome;
  FILE* const pipe = ::popen((program + " " + arguments + " 2>&1").c_str(), "r");
  if (pipe == nullptr) return outcome;
  for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) outcome.output += static_cast<char>(c);
  outcome.code = WEXITSTATUS(::pclose(pipe));
  return outcome;
}

}  // namespace

TEST_CASE("kili-sandbox names the option that it cannot use") {
  for (const std::string option : {"--nope",
                                   "--port=x",
                                   "--port",
                                   "--latency=-1",
                                   "--project=FILM:title",
                                   "--project=x",
                                   "--user=x",
                                   "--assets=cars",
                                   "--assets=cars:some",
                                   "--assets=cars:1",
                                   "--fault={}x",
                                   "--notify-status=MAYBE",
                                   "--https=yes",
                                   "--bandwidth=fast",
                                   "--refuse-compression=200",
                                   "--service-version=26",
                                   R"(--fault={"when": "large"})",
                                   R"(--fault={"op": "me", "count": -1})",
                                   R"(--settings={"latency": -1})",
                                   "--api-key=",
                                   "--ready-file=/dev/null/ready",
                                   "--ready-file=/dev/full",
                                   "--request-log=/dev/null/log"}) {
    const Outcome outcome = run("'" + option + "'");
    INFO(outcome.output);
    CHECK(outcome.code == 2);
    CHECK(outcome.output.find(option.substr(0, option.find('='))) != std::string::npos);
  }
  CHECK(run("--address 192.0.2.1").code == 2);
  CHECK(std::filesystem::is_character_file("/dev/full"));
  CHECK(run("--help").output.find("--json-response-by-url") != std::string::npos);
  CHECK(run("--version").code == 0);
}

TEST_CASE("kili-sandbox says into a pipe that it is ready, and no other file gets its line") {
  std::string folder = (std::filesystem::temp_directory_path() / "sandbox-pipe-XXXXXX").string();
  REQUIRE(::mkdtemp(folder.data()) != nullptr);
  const std::string pipe = folder + "/ready";
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  Outcome outcome;
  // Its standard streams are closed, but the one for errors.
  std::thread process([&] {
    outcome = run("--ready-file " + pipe + " --data-dir " + folder + "/data <&- >&- 2>" + folder +
                  "/errors; exit $?; true");
  });
  std::string line;
  std::getline(std::ifstream(pipe), line);
  const auto ready = nlohmann::json::parse(line, nullptr, false);
  const bool is_ready = ready.is_object();
  if (is_ready) ::kill(ready.at("pid").get<pid_t>(), SIGTERM);
  process.join();
  REQUIRE(is_ready);
  CHECK(std::filesystem::is_fifo(pipe));
  CHECK(outcome.code == 0);
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream stream(entry.path(), std::ios::binary);
    const std::string content(std::istreambuf_iterator<char>(stream), {});
    INFO(entry.path());
    CHECK(content.find("graphql_url") == std::string::npos);
  }
  std::filesystem::remove_all(folder);
}

TEST_CASE("kili-sandbox says when it is ready and ends on a signal") {
  std::string folder = (std::filesystem::temp_directory_path() / "sandbox-program-XXXXXX").string();
  REQUIRE(::mkdtemp(folder.data()) != nullptr);
  const std::string ready = folder + "/ready";
  std::ofstream(folder + "/fixture.json") << R"({"project": {"id": "f", "title": "ordered", "jsonInterface":
      {"jobs": {"Z": {"mlTask": "CLASSIFICATION"}, "A": {"mlTask": "CLASSIFICATION"}}}}})";
  std::ofstream(folder + "/wrong.json") << R"({"project": {"name": "f"}})";
  const Outcome wrong = run("--fixture " + folder + "/wrong.json");
  CHECK(wrong.code == 1);
  CHECK(wrong.output.find("wrong.json") != std::string::npos);
  CHECK(wrong.output.find("a project has no key 'name'") != std::string::npos);
  Outcome outcome;
  std::thread process([&] {
    outcome =
        run("--ready-file " + ready +
            " --project IMAGE:cars:red --project VIDEO:films --assets cars:red:3 --api-key k1 "
            "--user zoe@example.com:Zoe:Zed --organization Acme --service-version 26.1 "
            "--fixture " +
            folder +
            "/fixture.json "
            "--fault '{\"op\": \"viewer\", \"when\": \"status\", \"status\": 429, \"retry_after\": 3}'");
  });
  for (int i = 0; i < 500 && !std::filesystem::exists(ready); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds{10});
  }
  std::ifstream stream(ready);
  const auto line = nlohmann::json::parse(stream, nullptr, false);
  if (line.is_object()) {
    CurlClient client;
    client.headers = {"Authorization: X-API-Key: k1"};
    const std::string url = line["endpoint"].get<std::string>() + "/api/label/v2/graphql";
    CHECK(line["graphql_url"] == url);  // what Kili's own SDK takes as api_endpoint
    CHECK(line["projects"][0]["title"] == "cars:red");
    CHECK(line["projects"][1]["inputType"] == "VIDEO");
    const Answer answer = client.send(
        "POST", url,
        R"({"query": "{ organizations(where: {}, first: 1, skip: 0) { name } countProjects(where: {}) }"})");
    const Answer titles = client.send(
        "POST", url, R"({"query": "{ projects(where: {}, first: 2, skip: 0) { title numberOfAssets } }"})");
    CHECK(titles.json()["data"]["projects"][0]["numberOfAssets"] == 3);
    CHECK(titles.json()["data"]["projects"][1]["numberOfAssets"] == 0);
    CHECK(answer.json()["data"]["organizations"][0]["name"] == "Acme");
    CHECK(answer.json()["data"]["countProjects"] == 3);
    CHECK(line["projects"][2]["id"] == "f");
    CHECK(line["projects"][2]["title"] == "ordered");
    const Answer ontology = client.send(
        "POST", url, R"({"query": "{ projects(where: {id: \"f\"}, first: 1, skip: 0) { jsonInterface } }"})");
    CHECK(ontology.json()["data"]["projects"][0]["jsonInterface"] ==
          R"({"jobs":{"Z":{"mlTask":"CLASSIFICATION"},"A":{"mlTask":"CLASSIFICATION"}}})");
    CHECK(client.send("GET", line["endpoint"].get<std::string>() + "/api/label/v2/version", "")
              .json()["version"] == "26.1.0");
    CHECK(
        client
            .send("POST", url, R"({"query": "mutation { deleteAssets(where: {idIn: []}) { __typename } }"})")
            .status == 400);
    CHECK(client.send("POST", url, R"({"query": "{ viewer { id } }"})").headers["retry-after"] == "3");
    ::kill(line["pid"].get<pid_t>(), SIGTERM);
  }
  process.join();
  CHECK(line.is_object());
  CHECK(outcome.code == 0);
  CHECK(nlohmann::json::parse(outcome.output, nullptr, false) == line);
  std::filesystem::remove_all(folder);
}
