// Listing and counting on services of earlier versions: what they do not know is asked in the way of before,
// or is an error that says so.

#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "kili/kili.hpp"
#include "kili/sandbox.hpp"

using namespace kili;
using Catch::Matchers::Contains;
using nlohmann::json;

namespace {

struct OlderService {
  OlderService(const std::string& version, const std::string& input_type, bool by_url = false)
      : sandbox({.json_response_by_url = by_url, .serve = false, .service_version = version}),
        project(sandbox.add_project(
            {.input_type = input_type, .workflow_version = version == "2.164" ? "V1" : "V2"})) {
    sandbox.add_assets(project, json::parse(R"([
      {"externalId": "a", "stepStatus": "IN_PROGRESS", "labels": [{"id": "la", "jsonResponse": {"J": {"text": "x"}}}]},
      {"externalId": "b", "stepStatus": "REWORK", "labels": [{"id": "lb", "jsonResponse": {}}]},
      {"externalId": "c", "stepStatus": "DONE"}])"));
    sandbox.record_requests(1000);
  }

  std::vector<std::string> names(const AssetFilters& filters) {
    std::vector<std::string> found;
    for (const Asset& asset : client.assets(project, filters, {.fields = {"externalId"}}))
      found.emplace_back(asset.external_id());
    return found;
  }
  json labels() {
    json found = json::array();
    for (const Asset& asset : client.assets(project, {}, {.fields = {"labels.jsonResponse"}, .page_size = 1}))
      found.push_back(asset.labels());
    return found;
  }
  [[nodiscard]] std::size_t refused() const {
    const auto requests = sandbox.requests();
    return static_cast<std::size_t>(std::count_if(requests.begin(), requests.end(),
                                                  [](const auto& request) { return request.status == 400; }));
  }

  Sandbox sandbox;
  std::string project;
  Client client{{.api_endpoint = sandbox.endpoint(),
                 .api_key = sandbox.api_key(),
                 .calls_per_minute = 0,
                 .transport = sandbox.transport()}};
};

const json responses =
    json::parse(R"([[{"jsonResponse": {"J": {"text": "x"}}}], [{"jsonResponse": {}}], []])");

/// Without members that are there because the service knows them.
json bare(json labels) {
  for (auto& of_asset : labels) {
    for (auto& label : of_asset) label.erase("jsonResponseUrl");
  }
  return labels;
}

}  // namespace

TEST_CASE("responses are listed alike on every version of the service") {
  const auto version = GENERATE(values<std::string>({"2.164", "26.1", "26.2"}));
  const auto input_type = GENERATE(values<std::string>({"IMAGE", "LLM_RLHF", "VIDEO"}));
  CAPTURE(version, input_type);
  OlderService world(version, input_type);
  CHECK(bare(world.labels()) == responses);
  if (version == "2.164") {
    CHECK(world.refused() > 0);
    const auto before = world.refused();
    CHECK(bare(world.labels()) == responses);
    CHECK(world.refused() == before);  // it is remembered
  } else {
    CHECK(world.refused() == 0);
  }
}

TEST_CASE("responses of LLM projects come by URL or inline from a service that makes none of annotations") {
  const auto version = GENERATE(values<std::string>({"2.164", "26.1"}));
  const bool by_url = GENERATE(false, true);
  if (by_url && version == "2.164") return;  // it had no such responses
  CAPTURE(version, by_url);
  OlderService world(version, "LLM_STATIC", by_url);
  CHECK(bare(world.labels()) == responses);
  CHECK(world.refused() > 0);
  const auto before = world.refused();
  CHECK(bare(world.labels()) == responses);
  CHECK(world.refused() == before);
}

TEST_CASE("statuses under their new names are found on a service that has the former ones") {
  const auto version = GENERATE(values<std::string>({"26.1", "26.2"}));
  CAPTURE(version);
  OlderService world(version, "IMAGE");
  AssetFilters filters;
  filters.step_status_in = {StatusInStep::in_progress};
  CHECK(world.names(filters) == std::vector<std::string>{"a"});
  filters.step_status_in = {StatusInStep::rework, StatusInStep::done};
  CHECK(world.names(filters) == std::vector<std::string>{"b", "c"});
  CHECK(world.client.count_assets(world.project, filters) == 2);
  filters.step_status_in = {};
  filters.step_status_not_in = {StatusInStep::rework, StatusInStep::in_progress};
  CHECK(world.names(filters) == std::vector<std::string>{"c"});
}

TEST_CASE("a filter that an earlier version does not have is an error that names it") {
  OlderService world("26.1", "IMAGE");
  AssetFilters by_pair;
  by_pair.step_name_and_status_in = {{"Default", StatusInStep::done}};
  CHECK_THROWS_WITH(world.client.count_assets(world.project, by_pair),
                    Contains("step_name_and_status_in") && Contains("earlier version"));
  CHECK_THROWS_AS(world.names(by_pair), UnsupportedByServiceError);
  AssetFilters by_id;
  by_id.step_id_and_status_not_in = {{"step-1", StatusInStep::done}};
  CHECK_THROWS_WITH(world.client.count_assets(world.project, by_id), Contains("step_id_and_status_not_in"));
  by_id.step_id_and_status_not_in = {};
  by_id.step_id_in = {"step-1"};
  CHECK(world.names(by_id).size() == 3);
}
