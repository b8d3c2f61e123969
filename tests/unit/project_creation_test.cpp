// Creating projects, also when answers get lost or new projects stay unseen for a while.

#include <catch2/catch.hpp>
#include <chrono>
#include <functional>
#include <string>
#include <utility>

#include "virtual_service.hpp"

using namespace kili;
using namespace kili::test;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;
using nlohmann::json;

namespace {

Json one_job() {
  return Json::parse(
      R"({"jobs": {"Z_JOB": {"mlTask": "CLASSIFICATION", "isChild": false},
                   "A_JOB": {"mlTask": "TRANSCRIPTION", "isChild": false}}})");
}

CreateProject new_project(std::string title = "New") {
  return {.input_type = InputType::image, .json_interface = one_job(), .title = std::move(title)};
}

std::string refusal_of(const Client& client, const CreateProject& project) {
  try {
    static_cast<void>(client.create_project(project));
  } catch (const ValidationError& error) {
    return error.what();
  }
  return {};
}

HttpResponse lose_the_answer() {
  throw TransportError(TransportFailure::connection_lost, "the connection was lost");
}

}  // namespace

TEST_CASE("a project is created with what was given, and the order of its interface") {
  VirtualService service;
  static_cast<void>(service.sandbox.load_fixture(json::parse(R"({"project": {"inputType": "IMAGE"},
                      "tags": [{"id": "tag-1", "label": "red"}, {"id": "tag-2", "label": "blue"}]})")));
  const Client client = service.client();
  const std::string id = client.create_project({.compliance_tags = {ComplianceTag::phi},
                                                .description = "é",
                                                .input_type = InputType::geospatial,
                                                .json_interface = one_job(),
                                                .pixel_labeling = true,
                                                .tags = {"blue", "red", "blue"},
                                                .title = "New"});
  const json created = service.projects().at(1);
  CHECK(created.at("id") == id);
  CHECK(created.at("title") == "New");
  CHECK(created.at("description") == "é");
  CHECK(created.at("inputType") == "GEOSPATIAL");
  CHECK(created.at("jsonInterface") == R"({"jobs":{"Z_JOB":{"mlTask":"CLASSIFICATION","isChild":false},)"
                                       R"("A_JOB":{"mlTask":"TRANSCRIPTION","isChild":false}}})");
  CHECK(created.at("complianceTags") == json{"PHI"});
  CHECK(created.at("geospatialSettings") == json{{"labelingCRSCode", "PIXEL"}});
  CHECK(service.count_of("checkTag") == 2);
  for (const json& tag : service.tags()) CHECK(tag.at("checkedForProjects") == json{id});
  CHECK(client.find_project_by_title("New").roles().at(0).at("role") == "ADMIN");
}

TEST_CASE("projects that cannot be meant are refused, and nothing is sent") {
  VirtualService service;
  const Client client = service.client();
  const auto with = [](const std::function<void(CreateProject&)>& change) {
    CreateProject project = new_project();
    change(project);
    return project;
  };
  CHECK_THROWS_AS(client.create_project(new_project("")), MissingArgumentError);
  CHECK_THAT(refusal_of(client, {.input_type = InputType::image, .title = "t"}),
             Contains("json_interface is not given"));
  CHECK_THAT(refusal_of(client, {.json_interface = one_job(), .title = "t"}),
             Contains("input_type is not given"));
  CHECK_THAT(refusal_of(client, with([](auto& p) { p.pixel_labeling = true; })), Contains("GEOSPATIAL"));
  CHECK_THAT(refusal_of(client, {.pixel_labeling = true, .project_id = "p", .title = "t"}),
             Contains("copied"));
  CHECK_THAT(refusal_of(client, with([](auto& p) { p.input_type = InputType::video_legacy; })),
             Contains("VIDEO_LEGACY"));
  CHECK_THAT(refusal_of(client, with([](auto& p) { p.json_interface = Json(json("{}")); })),
             Contains("json_interface"));
  CHECK_THAT(refusal_of(client, with([](auto& p) {
                          p.json_interface = Json(json{{"job", 1}});
                        })),
             Contains("\"jobs\""));
  CHECK_THAT(refusal_of(client, with([](auto& p) {
                          p.json_interface = Json(json{{"jobs", json::array()}});
                        })),
             Contains("json_interface"));
  CHECK_THAT(refusal_of(client, with([](auto& p) { p.description = "\xff"; })), Contains("description"));
  CHECK_THAT(refusal_of(client, with([](auto& p) { p.tags = {"\xff"}; })), Contains("tags"));
  for (const auto& both :
       {with([](auto& p) { p.project_id = "p"; }),
        with([](auto& p) { p.from_demo_project = DemoProjectType::ner; }),
        CreateProject{.from_demo_project = DemoProjectType::ner, .project_id = "p", .title = "t"}}) {
    CHECK_THROWS_AS(client.create_project(both), IncompatibleArgumentsError);
  }
  CHECK(service.sandbox.requests().empty());
}

TEST_CASE("an unknown or ambiguous tag leaves no project behind") {
  VirtualService service;
  static_cast<void>(service.sandbox.load_fixture(json::parse(
      R"({"project": {"inputType": "IMAGE"},
          "tags": [{"id": "tag-1", "label": "red"}, {"id": "tag-2", "label": "twin"}, {"id": "tag-3", "label": "twin"}]})")));
  const Client client = service.client();
  for (const char* const label : {"nope", "twin"}) {
    CreateProject project = new_project();
    project.tags = {"red", label};
    CHECK_THAT(refusal_of(client, project), Contains(label));
  }
  CHECK(service.count_of("createProject") == 0);
  CHECK(service.projects().size() == 1);
  CHECK_THROWS_AS(client.create_project({.project_id = "nope", .title = "Copy"}), NotFoundError);
  CHECK(service.projects().size() == 1);
}

TEST_CASE("a copy has interface, instructions, type and tags of its original") {
  const auto* const version = GENERATE("2.164", "26.2");
  VirtualService service(version);
  const std::string original = service.sandbox.load_fixture(json::parse(
      R"({"project": {"inputType": "VIDEO", "jsonInterface": {"jobs": {"Z": {"mlTask": "CLASSIFICATION", "isChild": false}}}},
          "projects": [{"id": "<project>", "instructions": "read me"}],
          "roles": [{"id": "role-2", "projectId": "<project>", "userId": "user-1", "role": "LABELER"}],
          "tags": [{"id": "tag-1", "label": "red", "checkedForProjects": ["<project>"]}, {"id": "tag-2", "label": "blue"}]})"));
  const Client client = service.client();
  const std::string id =
      client.create_project({.project_id = original, .tags = {"blue", "red"}, .title = "Copy"});
  const json copy = service.projects().at(1);
  CHECK(copy.at("id") == id);
  CHECK(copy.at("inputType") == "VIDEO");
  CHECK(copy.at("jsonInterface") == R"({"jobs":{"Z":{"isChild":false,"mlTask":"CLASSIFICATION"}}})");
  CHECK(copy.at("instructions") == "read me");
  CHECK(service.tags().at(0).at("checkedForProjects") == json{original, id});
  CHECK(service.tags().at(1).at("checkedForProjects") == json{id});
  CHECK(client.find_project_by_title("Copy").roles().size() == 1);
}

TEST_CASE(
    "a copy of a project labelled in pixels is labelled in pixels, and demo projects need service 26.2") {
  VirtualService service;
  const Client client = service.client();
  const std::string original = client.create_project({.input_type = InputType::geospatial,
                                                      .json_interface = Json(json{{"jobs", json::object()}}),
                                                      .pixel_labeling = true,
                                                      .title = "Geo"});
  static_cast<void>(client.create_project({.project_id = original, .title = "Copy"}));
  CHECK(service.projects().at(1).at("geospatialSettings") == json{{"labelingCRSCode", "PIXEL"}});
  static_cast<void>(
      client.create_project({.from_demo_project = DemoProjectType::segmentation, .title = "Demo"}));
  CHECK(service.projects().at(2).at("fromDemoProject") == "DEMO_SEGMENTATION");

  VirtualService older("26.1");
  const Client old_client = older.client();
  CHECK_THROWS_AS(old_client.create_project({.from_demo_project = DemoProjectType::ner, .title = "Demo"}),
                  UnsupportedByServiceError);
  CHECK_THROWS_AS(old_client.create_project({.input_type = InputType::geospatial,
                                             .json_interface = one_job(),
                                             .pixel_labeling = true,
                                             .title = "Geo"}),
                  UnsupportedByServiceError);
  CHECK(older.projects().empty());
}

TEST_CASE("creating returns when the project is seen, and warns when it is not after a minute") {
  VirtualService service;
  service.sandbox.set_hidden_queries(5);
  const Client client = service.client();
  const std::string first = client.create_project(new_project());
  CHECK(service.projects().at(0).at("id") == first);
  CHECK(service.clock->elapsed() == 5s);
  CHECK(service.sink->warnings().empty());
  service.sandbox.set_hidden_queries(1000);
  const auto before = service.clock->elapsed();
  const std::string id = client.create_project(new_project("Second"));
  CHECK(service.clock->elapsed() - before == 60s);
  REQUIRE(service.sink->warnings().size() == 1);
  CHECK_THAT(service.sink->warnings()[0], Contains(id) && Contains("60 seconds"));
}

TEST_CASE("a project whose answer was lost is found, never created twice") {
  VirtualService service;
  service.sandbox.add_project({.title = "New"});  // of the same title before
  SECTION("it is seen at once") {}
  SECTION("it is seen only after a while") { service.sandbox.set_hidden_queries(40); }
  service.sandbox.add_fault({.operation = "createProject", .when = FaultPoint::after});
  const Client client = service.client();
  const std::string id = client.create_project(new_project());
  CHECK(service.count_of("createProject") == 1);
  REQUIRE(service.projects().size() == 2);
  CHECK(service.projects().at(1).at("id") == id);
}

TEST_CASE("a project whose answer was lost is found where reads lag behind writes") {
  VirtualService service("26.2", 4s);
  const Client client = service.client();
  const std::string first = client.create_project(new_project());
  service.sandbox.add_fault({.operation = "createProject", .when = FaultPoint::after});
  const std::string second = client.create_project(new_project());
  CHECK(first != second);
  CHECK(service.projects().size() == 2);
  CHECK(service.projects().at(1).at("id") == second);
}

TEST_CASE("a creation that was lost on its way is sent again when the project would have been seen") {
  VirtualService service;
  service.sandbox.add_fault({.operation = "createProject", .when = FaultPoint::before});
  const Client client = service.client();
  const std::string id = client.create_project(new_project());
  CHECK(service.clock->elapsed() >= 60s);
  CHECK(service.count_of("createProject") == 2);
  REQUIRE(service.projects().size() == 1);
  CHECK(service.projects().at(0).at("id") == id);
}

TEST_CASE("a project that cannot be told from another is reported as unknown, with what to do") {
  VirtualService service;
  const Client client =
      service.client([](const std::string& operation, const VirtualService::Deliver& deliver) {
        if (operation != "createProject") return deliver();
        static_cast<void>(deliver());  // somebody else does the same at this moment
        static_cast<void>(deliver());
        return lose_the_answer();
      });
  try {
    static_cast<void>(client.create_project(new_project()));
    FAIL("it was told");
  } catch (const MutationError& error) {
    CHECK(error.context().outcome_unknown);
    CHECK(error.type() == "ConnectionError");
    REQUIRE(error.assets().size() == 1);
    CHECK(error.assets()[0].outcome == MutationOutcome::unknown);
    const json projects = service.projects();
    REQUIRE(projects.size() == 2);
    for (const json& project : projects)
      CHECK_THAT(error.what(), Contains(project.at("id").get<std::string>()));
    CHECK_THAT(error.what(), Contains("before creating it again"));
  }
}

TEST_CASE("of two new projects of a title, the one that is like the one asked for is it") {
  VirtualService service;
  const Client client =
      service.client([&](const std::string& operation, const VirtualService::Deliver& deliver) {
        if (operation != "createProject") return deliver();
        static_cast<void>(deliver());
        service.sandbox.add_project({.id = "another", .input_type = "TEXT", .title = "New"});
        return lose_the_answer();
      });
  const std::string id = client.create_project(new_project());
  CHECK(id != "another");
  CHECK(service.count_of("createProject") == 1);
}

TEST_CASE("a service that rewrites interfaces does not make a second project of a lost answer") {
  VirtualService service;
  const Client client =
      service.client([&](const std::string& operation, const VirtualService::Deliver& deliver) {
        if (operation != "createProject") return deliver();
        service.sandbox.add_project({.id = "rewritten", .title = "New"});
        return lose_the_answer();
      });
  CHECK(client.create_project(new_project()) == "rewritten");
  CHECK(service.projects().size() == 1);
}

TEST_CASE("a deadline that passes while a lost project is looked for leaves its outcome unknown") {
  VirtualService service;
  service.sandbox.add_fault({.operation = "createProject", .when = FaultPoint::before});
  const Client client = service.client();
  try {
    static_cast<void>(client.create_project(new_project(), {.deadline = 10s}));
    FAIL("there was time");
  } catch (const MutationError& error) {
    CHECK(error.type() == "DeadlineExceeded");
    CHECK(error.assets().at(0).outcome == MutationOutcome::unknown);
    CHECK_THAT(error.what(), Contains("'New'"));
  }
  CHECK(service.count_of("createProject") == 1);
}

TEST_CASE("what fails after a project was created names the project") {
  VirtualService service;
  static_cast<void>(service.sandbox.load_fixture(
      json::parse(R"({"project": {"inputType": "IMAGE"}, "tags": [{"id": "tag-1", "label": "red"}]})")));
  service.sandbox.add_fault(
      {.count = 0, .message = "no", .operation = "checkTag", .when = FaultPoint::graphql});
  const Client client = service.client();
  CreateProject project = new_project();
  project.tags = {"red"};
  try {
    static_cast<void>(client.create_project(project));
    FAIL("the tag was given");
  } catch (const MutationError& error) {
    const auto id = service.projects().at(1).at("id").get<std::string>();
    CHECK(error.type() == "GraphQLError");
    CHECK(error.assets().at(0).asset_id == id);
    CHECK_THAT(error.what(), Contains(id) && Contains("tag-1") && Contains("not complete"));
  }
}

TEST_CASE("an answer to createProject that cannot be read is looked after") {
  VirtualService service;
  const Client client =
      service.client([](const std::string& operation, const VirtualService::Deliver& deliver) {
        const HttpResponse response = deliver();
        return operation == "createProject" ? data_answer({{"id", 5}}) : response;
      });
  const std::string id = client.create_project(new_project());
  CHECK(service.projects().at(0).at("id") == id);
  CHECK(service.count_of("createProject") == 1);
}
