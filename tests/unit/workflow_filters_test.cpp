#include <catch2/catch.hpp>
#include <string>
#include <utility>
#include <vector>

#include "api/assets/asset_where.hpp"
#include "fake_transport.hpp"
#include "use_cases/assets/listing/workflow_fields.hpp"
#include "use_cases/workflow_filters.hpp"

using namespace kili;
using namespace kili::test;
using Catch::Matchers::Contains;

namespace {

struct Workflow {
  std::shared_ptr<RecordingSink> sink = std::make_shared<RecordingSink>();
  api::Project project{.has_data_connections = false,
                       .input_type = InputType::image,
                       .steps = {{.id = "step-1", .name = "Default"}, {.id = "step-2", .name = "Review"}},
                       .workflow_version = "V2"};

  nlohmann::json where(const AssetFilters& filters) const {
    const support::MessageLog log(sink);
    api::AssetQuery query{.filters = filters, .project_id = "p"};
    use_cases::resolve_steps(project, query, log);
    return api::asset_where(query);
  }
};

AssetFilters with(const auto& change) {
  AssetFilters filters;
  change(filters);
  return filters;
}

}  // namespace

TEST_CASE("names of steps are sent as ids of the project's steps") {
  const Workflow workflow;
  const auto where = workflow.where(with([](AssetFilters& filters) {
    filters.step_name_in = {"Review", "Default"};
    filters.step_name_not_in = {"Review"};
    filters.step_status_in = {StatusInStep::doing};
    filters.step_status_not_in = {StatusInStep::partially_done, StatusInStep::skipped};
  }));
  CHECK(where["stepIdIn"] == nlohmann::json{"step-1", "step-2"});
  CHECK(where["stepIdNotIn"] == nlohmann::json{"step-2"});
  CHECK(where["stepStatusIn"] == nlohmann::json{"DOING"});
  CHECK(where["stepStatusNotIn"] == nlohmann::json{"PARTIALLY_DONE", "SKIPPED"});
  CHECK(workflow.sink->warnings().empty());
}

TEST_CASE("a step that the project does not have is refused with those that it has") {
  const Workflow workflow;
  CHECK_THROWS_WITH(workflow.where(with([](AssetFilters& filters) {
    filters.step_name_not_in = {"Review", "Nope"};
  })),
                    Contains("step_name_not_in") && Contains("['Nope']") && Contains("'Default', 'Review'"));
}

TEST_CASE("a name that steps of several groups have stands for each of them") {
  Workflow workflow;
  workflow.project.workflow_version = "V3";
  workflow.project.steps = {{.id = "c-label", .name = "Label"},
                            {.id = "c-review", .name = "Review"},
                            {.id = "p-label", .name = "Label"}};
  const auto where = workflow.where(with([](AssetFilters& filters) {
    filters.group_name_not_in = {"Cars"};
    filters.step_name_in = {"Label"};
    filters.step_name_and_status_in = {{"Review", StatusInStep::to_do}, {"Label", StatusInStep::done}};
    filters.step_name_and_status_not_in = {{"Label", StatusInStep::skipped}};
  }));
  CHECK(where["groupNameNotIn"] == nlohmann::json{"Cars"});
  CHECK(where["stepIdIn"] == nlohmann::json{"c-label", "p-label"});
  CHECK(where["stepIdAndStatusIn"] == nlohmann::json::parse(R"([
    {"stepId": "c-review", "status": "TO_DO"}, {"stepId": "c-label", "status": "DONE"},
    {"stepId": "p-label", "status": "DONE"}])"));
  CHECK(where["stepIdAndStatusNotIn"] == nlohmann::json::parse(R"([
    {"stepId": "c-label", "status": "SKIPPED"}, {"stepId": "p-label", "status": "SKIPPED"}])"));
  CHECK_THROWS_WITH(
      workflow.where(with([](AssetFilters& filters) {
        filters.step_name_and_status_not_in = {{"Nope", StatusInStep::done}};
      })),
      Contains("step_name_and_status_not_in") && Contains("['Nope']") && Contains("'Label', 'Review'"));
}

TEST_CASE("ids and groups that do not exist are sent: the service finds nothing") {
  Workflow workflow;
  workflow.project.workflow_version = "V3";
  const auto where = workflow.where(with([](AssetFilters& filters) {
    filters.group_name_in = {"Nobody"};
    filters.step_id_in = {"no-such-step"};
  }));
  CHECK(where["groupNameIn"] == nlohmann::json{"Nobody"});
  CHECK(where["stepIdIn"] == nlohmann::json{"no-such-step"});
}

TEST_CASE("the same filter by id and by name is refused") {
  const Workflow workflow;
  const std::vector<std::pair<AssetFilters, std::string>> both_ways{
      {with([](AssetFilters& f) {
         f.step_id_in = {"step-1"};
         f.step_name_in = {"Default"};
       }),
       "step_id_in and step_name_in"},
      {with([](AssetFilters& f) {
         f.step_id_not_in = {"step-1"};
         f.step_name_not_in = {"Default"};
       }),
       "step_id_not_in and step_name_not_in"},
      {with([](AssetFilters& f) {
         f.step_id_and_status_in = {{"step-1", StatusInStep::done}};
         f.step_name_and_status_in = {{"Default", StatusInStep::done}};
       }),
       "step_id_and_status_in and step_name_and_status_in"},
      {with([](AssetFilters& f) {
         f.step_id_and_status_not_in = {{"step-1", StatusInStep::done}};
         f.step_name_and_status_not_in = {{"Default", StatusInStep::done}};
       }),
       "step_id_and_status_not_in and step_name_and_status_not_in"}};
  for (const auto& [filters, ending] : both_ways) {
    CHECK_THROWS_WITH(workflow.where(filters), Contains(ending) && Contains("both given"));
  }
  CHECK_NOTHROW(workflow.where(with([](AssetFilters& f) {
    f.step_id_in = {"step-1"};
    f.step_name_not_in = {"Review"};
  })));
}

TEST_CASE("filters by group are refused in a project without groups") {
  Workflow workflow;
  for (const char* version : {"V1", "V2"}) {
    workflow.project.workflow_version = version;
    for (const auto& filters : {with([](AssetFilters& f) { f.group_name_in = {"Cars"}; }),
                                with([](AssetFilters& f) { f.group_name_not_in = {"Cars"}; })}) {
      CHECK_THROWS_WITH(workflow.where(filters), Contains("group_name_in") && Contains(version));
    }
  }
}

TEST_CASE("a filter by step id beside status_in is refused") {
  const Workflow workflow;
  for (const auto& filters :
       {with([](AssetFilters& f) { f.step_id_in = {"step-1"}; }),
        with([](AssetFilters& f) { f.step_id_not_in = {"step-1"}; }), with([](AssetFilters& f) {
          f.step_id_and_status_in = {{"step-1", StatusInStep::done}};
        }),
        with([](AssetFilters& f) {
          f.step_id_and_status_not_in = {{"step-1", StatusInStep::done}};
        })}) {
    AssetFilters both = filters;
    both.status_in = {AssetStatus::todo};
    CHECK_THROWS_WITH(workflow.where(both), Contains("Filters by step id and status_in both given"));
    CHECK_NOTHROW(workflow.where(filters));
  }
}

TEST_CASE("a filter that the project's workflow refuses is refused before anything else is asked") {
  FakeWorld world([](const HttpRequest& request, const std::stop_token&) {
    CHECK(request.body.find("query projects") != std::string::npos);
    return data_answer({{{"dataConnections", nlohmann::json::array()},
                         {"inputType", "IMAGE"},
                         {"steps", nlohmann::json::array()},
                         {"workflowVersion", "V1"}}});
  });
  const auto client = world.client();
  for (const auto& filters :
       {with([](AssetFilters& f) { f.group_name_in = {"Cars"}; }),
        with([](AssetFilters& f) { f.step_status_not_in = {StatusInStep::done}; }), with([](AssetFilters& f) {
          f.step_id_and_status_not_in = {{"s", StatusInStep::done}};
        })}) {
    CHECK_THROWS_AS(client.count_assets("p", filters), ValidationError);
    CHECK_THROWS_AS(client.assets("p", filters).to_vector(), ValidationError);
  }
  CHECK(world.transport->count() == 6);
}

TEST_CASE("former names of statuses are warned of and sent as they are") {
  FakeWorld world([](const HttpRequest& request, const std::stop_token&) {
    if (request.body.find("countAssets(") != std::string::npos) {
      const auto where = nlohmann::json::parse(request.body)["variables"]["where"];
      CHECK(where["stepStatusIn"] == nlohmann::json{"DOING"});
      CHECK(where["stepIdAndStatusIn"][0]["status"] == "REDO");
      return data_answer(0);
    }
    return data_answer({{{"dataConnections", nlohmann::json::array()},
                         {"inputType", "IMAGE"},
                         {"steps", nlohmann::json::array()},
                         {"workflowVersion", "V2"}}});
  });
  static_cast<void>(world.client().count_assets("p", with([](AssetFilters& f) {
                                                  f.step_status_in = {StatusInStep::doing};
                                                  f.step_id_and_status_in = {{"s", StatusInStep::redo}};
                                                })));
  REQUIRE(world.sink->warnings().size() == 2);
  CHECK_THAT(world.sink->warnings()[0], Contains("'DOING'") && Contains("'IN_PROGRESS'"));
  CHECK_THAT(world.sink->warnings()[1], Contains("'REDO'") && Contains("'REWORK'"));
}

TEST_CASE("filters on steps are refused in a project without steps") {
  Workflow workflow;
  workflow.project.workflow_version = "V1";
  for (const auto& filters :
       {with([](AssetFilters& f) { f.step_id_in = {"s"}; }),
        with([](AssetFilters& f) { f.step_id_not_in = {"s"}; }), with([](AssetFilters& f) {
          f.step_id_and_status_in = {{"s", StatusInStep::done}};
        }),
        with([](AssetFilters& f) {
          f.step_name_and_status_in = {{"Review", StatusInStep::done}};
        }),
        with([](AssetFilters& f) {
          f.step_name_and_status_not_in = {{"Review", StatusInStep::done}};
        }),
        with([](AssetFilters& f) { f.step_name_in = {"Review"}; }),
        with([](AssetFilters& f) { f.step_name_not_in = {"Review"}; }),
        with([](AssetFilters& f) { f.step_status_in = {StatusInStep::done}; }),
        with([](AssetFilters& f) { f.step_status_not_in = {StatusInStep::done}; })}) {
    CHECK_THROWS_WITH(workflow.where(filters), Contains("use filter status_in for this project"));
  }
  CHECK_NOTHROW(workflow.where(with([](AssetFilters& f) {
    f.skipped = true;
    f.status_in = {AssetStatus::todo};
  })));
  CHECK(workflow.sink->warnings().empty());
}

TEST_CASE("filters on the status of the asset are warned of or refused in a project with steps") {
  const Workflow workflow;
  static_cast<void>(workflow.where(with([](AssetFilters& f) {
    f.skipped = true;
    f.status_in = {AssetStatus::todo};
  })));
  REQUIRE(workflow.sink->warnings().size() == 2);
  CHECK_THAT(workflow.sink->warnings()[0], Contains("status_in"));
  CHECK_THAT(workflow.sink->warnings()[1], Contains("skipped"));
  CHECK_THROWS_AS(workflow.where(with([](AssetFilters& f) {
    f.status_in = {AssetStatus::todo};
    f.step_status_in = {StatusInStep::done};
  })),
                  ValidationError);
  CHECK_THROWS_AS(workflow.where(with([](AssetFilters& f) {
    f.status_in = {AssetStatus::todo};
    f.step_name_in = {"Review"};
  })),
                  ValidationError);
}

TEST_CASE("fields of the other workflow version are warned of") {
  Workflow workflow;
  const support::MessageLog log(workflow.sink);
  use_cases::warn_of_workflow_fields({"id", "status", "currentStep.name"}, workflow.project, log);
  REQUIRE(workflow.sink->warnings().size() == 1);
  CHECK_THAT(workflow.sink->warnings()[0], Contains("Field status requested"));
  workflow.project.workflow_version = "V1";
  use_cases::warn_of_workflow_fields({"id", "status", "currentStep.name"}, workflow.project, log);
  REQUIRE(workflow.sink->warnings().size() == 2);
  CHECK_THAT(workflow.sink->warnings()[1], Contains("Field currentStep.name requested"));
}
