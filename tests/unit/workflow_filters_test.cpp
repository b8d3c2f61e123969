#include <catch2/catch.hpp>

#include "api/assets/asset_where.hpp"
#include "fake_transport.hpp"
#include "use_cases/assets/listing/workflow_filters.hpp"

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
    api::AssetQuery query{.filters = filters, .project_id = "p", .step_id_in = {}, .step_id_not_in = {}};
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

TEST_CASE("filters on steps are refused in a project without steps") {
  Workflow workflow;
  workflow.project.workflow_version = "V1";
  for (const auto& filters : {with([](AssetFilters& f) { f.step_name_in = {"Review"}; }),
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
