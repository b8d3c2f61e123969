// Projects and tags over sockets, and the program of docs/projects.md.

#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>
#include <string>

#include <nlohmann/json.hpp>

#include "example_program.hpp"
#include "sandbox_client.hpp"
#include "test_folder.hpp"

using namespace kili;
using namespace kili::test;
using Catch::Matchers::Contains;
using nlohmann::json;

namespace {

std::string contents_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  REQUIRE(file.is_open());
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace

TEST_CASE("a project is created, found, changed, tagged, copied, archived and deleted over sockets") {
  Sandbox sandbox;
  sandbox.add_fault({.operation = "createProject", .when = FaultPoint::after});
  sandbox.add_fault({.operation = "checkTag", .when = FaultPoint::after});
  sandbox.add_fault({.operation = "updatePropertiesInProject", .when = FaultPoint::after});
  const Client client = client_of(sandbox, {.message_sink = std::make_shared<SilentSink>()});
  static_cast<void>(client.create_tag({.name = "red"}));
  const std::string id = client.create_project(
      {.input_type = InputType::text,
       .json_interface = Json::parse(R"({"jobs": {"Z": {"mlTask": "CLASSIFICATION", "isChild": false},
                                                  "A": {"mlTask": "TRANSCRIPTION", "isChild": false}}})"),
       .tags = {"red"},
       .title = "Über 100%"});
  const Project found = client.find_project_by_title("Über 100%");
  CHECK(found.id() == id);
  CHECK(found.ontology().jobs()[0].name() == "Z");
  CHECK(client.update_properties_in_project({.instructions = "read me", .project_id = id}).instructions() ==
        "read me");
  static_cast<void>(client.append_many_to_dataset(id, {.content_array = {"a text"}}));
  const std::string copy = client.create_project({.project_id = id, .title = "Copy"});
  const auto both =
      client.projects({.tags_in = {"red"}}, {.fields = {"id", "instructions", "numberOfAssets"}}).to_vector();
  REQUIRE(both.size() == 2);
  CHECK(both[0].number_of_assets() == 1);
  CHECK(both[1].id() == copy);
  CHECK(both[1].instructions() == "read me");
  CHECK(both[1].number_of_assets() == 0);
  CHECK(client.untag_project({.all = true, .project_id = copy}).size() == 1);
  CHECK(client.archive_project(copy) == copy);
  CHECK(client.count_projects({.archived = true}) == 1);
  CHECK(client.delete_project(copy) == copy);
  CHECK(client.count_projects() == 1);
  CHECK(client.delete_tag({.tag_name = "red"}));
  CHECK(client.tags().empty());
}

TEST_CASE("projects, tags and what they are set to outlive a restart of the sandbox") {
  const TestFolder folder;
  std::string id;
  {
    Sandbox sandbox({.data_dir = folder.root()});
    const Client client = client_of(sandbox);
    static_cast<void>(client.create_tag({.color = "#123456", .name = "red"}));
    id = client.create_project({.input_type = InputType::image,
                                .json_interface = Json(json{{"jobs", json::object()}}),
                                .tags = {"red"},
                                .title = "Kept"});
    static_cast<void>(client.update_properties_in_project({.project_id = id, .review_coverage = 30}));
    static_cast<void>(client.archive_project(id));
  }
  const Sandbox sandbox({.data_dir = folder.root()});
  const Client client = client_of(sandbox);
  const auto kept =
      client.projects({.archived = true}, {.fields = {"id", "reviewCoverage", "tags.color", "roles.role"}})
          .to_vector();
  REQUIRE(kept.size() == 1);
  CHECK(kept[0].id() == id);
  CHECK(kept[0].review_coverage() == 30);
  CHECK(kept[0].tags() == json::parse(R"([{"color": "#123456"}])"));
  CHECK(kept[0].roles() == json::parse(R"([{"role": "ADMIN"}])"));
}

TEST_CASE("the sandbox finds projects by patterns, and refuses what is no interface") {
  Sandbox sandbox;
  sandbox.add_project({.title = "Straße_1 (50%)"});
  const Client client = client_of(sandbox);
  const auto count = [&](const char* pattern) { return client.count_projects({.search_query = pattern}); };
  for (const char* const fitting :
       {"straße_1 (50%)", "STRA_e%", "%1 (50\\%)", "%", "stra__\\_1%", "%%%", "%(%)"})
    CHECK(count(fitting) == 1);
  for (const char* const other :
       {"stra", "straße\\%1 (50%)", "stra_e", "_", "%x%", "\\%", "Straße_1 (50\\_)"})
    CHECK(count(other) == 0);

  sandbox.record_requests(10);
  const auto create = [&](const json& data) {
    const json body{{"query", "mutation ($data: CreateProjectData!) { createProject(data: $data) { id } }"},
                    {"variables", {{"data", data}}}};
    HttpRequest request;
    request.body = body.dump();
    request.headers = {{"authorization", "X-API-Key: " + sandbox.api_key()},
                       {"content-type", "application/json"}};
    request.method = "POST";
    request.url = sandbox.endpoint() + "/api/label/v2/graphql";
    return json::parse(sandbox.transport()->send(request, {}).body);
  };
  const auto refusal = [&](const json& interface) {
    return create({{"title", "t"}, {"inputType", "IMAGE"}, {"jsonInterface", interface}}).dump();
  };
  CHECK_THAT(refusal("{\"jobs\": "), Contains("is not JSON text"));
  CHECK_THAT(refusal("5"), Contains("is not the JSON text of an object"));
  CHECK_THAT(refusal("{\"job\": 1}"), Contains("has no jobs"));
  CHECK_THAT(refusal("{\"jobs\": []}"), Contains("has jobs that are no object"));
  CHECK_THAT(refusal("{\"jobs\": {\"A\": {}}}"), Contains("job 'A' without mlTask"));
  CHECK_THAT(create({{"title", "t"}}).dump(), Contains("inputType and jsonInterface"));
  CHECK(client.count_projects() == 1);
}

#ifdef KILI_EXAMPLE_CREATE_PROJECT

TEST_CASE("the program of the guide to projects is an example, and works") {
  const std::string root = KILI_TESTS_DIR "/..";
  const std::string program = contents_of(root + "/examples/create_project.cpp");
  CHECK_THAT(contents_of(root + "/docs/projects.md"), Contains("```cpp\n" + program + "```\n"));

  Sandbox sandbox;
  const auto run = run_example(sandbox, KILI_EXAMPLE_CREATE_PROJECT, "'Street scenes'");
  CHECK(run.status == 0);
  CHECK(run.output ==
        "Street scenes has the jobs WEATHER CARS\n1 project has the tag\n1 archived project has the tag\n");
}

#endif  // KILI_EXAMPLE_CREATE_PROJECT
