// Fixtures of the sandbox: the order of keys, keys that there are not, starting over.

#include <catch2/catch.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>

#include "kili/http_transport.hpp"
#include "kili/sandbox.hpp"
#include "sandbox/store/fixture_keys.hpp"
#include "test_folder.hpp"

using namespace kili;
using Catch::Matchers::Contains;
using nlohmann::json;
using nlohmann::ordered_json;

namespace {

constexpr const char* ordered_fixture = R"({
  "project": {"id": "p", "jsonInterface": {"jobs": {"Z": {"mlTask": "CLASSIFICATION", "content":
    {"categories": {"TRUCK": {}, "BUS": {}, "CAR": {}}}}, "A": {"mlTask": "TRANSCRIPTION"}}}},
  "assets": [{"id": "a", "jsonMetadata": {"z": 1, "a": 2},
              "labels": [{"id": "l", "jsonResponse": {"Z": {"categories": []}, "A": {"text": "t"}}}]}]})";

/// The data of a query of a sandbox in process.
json data_of(Sandbox& sandbox, const std::string& document, const json& variables = json::object()) {
  HttpRequest request;
  request.method = "POST";
  request.url = sandbox.endpoint() + "/api/label/v2/graphql";
  request.headers = {{"Authorization", "X-API-Key: " + sandbox.api_key()}};
  request.body = json{{"query", document}, {"variables", variables}}.dump();
  return json::parse(sandbox.transport()->send(request, {}).body).at("data");
}

std::string interface_of(Sandbox& sandbox, const std::string& project) {
  const json data = data_of(sandbox,
                            "query q($id: ID!) { data: projects(where: {id: $id}, first: 1, skip: 0) "
                            "{ jsonInterface } }",
                            {{"id", project}});
  return data.at("data").at(0).at("jsonInterface");
}

std::string problem_of_fixture(const std::string& fixture) {
  Sandbox sandbox{{.serve = false}};
  try {
    sandbox.load_fixture_text(fixture);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return {};
}

}  // namespace

TEST_CASE("a fixture given as text keeps the order of the keys of users' documents") {
  Sandbox sandbox{{.serve = false}};
  const bool is_text = GENERATE(true, false);
  const std::string project = is_text ? sandbox.load_fixture_text(ordered_fixture)
                                      : sandbox.load_fixture(ordered_json::parse(ordered_fixture));
  REQUIRE(project == "p");
  CHECK(interface_of(sandbox, project) ==
        R"({"jobs":{"Z":{"mlTask":"CLASSIFICATION","content":{"categories":{"TRUCK":{},"BUS":{},"CAR":{}}}},)"
        R"("A":{"mlTask":"TRANSCRIPTION"}}})");
  CHECK(sandbox.state("p").at(0).at("jsonMetadata") == R"({"z":1,"a":2})");
  CHECK(sandbox.modules_state("p").at("assets").at(0).at("labels").at(0).at("jsonResponse") ==
        R"({"Z":{"categories":[]},"A":{"text":"t"}})");
}

TEST_CASE("what calls store keeps the order of its keys, as the official clients send it: as text") {
  Sandbox sandbox{{.serve = false}};
  const std::string interface =
      R"({"jobs":{"Z":{"mlTask":"CLASSIFICATION"},"A":{"mlTask":"CLASSIFICATION"}}})";
  const json created =
      data_of(sandbox, "mutation m($data: CreateProjectData!) { data: createProject(data: $data) { id } }",
              {{"data", {{"inputType", "IMAGE"}, {"jsonInterface", interface}, {"title", "t"}}}});
  CHECK(interface_of(sandbox, created.at("data").at("id")) == interface);
  sandbox.load_fixture_text(ordered_fixture);
  const std::string metadata = R"({"q":1,"b":{"z":1,"y":2}})";
  data_of(sandbox,
          "mutation m($where: [AssetWhere!]!, $data: [AssetData!]!) "
          "{ data: updatePropertiesInAssets(where: $where, data: $data) { id } }",
          {{"where", {{{"id", "a"}}}}, {"data", {{{"jsonMetadata", metadata}}}}});
  CHECK(sandbox.state("p").at(0).at("jsonMetadata") == metadata);
  const std::string response = R"({"Z":{"categories":[{"name":"TRUCK"}]},"A":{"text":"t"}})";
  data_of(
      sandbox,
      "mutation m($data: AppendManyLabelsData!, $where: AssetWhere!) "
      "{ data: appendManyLabels(data: $data, where: $where) { id } }",
      {{"data", {{"labelType", "DEFAULT"}, {"labelsData", {{{"assetID", "a"}, {"jsonResponse", response}}}}}},
       {"where", {{"idIn", {"a"}}}}});
  CHECK(sandbox.modules_state("p").at("assets").at(0).at("labels").back().at("jsonResponse") == response);
}

TEST_CASE("a key that a fixture has not is refused, with those that there are") {
  CHECK_THAT(problem_of_fixture(R"({"asset": []})"),
             Contains("a fixture has no key 'asset'") && Contains("assets"));
  CHECK_THAT(problem_of_fixture(R"({"project": {"json_interface": {}}})"),
             Contains("a project has no key 'json_interface'") && Contains("jsonInterface"));
  CHECK_THAT(problem_of_fixture(R"({"project": {}, "assets": [{"external_id": "x"}]})"),
             Contains("an asset has no key 'external_id'") && Contains("externalId"));
  CHECK_THAT(problem_of_fixture(R"({"project": {}, "assets": [{"labels": [{"response": {}}]}]})"),
             Contains("a label has no key 'response'"));
  CHECK_THAT(problem_of_fixture(R"({"project": {}, "assets": [{"issues": [{"title": ""}]}]})"),
             Contains("an issue has no key 'title'"));
  CHECK_THAT(problem_of_fixture(R"({"project": {"workflowVersion": "V2", "steps": [{"nam": ""}]}})"),
             Contains("a step has no key 'nam'"));
  CHECK_THAT(problem_of_fixture(R"({"users": [{"mail": "a@b.c"}]})"), Contains("a user has no key 'mail'"));
  CHECK_THAT(problem_of_fixture(R"({"tags": [{"name": "t"}]})"), Contains("a tag has no key 'name'"));
  CHECK_THAT(problem_of_fixture(R"({"roles": [{"user": "u"}]})"), Contains("a role has no key 'user'"));
  CHECK_THAT(problem_of_fixture(R"({"bucket": {"a": {"content": ""}}})"),
             Contains("a file of the bucket has no key 'content'"));
  CHECK_THAT(problem_of_fixture("{"), Contains("not JSON"));
  CHECK_THAT(problem_of_fixture(R"({"project": {"title": 1}})"), Contains("wrong type"));
  CHECK(problem_of_fixture(R"({"bucket": {"jsonContent": {"text": "a path may have any name"}}})").empty());
}

TEST_CASE("the project of a fixture has the settings that the fixture gives it") {
  Sandbox sandbox{{.serve = false}};
  sandbox.load_fixture_text(R"({"project": {"id": "p", "description": "d", "archived": true,
                                            "minConsensusSize": 3, "createdAt": "2024-02-03T04:05:06.000Z"}})");
  const json project = data_of(sandbox,
                               "{ data: projects(where: {id: \"p\"}, first: 1, skip: 0) "
                               "{ description archived minConsensusSize createdAt } }")
                           .at("data")
                           .at(0);
  CHECK(project == json::parse(R"({"description": "d", "archived": true, "minConsensusSize": 3,
                                   "createdAt": "2024-02-03T04:05:06.000Z"})"));
}

TEST_CASE("the page about the sandbox has every key of fixtures") {
  const std::string page = test::read_file(KILI_TESTS_DIR "/../docs/sandbox.md");
  using sandbox::FixtureObject;
  for (int kind = 0; kind <= static_cast<int>(FixtureObject::user); ++kind) {
    std::string keys(sandbox::keys_of(static_cast<FixtureObject>(kind)));
    REQUIRE_FALSE(keys.empty());
    keys += ' ';
    for (std::size_t at = 0; at < keys.size();) {
      const std::size_t end = keys.find(' ', at);
      const std::string key = "`" + keys.substr(at, end - at) + "`";
      INFO(sandbox::name_of(static_cast<FixtureObject>(kind)) << ": " << key);
      CHECK(page.find(key) != std::string::npos);
      at = end + 1;
    }
  }
}

TEST_CASE("a sandbox that is reset is as new, also in its folder") {
  const test::TestFolder folder;
  const std::filesystem::path data = std::filesystem::path(folder.path()) / "data";
  {
    Sandbox sandbox{{.data_dir = data, .latency = std::chrono::milliseconds{0}, .serve = false}};
    sandbox.load_fixture_text(ordered_fixture);
    sandbox.load_fixture_text(R"({"tags": [{"id": "t", "label": "l"}], "bucket": {"f": {"text": "x"}},
                                  "users": [{"email": "new@example.com"}], "organization": {"name": "o"}})");
    sandbox.configure(json::parse(R"({"faults": [{"when": "status", "status": 500}], "lockReason": "r",
                                      "uploadLocalData": false})"));
    sandbox.record_requests(5);
    sandbox.reset();
    const json state = sandbox.modules_state("p");
    for (const char* const list : {"assets", "projects", "roles", "tags"}) CHECK(state.at(list).empty());
    CHECK(state.at("users").size() == 2);
    CHECK(sandbox.requests().empty());
    const json license = data_of(sandbox,
                                 "{ data: organizations(where: {}, first: 1, skip: 0) "
                                 "{ name license { uploadLocalData } } }");
    CHECK(license.at("data").at(0) ==
          json::parse(R"({"name": "Sandbox", "license": {"uploadLocalData": true}})"));
    CHECK(sandbox.counters().api_requests == 1);
    CHECK(std::filesystem::is_empty(sandbox.storage_directory()));
    // Ids are free again.
    CHECK(sandbox.load_fixture_text(ordered_fixture) == "p");
    sandbox.reset();
  }
  Sandbox again{{.data_dir = data, .serve = false}};
  CHECK(again.modules_state("p").at("projects").empty());
  CHECK(again.load_fixture_text(ordered_fixture) == "p");
}

TEST_CASE("a reset is seen by reads that are behind writes") {
  Sandbox sandbox{{.read_lag = std::chrono::milliseconds{1'000'000}, .serve = false}};
  sandbox.load_fixture_text(ordered_fixture);
  sandbox.reset();
  const json count = data_of(sandbox, "{ data: countProjects(where: {}) }");
  CHECK(count.at("data") == 0);
}
