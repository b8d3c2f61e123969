// The `where` that a client sends for the filters that no recorded call in tests/wire/cases has.

#include <catch2/catch.hpp>
#include <functional>
#include <vector>

#include <nlohmann/json.hpp>

#include "fake_transport.hpp"

using namespace kili;
using namespace kili::test;
using nlohmann::json;

namespace {

/// The `where` of the count that a client asks for in a project of that workflow version.
json sent_where(const AssetFilters& filters, const std::string& workflow_version) {
  json where;
  FakeWorld world([&](const HttpRequest& request, const std::stop_token&) {
    const json body = json::parse(request.body);
    if (body["query"].get<std::string>().find("countAssets(") != std::string::npos) {
      where = body["variables"]["where"];
      return data_answer(0);
    }
    return data_answer({{{"dataConnections", json::array()},
                         {"inputType", "IMAGE"},
                         {"steps", {{{"id", "step-1"}, {"name", "Default"}}}},
                         {"workflowVersion", workflow_version}}});
  });
  static_cast<void>(world.client().count_assets("p", filters));
  return where;
}

struct Filter {
  const char* name;
  const char* workflow_version;
  std::function<void(AssetFilters&)> set;
  const char* where;  ///< Without the project.
};

}  // namespace

TEST_CASE("filters that no recorded call has are sent under the names of the service") {
  // Each on its own, so that what another filter writes cannot hide a mistake.
  const std::vector<Filter> filters{
      {"asset_id", "V1", [](AssetFilters& f) { f.asset_id = "a1"; }, R"({"id":"a1","label":{},"issue":{}})"},
      {"asset_id_not_in", "V1",
       [](AssetFilters& f) {
         f.asset_id_not_in = {"a1", "a2"};
       },
       R"({"idNotIn":["a1","a2"],"label":{},"issue":{}})"},
      {"assignee_in", "V1", [](AssetFilters& f) { f.assignee_in = {"u1"}; },
       R"({"assigneeIn":["u1"],"label":{},"issue":{}})"},
      {"inference_mark_gte", "V1", [](AssetFilters& f) { f.inference_mark_gte = 0.25; },
       R"({"inferenceMarkGte":0.25,"label":{},"issue":{}})"},
      {"label_labeler_not_in", "V1", [](AssetFilters& f) { f.label_labeler_not_in = {"ann@example.com"}; },
       R"({"label":{"labelerNotIn":["ann@example.com"]},"issue":{}})"},
      {"group_name_in", "V3", [](AssetFilters& f) { f.group_name_in = {"Cars"}; },
       R"({"groupNameIn":["Cars"],"label":{},"issue":{}})"},
      {"group_name_not_in", "V3", [](AssetFilters& f) { f.group_name_not_in = {"Cars"}; },
       R"({"groupNameNotIn":["Cars"],"label":{},"issue":{}})"},
      {"group_name_in, empty", "V3",
       [](AssetFilters& f) { f.group_name_in = List<std::string>::empty_list(); },
       R"({"label":{},"issue":{}})"},
      {"step_id_in", "V2", [](AssetFilters& f) { f.step_id_in = {"any"}; },
       R"({"stepIdIn":["any"],"label":{},"issue":{}})"},
      {"step_id_not_in", "V3", [](AssetFilters& f) { f.step_id_not_in = {"any"}; },
       R"({"stepIdNotIn":["any"],"label":{},"issue":{}})"},
      {"step_id_and_status_in", "V2",
       [](AssetFilters& f) {
         f.step_id_and_status_in = {{"any", StatusInStep::in_progress}, {"other", StatusInStep::redo}};
       },
       R"({"stepIdAndStatusIn":[{"stepId":"any","status":"IN_PROGRESS"},{"stepId":"other","status":"REDO"}],
           "label":{},"issue":{}})"},
      {"step_id_and_status_not_in", "V2",
       [](AssetFilters& f) {
         f.step_id_and_status_not_in = {{"any", StatusInStep::rework}};
       },
       R"({"stepIdAndStatusNotIn":[{"stepId":"any","status":"REWORK"}],"label":{},"issue":{}})"},
      {"step_name_and_status_in", "V2",
       [](AssetFilters& f) {
         f.step_name_and_status_in = {{"Default", StatusInStep::done}};
       },
       R"({"stepIdAndStatusIn":[{"stepId":"step-1","status":"DONE"}],"label":{},"issue":{}})"},
      {"step_name_and_status_not_in", "V2",
       [](AssetFilters& f) {
         f.step_name_and_status_not_in = {{"Default", StatusInStep::done}};
       },
       R"({"stepIdAndStatusNotIn":[{"stepId":"step-1","status":"DONE"}],"label":{},"issue":{}})"},
      {"step_status_in", "V2",
       [](AssetFilters& f) {
         f.step_status_in = {StatusInStep::to_do, StatusInStep::redo};
       },
       R"({"stepStatusIn":["TO_DO","REDO"],"label":{},"issue":{}})"},
  };
  for (const auto& filter : filters) {
    CAPTURE(filter.name);
    AssetFilters given;
    filter.set(given);
    json expected = json::parse(filter.where);
    expected["project"] = {{"id", "p"}};
    CHECK(sent_where(given, filter.workflow_version) == expected);
  }
}
