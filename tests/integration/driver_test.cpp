#include <unistd.h>

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "kili/sandbox.hpp"

using namespace kili;

namespace {

/// Runs kili_driver on these lines and reads its answers.
std::vector<nlohmann::json> drive(const Sandbox& sandbox, const std::vector<std::string>& requests) {
  const auto input = std::filesystem::temp_directory_path() / ("kili_driver_" + std::to_string(::getpid()));
  {
    std::ofstream file(input);
    for (const auto& request : requests) file << request << '\n';
  }
  const std::string command = "KILI_API_ENDPOINT=" + sandbox.endpoint() +
                              " KILI_API_KEY=" + sandbox.api_key() + " '" + KILI_TEST_DRIVER + "' < '" +
                              input.string() + "'";
  std::vector<nlohmann::json> answers;
  std::string output;
  FILE* pipe = popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::array<char, 4096> chunk{};
  while (const std::size_t got = std::fread(chunk.data(), 1, chunk.size(), pipe))
    output.append(chunk.data(), got);
  CHECK(pclose(pipe) == 0);
  std::istringstream lines(output);
  for (std::string line; std::getline(lines, line);) answers.push_back(nlohmann::json::parse(line));
  std::filesystem::remove(input);
  return answers;
}

}  // namespace

TEST_CASE("the driver answers one line per call, errors and warnings included") {
  Sandbox sandbox;
  const auto project = sandbox.add_project({.input_type = "TEXT"});
  const auto call = [](const char* method, nlohmann::json arguments) {
    return nlohmann::json{{"method", method}, {"args", std::move(arguments)}}.dump();
  };
  const auto answers = drive(
      sandbox, {call("append_many_to_dataset", {{"project_id", project},
                                                {"content_array", {"one", "two", "three"}},
                                                {"external_id_array", {"1", "2", "2"}}}),
                call("count_assets", {{"project_id", project}, {"status_in", {"TODO"}}}),
                call("assets", {{"project_id", project}, {"fields", {"externalId"}}, {"as_generator", true}}),
                call("count_assets", {{"project_id", project}, {"created_at_gte", "never"}}),
                call("count_assets", {{"project_id", project}, {"nonsense", 1}}), call("nonsense", {})});
  REQUIRE(answers.size() == 6);
  CHECK(answers[0]["result"]["id"] == project);
  CHECK(answers[0]["result"]["asset_ids"].size() == 2);
  CHECK(answers[0]["warnings"].size() == 1);
  CHECK(answers[0]["warnings"][0]["type"] == "UserWarning");
  CHECK(answers[1]["result"] == 2);
  CHECK(answers[1]["warnings"].empty());
  CHECK(answers[2]["result"] == nlohmann::json::parse(R"([{"externalId":"1"},{"externalId":"2"}])"));
  CHECK(answers[3]["error"]["type"] == "ValueError");
  CHECK(answers[4]["error"]["message"].get<std::string>().find("nonsense") != std::string::npos);
  CHECK(answers[5].contains("error"));
}

TEST_CASE("the driver answers a line that is nested without end, and goes on") {
  const Sandbox sandbox;
  const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
  const auto answers = drive(sandbox, {R"({"method":"count_assets","args":{"project_id":)" + deep + "}}",
                                       R"({"method":"count_assets","args":{"project_id":"none"}})"});
  REQUIRE(answers.size() == 2);
  CHECK(answers[0]["error"]["type"] == "ValueError");
  CHECK(answers[1]["error"]["type"] == "GraphQLError");
}

TEST_CASE("the driver answers in the shapes of the version that is asked for, and sends the same") {
  Sandbox sandbox;
  const auto project = sandbox.add_project({});
  const auto ids = sandbox.add_assets(project, nlohmann::json::parse(R"([
    {"externalId": "a", "status": "LABELED", "labels": [{"jsonResponse": "{}"}]},
    {"externalId": "b", "status": "LABELED", "labels": [{"jsonResponse": "{}"}]},
    {"externalId": "c", "status": "LABELED", "labels": [{"jsonResponse": "{}"}]}])"));
  const auto call = [](const char* method, const nlohmann::json& arguments, const char* sdk) {
    nlohmann::json request{{"method", method}, {"args", arguments}};
    if (sdk != nullptr) request["sdk"] = sdk;
    return request.dump();
  };
  sandbox.record_requests(1000);
  const nlohmann::json priorities{{"asset_ids", {ids[0]}}, {"priorities", {3}}};
  const nlohmann::json review{{"asset_ids", {ids[0]}}};
  const nlohmann::json listing{{"project_id", project}, {"fields", {"id", "labels.jsonResponse"}}};
  const nlohmann::json unknown{{"project_id", "none"}, {"fields", {"id"}}};
  const auto answers =
      drive(sandbox,
            {call("send_back_to_queue", {{"asset_ids", {ids[0]}}}, "26.2.4"),
             call("send_back_to_queue", {{"asset_ids", {ids[1]}}}, "26.1.5"),
             call("send_back_to_queue", {{"asset_ids", {ids[2]}}}, nullptr),
             call("delete_many_from_dataset", {{"asset_ids", nlohmann::json::array()}}, "26.2.4"),
             call("delete_many_from_dataset", {{"asset_ids", nlohmann::json::array()}}, "2.164.0"),
             call("update_properties_in_assets", priorities, "26.2.4"),
             call("update_properties_in_assets", priorities, "26.1.5"), call("assets", listing, "26.1.5"),
             call("assets", unknown, "26.1.5"), call("assets", unknown, "2.164.0"),
             call("assign_assets_to_labelers",
                  {{"asset_ids", {ids[0]}}, {"to_be_labeled_by_array", {nlohmann::json::array()}}}, "26.1.5"),
             call("delete_many_from_dataset", {{"asset_ids", {ids[0]}}}, "2.164.0"),
             call("count_assets", {{"project_id", project}}, "1.0")});
  REQUIRE(answers.size() == 13);
  CHECK(answers[0]["result"]["succeeded"] == nlohmann::json{{{"assetId", ids[0]}, {"externalId", "a"}}});
  CHECK(answers[0]["result"]["declined"].empty());
  CHECK(answers[0]["result"]["failed"].empty());
  CHECK(answers[1]["result"] == nlohmann::json{{"id", project}, {"asset_ids", {ids[1]}}});
  CHECK(answers[2]["result"]["succeeded"] == nlohmann::json{{{"assetId", ids[2]}, {"externalId", "c"}}});
  CHECK(answers[3]["result"]["succeeded"].empty());
  CHECK(answers[4]["result"].is_null());
  CHECK(answers[5]["warnings"].size() == 1);
  CHECK(answers[6]["warnings"].empty());
  CHECK(answers[7]["result"][0] ==
        nlohmann::json{{"id", ids[0]}, {"labels", {{{"jsonResponse", nlohmann::json::object()}}}}});
  CHECK(answers[8]["error"]["type"] == "NotFound");
  CHECK(answers[9]["error"]["type"] == "GraphQLError");
  CHECK(answers[10]["result"][0]["data"][0]["id"] == ids[0]);
  CHECK(answers[11]["result"] == nlohmann::json{{"id", project}});
  CHECK(answers[12]["error"]["type"] == "ValueError");
  const auto requests = sandbox.requests();
  const auto sends = [&](std::string_view operation) {
    return std::count_if(requests.begin(), requests.end(),
                         [&](const SandboxRequest& each) { return each.operation == operation; });
  };
  CHECK(sends("sendAssetsBackToQueue") == 3);
  CHECK(sends("sendBackAssetsToQueue") == 0);
}

TEST_CASE("the driver gives a table as its rows, and refuses one from a generator") {
  Sandbox sandbox;
  const auto project = sandbox.add_project({});
  sandbox.add_assets(project, nlohmann::json::parse(R"([
    {"externalId": "a", "consensusMark": 1, "jsonMetadata": "{\"k\": 1}"},
    {"externalId": "b", "consensusMark": null}])"));
  const auto assets = [&](const nlohmann::json& arguments) {
    nlohmann::json all{{"project_id", project}, {"fields", {"externalId", "consensusMark", "jsonMetadata"}}};
    all.update(arguments);
    return nlohmann::json{{"method", "assets"}, {"args", all}}.dump();
  };
  const auto answers = drive(sandbox, {assets({{"format", "pandas"}}), assets({{"format", nullptr}}),
                                       assets({{"format", "csv"}, {"as_generator", true}}),
                                       assets({{"format", "pandas"}, {"as_generator", true}})});
  REQUIRE(answers.size() == 4);
  CHECK(answers[0]["result"] == nlohmann::json::parse(R"([
    {"externalId": "a", "consensusMark": 1.0, "jsonMetadata": {"k": 1}},
    {"externalId": "b", "consensusMark": null, "jsonMetadata": {}}])"));
  CHECK(answers[1]["result"] == answers[0]["result"]);
  CHECK(answers[2]["result"] == answers[0]["result"]);
  CHECK(answers[3]["error"]["type"] == "ValueError");
  CHECK(answers[3]["error"]["message"] ==
        "Argument values as_generator==True and format==\"pandas\" are not compatible.");
}
