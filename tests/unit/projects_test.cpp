// Listing, finding and changing projects.

#include <catch2/catch.hpp>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "virtual_service.hpp"

using namespace kili;
using namespace kili::test;
using Catch::Matchers::Contains;
using nlohmann::json;

namespace {

/// An interface whose jobs are not in the order of their names.
constexpr const char* two_jobs = R"({"jobs": {"Z": {"mlTask": "CLASSIFICATION", "isChild": false}, )"
                                 R"("A": {"mlTask": "CLASSIFICATION", "isChild": false}}})";

/// Three projects, of which one is archived, and a deleted one.
struct ServiceWithProjects : VirtualService {
  explicit ServiceWithProjects(const std::string& version = "26.2") : VirtualService(version) {
    main = sandbox.load_fixture(json::parse(R"({
      "project": {"inputType": "TEXT", "title": "unused"},
      "projects": [
        {"id": "<project>", "title": "Main", "description": "the main one", "reviewCoverage": 50,
         "jsonInterface": {"jobs": {"Z_JOB": {"mlTask": "CLASSIFICATION"}, "A_JOB": {"mlTask": "TRANSCRIPTION"}}},
         "instructions": "read me", "createdAt": "2024-01-10T00:00:00.000Z", "updatedAt": "2024-01-20T00:00:00.000Z"},
        {"id": "p-cats", "title": "Cats", "description": "Main", "archived": true},
        {"id": "p-dogs", "title": "Dogs 100%", "starred": true},
        {"id": "p-gone", "title": "Gone", "deleted": true}],
      "tags": [{"id": "tag-1", "label": "red", "checkedForProjects": ["<project>"]},
               {"id": "tag-2", "label": "twin"}, {"id": "tag-3", "label": "twin"}]})"));
  }
  std::string main;
};

std::string message_of(const std::function<void()>& act) {
  try {
    act();
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

}  // namespace

TEST_CASE("projects are listed with their fields as typed values") {
  ServiceWithProjects service;
  const Client client = service.client();
  const auto projects = client.projects().to_vector();
  REQUIRE(projects.size() == 3);
  const Project& main = projects.front();
  CHECK(main.id() == service.main);
  CHECK(main.title() == "Main");
  CHECK(main.input_type() == InputType::text);
  CHECK(main.review_coverage() == 50);
  CHECK(main.consensus_tot_coverage() == 0);
  CHECK(main.min_consensus_size() == 1);
  CHECK(main.roles().at(0).at("role") == "ADMIN");
  CHECK(main.json().at("jsonInterface").at("jobs").contains("A_JOB"));
  CHECK_THROWS_AS(main.archived(), FieldError);

  const ProjectsArguments how{.fields = {"id", "archived", "deleted", "starred", "createdAt", "updatedAt",
                                         "instructions", "numberOfAssets", "numberOfRemainingAssets",
                                         "tags.label", "metadataProperties", "consensusMark"},
                              .first = 1};
  service.sandbox.add_plain_assets(service.main, 3);
  auto range = client.projects({}, how);
  CHECK(range.total() == 1);
  const auto listed = range.to_vector();
  REQUIRE(listed.size() == 1);
  CHECK(listed[0].archived() == false);
  CHECK(listed[0].deleted() == false);
  CHECK(listed[0].starred() == false);
  CHECK(listed[0].created_at() == "2024-01-10T00:00:00.000Z");
  CHECK(listed[0].updated_at_time() == Timestamp(std::chrono::sys_days(std::chrono::year(2024) / 1 / 20)));
  CHECK(listed[0].instructions() == "read me");
  CHECK(listed[0].number_of_assets() == 3);
  CHECK(listed[0].number_of_remaining_assets() == 3);
  CHECK(listed[0].tags() == json::parse(R"([{"label": "red"}])"));
  CHECK(listed[0].metadata_properties().is_null());
  CHECK_FALSE(listed[0].consensus_mark().has_value());
  CHECK(client.projects({}, {.fields = {"title"}, .skip = 2}).to_table().row_count() == 1);
}

TEST_CASE("a range of projects is what as_generator gives: read one by one, with pages ahead") {
  VirtualService service;
  for (int i = 0; i < 250; ++i) service.sandbox.add_project({.title = std::to_string(i)});
  const Client client = service.client();
  int next = 0;
  CHECK_THROWS_WITH(client.projects({}, {.page_size = 1001}), Contains("page_size 1001"));
  CHECK_THROWS_WITH(client.projects({}, {.prefetch = 65}), Contains("prefetch 65"));
  auto as_generator = client.projects({}, {.fields = {"title"}});
  CHECK(service.sandbox.requests().empty());
  for (const Project& project : as_generator) CHECK(project.title() == std::to_string(next++));
  CHECK(next == 250);
  CHECK(service.count_of("projects") == 3);
}

TEST_CASE("the interface of a listed project keeps the order of its jobs") {
  ServiceWithProjects service;
  service.sandbox.add_project({.id = "p-order", .json_interface = two_jobs, .title = "Order"});
  const Client client = service.client();
  const auto projects =
      client.projects({.project_id = "p-order"}, {.fields = {"jsonInterface", "inputType"}}).to_vector();
  REQUIRE(projects.size() == 1);
  REQUIRE(projects[0].json_interface().ordered() != nullptr);
  CHECK(projects[0].json_interface().ordered()->at("jobs").begin().key() == "Z");
  const Project copy = projects[0];
  REQUIRE(copy.ontology().jobs().size() == 2);
  CHECK(copy.ontology().jobs()[0].name() == "Z");
  CHECK(&copy.ontology() == &projects[0].ontology());
  const auto without_type =
      client.projects({.project_id = "p-order"}, {.fields = {"jsonInterface"}}).to_vector();
  CHECK_THROWS_AS(without_type[0].ontology(), FieldError);
}

TEST_CASE("a project whose interface is not JSON is listed, and says so when it is read") {
  const Project project(json{{"inputType", "IMAGE"}, {"jsonInterface", "{\"jobs\": "}});
  CHECK(project.json_interface().get() == "{\"jobs\": ");
  CHECK_THROWS_AS(project.ontology(), LabelError);
  CHECK_THROWS_AS(Project(json{{"inputType", "SCULPTURE"}}).input_type(), FieldError);
}

TEST_CASE("filters of projects select them, and count alike") {
  ServiceWithProjects service;
  const Client client = service.client();
  const auto ids = [&](const ProjectFilters& filters) {
    std::vector<std::string> found;
    for (const Project& project : client.projects(filters, {.fields = {"id"}}))
      found.emplace_back(project.id());
    CHECK(client.count_projects(filters) == found.size());
    return found;
  };
  using Ids = std::vector<std::string>;
  CHECK(ids({.archived = true}) == Ids{"p-cats"});
  CHECK(ids({.archived = false, .starred = false}) == Ids{service.main});
  CHECK(ids({.deleted = true}).size() == 4);
  CHECK(ids({.organization_id = "another"}).empty());
  CHECK(ids({.project_id = "p-dogs"}) == Ids{"p-dogs"});
  CHECK(ids({.search_query = "main"}) == Ids{service.main, "p-cats"});
  CHECK(ids({.search_query = "dogs 100\\%"}) == Ids{"p-dogs"});
  CHECK(ids({.should_relaunch_kpi_computation = true}).empty());
  CHECK(ids({.tags_in = {"red"}}) == Ids{service.main});
  CHECK(ids({.tags_in = List<std::string>::empty_list()}).size() == 3);
  CHECK(ids({.updated_at_lte = "2024-01-20"}) == Ids{service.main});
  CHECK(ids({.updated_at_gte = "2024-01-21"}).size() == 2);
  CHECK(service.variables_of("projects").at("where") == json{{"updatedAtGte", "2024-01-21"}});
}

TEST_CASE("unusable filters of projects are refused, and nothing is sent") {
  ServiceWithProjects service;
  const Client client = service.client();
  CHECK_THROWS_AS(client.projects({.updated_at_gte = "yesterday"}), ValidationError);
  CHECK_THROWS_AS(client.count_projects({.updated_at_lte = "2024-13-01"}), ValidationError);
  CHECK_THROWS_AS(client.projects({.search_query = "\xff"}), ValidationError);
  CHECK_THROWS_AS(client.projects({.tags_in = {"\xff"}}), ValidationError);
  CHECK_THROWS_AS(client.projects({}, {.fields = {"id } evil {"}}), ValidationError);
  CHECK(service.sandbox.requests().empty());
  CHECK_THROWS_WITH(client.count_projects({.tags_in = {"nope"}}),
                    Contains("tags_in") && Contains("'nope'") && Contains("red, twin, twin"));
  CHECK_THROWS_WITH(client.projects({.tags_in = {"twin"}}).to_vector(), Contains("tag-2, tag-3"));
}

TEST_CASE("a project is found by its exact title, whatever the title means as a pattern") {
  ServiceWithProjects service;
  service.sandbox.add_project({.id = "p-pattern", .title = "100% a_b \\ c"});
  service.sandbox.add_project({.id = "p-alike", .title = "100% axb \\ c"});
  service.sandbox.add_project({.id = "p-case", .title = "100% A_B \\ C"});
  const Client client = service.client();
  CHECK(client.find_project_by_title("100% a_b \\ c").id() == "p-pattern");
  CHECK(client.find_project_by_title("Main").id() == service.main);  // another has it as its description
  CHECK(client.find_project_by_title("Cats", {"archived"}).archived() == true);
  CHECK_THROWS_AS(client.find_project_by_title("Gone"), NotFoundError);
  CHECK_THROWS_AS(client.find_project_by_title("main"), NotFoundError);
  CHECK_THROWS_AS(client.find_project_by_title(""), MissingArgumentError);
  service.sandbox.add_project({.id = "p-second", .title = "Cats"});
  CHECK_THROWS_AS(client.find_project_by_title("Cats"), ValidationError);
  CHECK_THROWS_WITH(client.find_project_by_title("Cats"), Contains("p-cats, p-second"));
}

TEST_CASE("titles are looked for on all pages") {
  VirtualService service;
  for (int i = 0; i < 130; ++i) service.sandbox.add_project({.title = "Run"});
  service.sandbox.add_project({.id = "p-last", .title = "RUN"});
  const Client client = service.client();
  CHECK(client.find_project_by_title("RUN").id() == "p-last");
  CHECK_THROWS_WITH(client.find_project_by_title("Run"), Contains("130 projects have the title 'Run'"));
}

TEST_CASE("properties of a project are changed and given back") {
  ServiceWithProjects service;
  const Client client = service.client();
  const Project changed = client.update_properties_in_project(
      {.can_navigate_between_assets = false,
       .can_skip_asset = false,
       .compliance_tags = {ComplianceTag::pii},
       .consensus_mark = 0.5,
       .consensus_tot_coverage = 100,
       .description = "d",
       .honeypot_mark = 0.25,
       .instructions = "i",
       .json_interface = Json::parse(two_jobs),
       .metadata_properties = Json::parse(R"({"width": {"type": "number", "filterable": false}})"),
       .min_consensus_size = 10,
       .project_id = service.main,
       .review_coverage = 0,
       .seconds_to_label_before_auto_assign = 60,
       .should_auto_assign = false,
       .should_relaunch_kpi_computation = true,
       .title = "New",
       .use_honeypot = true});
  CHECK(changed.json().size() == 18);
  CHECK(changed.title() == "New");
  CHECK(changed.json_interface().ordered()->at("jobs").begin().key() == "Z");
  CHECK(changed.metadata_properties() ==
        json::parse(R"({"width": {"filterable": false, "type": "number", "visibleByLabeler": true,
                                  "visibleByReviewer": true}})"));
  const json stored = service.projects().at(0);
  CHECK(stored.at("jsonInterface") == two_jobs);
  CHECK(stored.at("secondsToLabelBeforeAutoAssign") == 60);
  CHECK(client
            .update_properties_in_project(
                {.compliance_tags = List<ComplianceTag>::empty_list(), .project_id = service.main})
            .json()
            .at("complianceTags")
            .empty());
}

TEST_CASE("unusable properties of a project are refused, and nothing is sent") {
  ServiceWithProjects service;
  const Client client = service.client();
  const auto refusal = [&](UpdatePropertiesInProject change) {
    change.project_id = service.main;
    return message_of([&] { static_cast<void>(client.update_properties_in_project(change)); });
  };
  CHECK_THROWS_AS(client.update_properties_in_project({.title = "x"}), MissingArgumentError);
  CHECK_THAT(refusal({.consensus_tot_coverage = 101}), Contains("consensus_tot_coverage is 101"));
  CHECK_THAT(refusal({.review_coverage = -1}), Contains("between 0 and 100"));
  CHECK_THAT(refusal({.min_consensus_size = 0}), Contains("between 1 and 10"));
  CHECK_THAT(refusal({.min_consensus_size = 11}), Contains("min_consensus_size is 11"));
  CHECK_THAT(refusal({.consensus_mark = std::numeric_limits<double>::quiet_NaN()}),
             Contains("consensus_mark"));
  CHECK_THAT(refusal({.consensus_mark = 7}), Contains("consensus_mark is 7") && Contains("between 0 and 1"));
  CHECK_THAT(refusal({.honeypot_mark = -0.1}), Contains("honeypot_mark is -0.1"));
  CHECK_THAT(refusal({.title = ""}), Contains("title"));
  CHECK_THAT(refusal({.seconds_to_label_before_auto_assign = -5}), Contains("0 or more"));
  CHECK_THAT(refusal({.title = "\xff"}), Contains("title is not UTF-8"));
  CHECK_THAT(refusal({.json_interface = Json(json("{}"))}),
             Contains("json_interface") && Contains("Json::parse()"));
  CHECK_THAT(refusal({.json_interface = Json(json{{"jobs", 5}})}), Contains("json_interface"));
  CHECK_THAT(refusal({.metadata_properties = Json(json::array())}),
             Contains("metadata_properties is no JSON object"));
  CHECK_THAT(refusal({.metadata_properties = Json(json{{"a", "number"}})}),
             Contains("'a' is no JSON object"));
  CHECK_THAT(refusal({.metadata_types = Json(json("number"))}), Contains("metadata_types is no JSON object"));
  CHECK(service.sandbox.requests().empty());
}

TEST_CASE("a service of before 26.2 gets the types of metadata, and remembers nothing else of them") {
  ServiceWithProjects service("26.1");
  const Client client = service.client();
  const Project changed = client.update_properties_in_project(
      {.metadata_properties = Json(json{{"a", {{"type", "number"}}}}), .project_id = service.main});
  CHECK(changed.json().at("metadataTypes") == json{{"a", "number"}});
  service.sandbox.add_fault({.operation = "updatePropertiesInProject", .when = FaultPoint::after});
  CHECK(client
            .update_properties_in_project(
                {.metadata_properties = Json(json{{"b", json::object()}}), .project_id = service.main})
            .json()
            .at("metadataTypes") == json{{"b", "string"}});
  CHECK(service.count_of("updatePropertiesInProject") == 3);  // one was refused, none was repeated
}

TEST_CASE("projects are archived, brought back, anonymised and deleted") {
  ServiceWithProjects service;
  const Client client = service.client();
  CHECK(client.archive_project(service.main) == service.main);
  CHECK(service.projects().at(0).at("archived") == true);
  CHECK(client.unarchive_project(service.main) == service.main);
  CHECK(service.projects().at(0).at("archived") == false);
  CHECK(client.update_project_anonymization(service.main) == service.main);
  CHECK(service.projects().at(0).at("shouldAnonymize") == true);
  const bool should_anonymize = false;
  CHECK(client.update_project_anonymization(service.main, should_anonymize) == service.main);
  CHECK(service.projects().at(0).at("shouldAnonymize") == false);
  CHECK(client.delete_project(service.main) == service.main);
  CHECK(client.count_projects({.project_id = service.main}) == 0);
  CHECK_THROWS_AS(client.archive_project("p-gone"), NotFoundError);
  CHECK_THROWS_AS(client.delete_project("p-gone"), NotFoundError);
  CHECK_THROWS_AS(client.update_project_anonymization("nope"), NotFoundError);
  CHECK_THROWS_AS(client.update_properties_in_project({.project_id = "nope", .title = "x"}), NotFoundError);
  CHECK_THROWS_AS(client.delete_project(""), MissingArgumentError);
}

TEST_CASE("changes of projects whose answers are lost are looked up, and sent again only when missing") {
  const auto point = GENERATE(FaultPoint::before, FaultPoint::after);
  ServiceWithProjects service;
  const Client client = service.client();
  const std::size_t requests = point == FaultPoint::before ? 2 : 1;
  const auto lose = [&](const char* operation) {
    service.sandbox.clear_faults();
    service.sandbox.record_requests(0);
    service.sandbox.record_requests(1000);
    service.sandbox.add_fault({.operation = operation, .when = point});
  };
  lose("updatePropertiesInProject");
  CHECK(client.update_properties_in_project({.description = "d", .project_id = service.main}).description() ==
        "d");
  CHECK(service.count_of("updatePropertiesInProject") == requests);
  lose("updatePropertiesInProject");
  CHECK(client.archive_project(service.main) == service.main);
  CHECK(service.count_of("updatePropertiesInProject") == requests);
  lose("updateProjectAnonymization");
  CHECK(client.update_project_anonymization(service.main) == service.main);
  CHECK(service.count_of("updateProjectAnonymization") == requests);
  lose("deleteProjectAsynchronously");
  CHECK(client.delete_project(service.main) == service.main);
  CHECK(service.count_of("deleteProjectAsynchronously") == requests);
  CHECK(service.projects().at(0).at("deleted") == true);
}

TEST_CASE("the steps of a project are read, a project without steps is named") {
  ServiceWithProjects service;
  service.sandbox.add_project(
      {.id = "p-flow",
       .steps = {{.id = "s-1", .name = "Label"}, {.id = "s-2", .name = "Check", .type = "REVIEW"}},
       .title = "Flow",
       .workflow_version = "V2"});
  static_cast<void>(service.sandbox.load_fixture(
      {{"project", {{"id", "p-old"}, {"inputType", "IMAGE"}, {"steps", json::array()}}}}));
  const Client client = service.client();
  const auto steps = client.get_steps("p-flow");
  REQUIRE(steps.size() == 2);
  CHECK(steps[1].id() == "s-2");
  CHECK(steps[1].name() == "Check");
  CHECK(steps[1].type() == "REVIEW");
  CHECK_FALSE(steps[1].step_group_id().has_value());
  CHECK(steps[1].assignees().empty());
  CHECK_THROWS_AS(client.get_steps("p-flow", {.fields = {"steps.name"}}).at(0).id(), FieldError);
  CHECK_THROWS_AS(client.get_steps("p-flow", {.fields = {"title"}}), ValidationError);
  CHECK_THROWS_WITH(client.get_steps("p-old"), Contains("legacy workflow"));
  CHECK_THROWS_AS(client.get_steps("nope"), NotFoundError);
  ServiceWithProjects older("2.164");
  CHECK_THROWS_AS(older.client().get_steps(older.main), UnsupportedByServiceError);
}

TEST_CASE("answers about projects that are none are errors of their own") {
  ServiceWithProjects service;
  const auto answering = [&](const json& data) {
    return service.client(
        [data](const std::string&, const VirtualService::Deliver&) { return data_answer(data); });
  };
  CHECK_THROWS_AS(answering(5).projects().to_vector(), HttpError);
  CHECK_THROWS_AS(answering(json::array({5})).find_project_by_title("x"), HttpError);
  CHECK_THROWS_AS(answering(json::array({{{"id", "p"}}})).find_project_by_title("x"), HttpError);
  CHECK_THROWS_AS(answering(-1).count_projects(), HttpError);
  CHECK_THROWS_AS(answering(json::array({{{"steps", 5}}})).get_steps("p"), HttpError);
  CHECK_THROWS_AS(answering(json::array({{{"steps", {5}}}})).get_steps("p"), HttpError);
}
