#include <catch2/catch.hpp>

#include <stdexcept>
#include <string>

#include <nlohmann/json.hpp>

#include "kili/kili.hpp"
#include "kili/sandbox.hpp"

using namespace kili;
using nlohmann::json;

namespace {

/// What the sandbox answers to a document.
json answer_of(Sandbox& sandbox, const std::string& document) {
  HttpRequest request;
  request.method = "POST";
  request.url = sandbox.endpoint() + "/api/label/v2/graphql";
  request.headers = {{"Authorization", "X-API-Key: " + sandbox.api_key()}};
  request.body = json{{"query", document}}.dump();
  const HttpResponse response = sandbox.transport()->send(request, {});
  json body = json::parse(response.body);
  body["status"] = response.status;
  return body;
}

Sandbox of_version(const std::string& version) {
  return Sandbox({.serve = false, .service_version = version});
}

struct Novelty {
  const char* document;
  const char* message;  ///< Of a service that does not know it.
  const char* since;
};

}  // namespace

TEST_CASE("a sandbox of an earlier version refuses what came later as such a service does") {
  const auto novelty =
      GENERATE(Novelty{"mutation { data: deleteAssets(where: {idIn: []}) { succeeded { assetId } } }",
                       R"(Cannot query field "deleteAssets" on type "Mutation".)", "26.2"},
               Novelty{R"({ countAssets(where: {idIn: [], groupNameIn: ["a"]}) })",
                       R"(Field "groupNameIn" is not defined by type "AssetWhere".)", "26.2"},
               Novelty{"{ countAssets(where: {idIn: [], stepStatusIn: [REWORK]}) }",
                       R"(Value "REWORK" does not exist in "StatusInStep" enum.)", "26.2"},
               Novelty{R"({ projects(where: {id: "p"}, first: 1, skip: 0) { steps { stepGroupId } } })",
                       R"(Cannot query field "stepGroupId" on type "ProjectStep".)", "26.2"},
               Novelty{R"({ projects(where: {id: "p"}, first: 1, skip: 0) { workflowVersion } })",
                       R"(Cannot query field "workflowVersion" on type "Project".)", "26.1"},
               Novelty{R"({ countAssets(where: {idIn: [], stepIdIn: ["a"]}) })",
                       R"(Field "stepIdIn" is not defined by type "AssetWhere".)", "26.1"});
  CAPTURE(novelty.document);
  for (const std::string version : {"2.164", "26.1", "26.2"}) {
    CAPTURE(version);
    Sandbox sandbox = of_version(version);
    const json answer = answer_of(sandbox, novelty.document);
    const bool is_known = version == "26.2" || version == novelty.since;
    CHECK(answer["status"] == (is_known ? 200 : 400));
    CHECK(answer.contains("errors") != is_known);
    // A still earlier version does not know more of it.
    if (is_known || (version == "2.164" && novelty.since == std::string("26.2"))) continue;
    const auto message = answer["errors"][0]["message"].get<std::string>();
    CHECK(message.substr(0, std::string(novelty.message).size()) == novelty.message);
  }
}

TEST_CASE("a sandbox tells its version") {
  Sandbox sandbox = of_version("26.1");
  HttpRequest request;
  request.method = "GET";
  request.url = sandbox.endpoint() + "/api/label/v2/version";
  CHECK(json::parse(sandbox.transport()->send(request, {}).body) == json{{"version", "26.1.0"}});
}

TEST_CASE("versions and workflows that there are not are refused") {
  CHECK_THROWS_AS(of_version("26.3"), std::invalid_argument);
  CHECK_THROWS_AS(of_version(""), std::invalid_argument);
  CHECK_THROWS_AS(of_version("26.1").add_project({.workflow_version = "V3"}), std::invalid_argument);
  CHECK_THROWS_AS(of_version("26.1").load_fixture({{"project", {{"workflowVersion", "V3"}}}}),
                  std::invalid_argument);
  Sandbox sandbox = of_version("26.2");
  CHECK_FALSE(sandbox.add_project({.workflow_version = "V3"}).empty());
  const auto refuse = [&](const SandboxProject& project) {
    CHECK_THROWS_AS(sandbox.add_project(project), std::invalid_argument);
  };
  refuse({.step_groups = {{.id = "g", .name = "G"}}, .workflow_version = "V2"});
  refuse({.steps = {{.id = "a", .step_group_id = "g"}}, .workflow_version = "V3"});
  refuse({.steps = {{.id = "a"}, {.id = "a"}}});
  refuse({.steps = {{.id = "a", .send_back_step_id = "b"}}});
  refuse({.steps = {{.id = "a", .type = "OTHER"}}});
}
