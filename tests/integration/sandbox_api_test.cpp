#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif

#include <chrono>
#include <string>
#include <thread>

#include "sandbox_curl.hpp"

using namespace kili::sandbox_test;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

/// Three assets that differ in everything a filter can look at.
struct FilteredAssets {
  FilteredAssets() {
    const json labels_of_a = json::parse(R"([
      {"author": {"id": "user-2", "email": "ann@example.com", "firstname": "Ann", "lastname": "Lee"},
       "labelType": "DEFAULT", "createdAt": "2024-01-10T08:00:00Z", "consensusMark": 0.9, "labeler": "ann@example.com",
       "jsonResponse": {"CLASS": {"categories": [{"name": "CAR"}]}}},
      {"author": {"id": "user-1", "email": "owner@example.com", "firstname": "Olive", "lastname": "Owner"},
       "labelType": "REVIEW", "createdAt": "2024-01-12T08:00:00Z", "consensusMark": 0.1,
       "labeler": "ann@example.com", "reviewer": "owner@example.com",
       "jsonResponse": {"BOX": {"annotations": [{"categories": [{"name": "BUS"}]}, {"categories": [{"name": "BUS"}]}]}}}])");
    const json labels_of_b = json::parse(R"([
      {"author": {"id": "user-2", "email": "ann@example.com", "firstname": "Ann", "lastname": "Lee"},
       "labelType": "DEFAULT", "createdAt": "2024-02-10T08:00:00Z", "honeypotMark": 0.5, "labeler": "owner@example.com",
       "jsonResponse": {"0": {"BOX": {"annotations": [{"categories": [{"name": "CAR"}]}]}},
                        "1": {"BOX": {"annotations": [{"categories": [{"name": "CAR"}]}]}}}}])");
    ids = sandbox.add_assets(
        project,
        json::array(
            {{{"externalId", "a_1"},
              {"status", "LABELED"},
              {"stepId", "step-2"},
              {"stepStatus", "DONE"},
              {"createdAt", "2024-03-01T12:00:00Z"},
              {"updatedAt", "2024-04-01T12:00:00Z"},
              {"consensusMark", 0.4},
              {"assignees", {"user-2"}},
              {"jsonMetadata", {{"city", "Paris"}, {"size", 10}}},
              {"issues",
               {{{"type", "ISSUE"}, {"status", "SOLVED"}}, {{"type", "QUESTION"}, {"status", "OPEN"}}}},
              {"labels", labels_of_a}},
             {{"externalId", "b_1"},
              {"status", "TO_REVIEW"},
              {"createdAt", "2024-03-02T12:00:00Z"},
              {"updatedAt", "2024-04-02T12:00:00Z"},
              {"honeypotMark", 0.7},
              {"skipped", true},
              {"jsonMetadata", {{"city", "Rome"}, {"size", 20}}},
              {"issues", json::array({{{"type", "ISSUE"}, {"status", "OPEN"}}})},
              {"labels", labels_of_b}},
             {{"externalId", "c_2"},
              {"createdAt", "2024-03-03T12:00:00Z"},
              {"updatedAt", "2024-04-03T12:00:00Z"},
              {"inferenceMark", 0.2},
              {"jsonMetadata", {{"city", "Oslo"}, {"size", "large"}}}}}));
  }

  std::string matching(const std::string& where) { return find(sandbox, project, json::parse(where)); }

  kili::Sandbox sandbox;
  std::string project = sandbox.add_project({.title = "filters"});
  std::vector<std::string> ids;
};

const std::string append_document =
    "mutation($d: AppendManyAssetsData!, $p: ID!) { appendManyAssets(data: $d, where: {id: $p}) { id "
    "externalId } }";

}  // namespace

TEST_CASE("each filter on assets has its meaning") {
  FilteredAssets world;
  CHECK(world.matching("{}") == "a_1 b_1 c_2");
  CHECK(world.matching(R"({"label": {}, "issue": {}})") == "a_1 b_1 c_2");
  CHECK(find(world.sandbox, world.project, {{"id", world.ids[1]}}) == "b_1");
  CHECK(find(world.sandbox, world.project, {{"idIn", {world.ids[2], world.ids[0]}}}) == "a_1 c_2");
  CHECK(find(world.sandbox, world.project, {{"idNotIn", {world.ids[2], world.ids[0]}}}) == "b_1");
  CHECK(world.matching(R"({"idIn": []})").empty());
  CHECK(world.matching(R"({"externalIdStrictlyIn": ["c_2", "a_1", "c"]})") == "a_1 c_2");
  CHECK(world.matching(R"({"externalIdIn": ["_1"]})") == "a_1 b_1");
  CHECK(world.matching(R"({"statusIn": ["TODO", "LABELED"]})") == "a_1 c_2");
  CHECK(world.matching(R"({"consensusMarkGte": 0.4, "consensusMarkLte": 0.4})") == "a_1");
  CHECK(world.matching(R"({"consensusMarkGte": 0.41})").empty());
  CHECK(world.matching(R"({"honeypotMarkLte": 1})") == "b_1");
  CHECK(world.matching(R"({"inferenceMarkLte": 0.2})") == "c_2");
  CHECK(world.matching(R"({"assigneeIn": ["user-2"]})") == "a_1");
  CHECK(world.matching(R"({"assigneeNotIn": ["ann@example.com"]})") == "b_1 c_2");
  CHECK(world.matching(R"({"skipped": true})") == "b_1");
  CHECK(world.matching(R"({"createdAtGte": "2024-03-02"})") == "b_1 c_2");
  CHECK(world.matching(R"({"createdAtLte": "2024-03-02"})") == "a_1 b_1");
  CHECK(world.matching(R"({"createdAtLte": "2024-03-02T11:59:59Z"})") == "a_1");
  CHECK(world.matching(R"({"createdAtGte": "2024-03-02T14:00:00+02:00"})") == "b_1 c_2");
  CHECK(world.matching(R"({"updatedAtGte": "2024-04-02", "updatedAtLte": "2024-04-02"})") == "b_1");
  CHECK(world.matching(R"({"stepIdIn": ["step-2"]})") == "a_1");
  CHECK(world.matching(R"({"stepIdNotIn": ["step-2"], "stepStatusIn": ["TO_DO"]})") == "b_1 c_2");
  CHECK(world.matching(R"({"stepStatusNotIn": ["TO_DO"]})") == "a_1");
}

TEST_CASE("metadata is compared by value, by choice and by range") {
  FilteredAssets world;
  CHECK(world.matching(R"({"metadata": {"city": "Paris"}})") == "a_1");
  CHECK(world.matching(R"({"metadata": {"city": ["Paris", "Oslo", "Bonn"]}})") == "a_1 c_2");
  CHECK(world.matching(R"({"metadata": {"size": [10, 19]}})") == "a_1");
  CHECK(world.matching(R"({"metadata": {"size": [10, 20], "city": "Rome"}})") == "b_1");
  CHECK(world.matching(R"({"metadata": {"size": 20}})") == "b_1");
  CHECK(world.matching(R"({"metadata": {"nothing": "here"}})").empty());
}

TEST_CASE("one issue must have both the type and the status") {
  FilteredAssets world;
  CHECK(world.matching(R"({"issue": {"type": "ISSUE"}})") == "a_1 b_1");
  CHECK(world.matching(R"({"issue": {"status": "OPEN"}})") == "a_1 b_1");
  CHECK(world.matching(R"({"issue": {"type": "ISSUE", "status": "OPEN"}})") == "b_1");
}

TEST_CASE("one label must satisfy all criteria on labels") {
  FilteredAssets world;
  CHECK(world.matching(R"({"label": {"typeIn": ["REVIEW"]}})") == "a_1");
  CHECK(world.matching(R"({"label": {"authorIn": ["Ann"]}})") == "a_1 b_1");
  CHECK(world.matching(R"({"label": {"authorIn": ["Ann Lee"], "typeIn": ["REVIEW"]}})").empty());
  CHECK(world.matching(R"({"label": {"authorIn": ["Owner"], "typeIn": ["REVIEW"]}})") == "a_1");
  CHECK(world.matching(R"({"label": {"consensusMarkGte": 0.5, "typeIn": ["REVIEW"]}})").empty());
  CHECK(world.matching(R"({"label": {"consensusMarkGte": 0.5, "typeIn": ["DEFAULT"]}})") == "a_1");
  CHECK(world.matching(R"({"label": {"honeypotMarkLte": 0.5}})") == "b_1");
  CHECK(world.matching(R"({"label": {"createdAt": "2024-01-12"}})") == "a_1");
  CHECK(world.matching(R"({"label": {"createdAtGte": "2024-01-13"}})") == "b_1");
  CHECK(world.matching(R"({"label": {"createdAtLte": "2024-01-11", "typeIn": ["REVIEW"]}})").empty());
  CHECK(world.matching(R"({"label": {"labelerIn": ["owner@example.com"]}})") == "b_1");
  CHECK(world.matching(R"({"label": {"labelerNotIn": ["user-1"]}})") == "a_1");
  CHECK(world.matching(R"({"label": {"reviewerIn": ["user-1"]}})") == "a_1");
  CHECK(world.matching(R"({"label": {"reviewerNotIn": ["user-1"], "typeIn": ["REVIEW"]}})").empty());
  CHECK(world.matching(R"({"label": {"typeIn": []}})").empty());
}

TEST_CASE("category search counts classifications and objects") {
  FilteredAssets world;
  const auto search = [&](const std::string& query) {
    return find(world.sandbox, world.project, {{"label", {{"search", query}}}});
  };
  CHECK(search("CLASS.CAR.count > 0") == "a_1");
  CHECK(search("BOX.BUS.count >= 2") == "a_1");
  CHECK(search("BOX.CAR.count == 2") == "b_1");
  CHECK(search("CLASS.CAR.count > 0 OR BOX.CAR.count > 1") == "a_1 b_1");
  // On different labels of the same asset.
  CHECK(search("CLASS.CAR.count > 0 AND BOX.BUS.count > 0").empty());
  CHECK(search("BOX.BUS.count > 0 AND (CLASS.CAR.count == 0 OR CLASS.CAR.count > 9)") == "a_1");
  CHECK(search("CLASS.CAR.count > 0 OR BOX.CAR.count > 1 AND BOX.CAR.count > 5") == "a_1");
  CHECK(search("BOX.CAR.count <= 2 AND BOX.CAR.count < 1 AND BOX.CAR.count > -1") == "a_1");
  for (const std::string bad :
       {"", "CAR.count > 1", "A.B.count => 1", "(A.B.count > 1", "A.B.count > 1)", "A.B > 1", "A.B.count > x",
        "A.B.count > 1 AND", "A.B.count > 1 XOR A.B.count > 2"}) {
    INFO(bad);
    CHECK(error(world.sandbox, "query($w: AssetWhere!) { countAssets(where: $w) }",
                {{"w", {{"project", {{"id", world.project}}}, {"label", {{"search", bad}}}}}})
              .find("Invalid category search query") != std::string::npos);
  }
}

TEST_CASE("listings page in order of creation") {
  kili::Sandbox sandbox;
  const std::string project = sandbox.add_project({.title = "pages"});
  sandbox.add_plain_assets(project, 25);
  const auto page = [&](int first, int skip) {
    const json found =
        data(sandbox,
             "query($p: ID!, $f: PageSize!, $s: Int!) { assets(where: {project: {id: $p}}, first: $f, "
             "skip: $s) { externalId } }",
             {{"p", project}, {"f", first}, {"s", skip}})["assets"];
    return found.empty() ? std::string()
                         : found.front()["externalId"].get<std::string>() + std::to_string(found.size());
  };
  CHECK(page(10, 0) == "asset_010");
  CHECK(page(10, 20) == "asset_205");
  CHECK(page(10, 25).empty());
  CHECK(page(0, 0).empty());
  CHECK(count(sandbox, project, json::object()) == 25);
  CHECK_FALSE(error(sandbox, "{ assets(where: {}, first: 1001, skip: 0) { id } }").empty());
}

TEST_CASE("an unknown project is refused, but only not found among projects") {
  const kili::Sandbox sandbox;
  const std::string denied = "[accessDenied] No access to project no-such-project";
  CHECK(error(sandbox, "{ countAssets(where: {project: {id: \"no-such-project\"}}) }") == denied);
  CHECK(error(sandbox, "{ assets(where: {project: {id: \"no-such-project\"}}, first: 1, skip: 0) { id } }") ==
        denied);
  CHECK(error(sandbox, "{ filterExistingAssets(projectID: \"no-such-project\", externalIDs: []) }") ==
        denied);
  CHECK(data(sandbox, "{ projects(where: {id: \"no-such-project\"}, first: 1, skip: 0) { id } }")["projects"]
            .empty());
}

TEST_CASE("people, keys and organisations") {
  kili::Sandbox sandbox{{.api_key_validity = std::chrono::hours{48}, .upload_local_data = false}};
  CHECK(data(sandbox, "{ viewer { id email firstname } }")["viewer"] ==
        json{{"email", "owner@example.com"}, {"firstname", "Olive"}, {"id", "user-1"}});
  const std::string organizations =
      "query($w: OrganizationWhere!) { countOrganizations(where: $w) organizations(where: $w, first: 9, "
      "skip: 0) { "
      "license { uploadLocalData } } }";
  const json mine = data(sandbox, organizations, {{"w", {{"user", {{"email", "owner@example.com"}}}}}});
  CHECK(mine["countOrganizations"] == 1);
  CHECK(mine["organizations"][0]["license"]["uploadLocalData"] == false);
  sandbox.set_upload_local_data(true);
  CHECK(data(sandbox, organizations,
             {{"w", json::object()}})["organizations"][0]["license"]["uploadLocalData"] == true);
  CHECK(data(sandbox, organizations, {{"w", {{"user", {{"email", "nobody"}}}}}})["countOrganizations"] == 0);
  const std::string keys =
      "query($k: String) { apiKeys(where: {key: $k}, first: 9, skip: 0) { expiryDate } }";
  CHECK(data(sandbox, keys, {{"k", "sandbox-key"}})["apiKeys"].size() == 1);
  CHECK(data(sandbox, keys, {{"k", "other"}})["apiKeys"].empty());
}

TEST_CASE("an import is done as a whole or not at all") {
  kili::Sandbox sandbox;
  const std::string project = sandbox.add_project({.title = "imports"});
  const auto variables = [&](const std::string& arrays) {
    return json{{"d", json::parse(arrays)}, {"p", project}};
  };
  const json created =
      data(sandbox, append_document,
           variables(R"({"idArray": ["i", "j"], "externalIDArray": ["x", "y"], "contentArray": ["u", "v"],
                                          "isHoneypotArray": [false, true], "jsonMetadataArray": ["{}", "{\"k\": 1}"]})"));
  CHECK(created["appendManyAssets"] ==
        json::parse(R"([{"id": "i", "externalId": "x"}, {"id": "j", "externalId": "y"}])"));
  const json before = sandbox.state(project);
  CHECK(before[1]["isHoneypot"] == true);
  CHECK(before[1]["jsonMetadata"] == "{\"k\": 1}");
  CHECK(
      error(sandbox, append_document, variables(R"({"idArray": ["n", "i"], "externalIDArray": ["n", "m"]})"))
          .starts_with("[alreadyExists] asset id i"));
  CHECK(
      error(sandbox, append_document, variables(R"({"idArray": ["n", "m"], "externalIDArray": ["n", "y"]})"))
          .starts_with("[alreadyExists] external id y"));
  CHECK(error(sandbox, append_document, variables(R"({"idArray": ["n", "m"], "externalIDArray": ["n"]})"))
            .starts_with("[invalidInput]"));
  CHECK(
      error(sandbox, append_document, variables(R"({"idArray": ["n", "n"], "externalIDArray": ["n", "m"]})"))
          .starts_with("[alreadyExists]"));
  CHECK(sandbox.state(project) == before);
  CHECK(data(sandbox,
             "query($p: ID!) { filterExistingAssets(projectID: $p, externalIDs: [\"y\", \"z\", \"x\"]) }",
             {{"p", project}})["filterExistingAssets"] == json{"y", "x"});
}

TEST_CASE("an asynchronous import ends a little later") {
  kili::Sandbox sandbox;
  const std::string project = sandbox.add_project({.input_type = "VIDEO", .title = "videos"});
  const auto import = [&](const std::string& id) {
    return data(
        sandbox,
        "mutation($i: [String!], $p: ID!) { appendManyFramesToDatasetAsynchronously(data: {contentArray: $i, "
        "externalIDArray: $i, idArray: $i, uploadType: NATIVE_VIDEO}, where: {id: $p}) { id status } }",
        {{"i", {id}}, {"p", project}})["appendManyFramesToDatasetAsynchronously"];
  };
  const auto status = [&](const json& notification) {
    for (int i = 0; i < 200; ++i) {
      const json found =
          data(sandbox, "query($i: ID) { notifications(where: {id: $i}, first: 1, skip: 0) { status } }",
               {{"i", notification["id"]}})["notifications"][0]["status"];
      if (found != "PENDING") return found.get<std::string>();
      std::this_thread::sleep_for(10ms);
    }
    return std::string("PENDING");
  };
  const json first = import("v1");
  CHECK(first["status"] == "PENDING");
  CHECK(sandbox.state(project).empty());
  CHECK(status(first) == "SUCCESS");
  CHECK(sandbox.state(project).size() == 1);
  sandbox.set_failing_imports({"v2"});
  CHECK(status(import("v2")) == "FAILURE");
  CHECK(sandbox.state(project).size() == 1);
  sandbox.set_failing_imports({});
  CHECK(data(sandbox, "{ countNotifications(where: {}) }")["countNotifications"] == 2);
  sandbox.set_notify_status("FAILURE");
  CHECK(status(import("v4")) == "FAILURE");
  CHECK(sandbox.state(project).size() == 2);
  sandbox.set_notify_status("SUCCESS");
  sandbox.add_fault({.latency = 400ms, .operation = "asynchronousImport", .when = kili::FaultPoint::latency});
  const auto begin = std::chrono::steady_clock::now();
  CHECK(status(import("v3")) == "SUCCESS");
  CHECK(std::chrono::steady_clock::now() - begin >= 500ms);
}

TEST_CASE("updates change what they name and nothing when one of them fails") {
  FilteredAssets world;
  const std::string update =
      "mutation($w: [AssetWhere!]!, $d: [AssetData!]!) { updatePropertiesInAssets(where: $w, data: $d) { id "
      "priority } }";
  const json changed = data(world.sandbox, update,
                            {{"w", {{{"id", world.ids[2]}}, {{"id", world.ids[0]}}}},
                             {"d",
                              {{{"priority", 7}, {"externalId", "renamed"}},
                               {{"priority", 8}, {"resolution", {{"width", 10}, {"height", 20}}}}}}});
  CHECK(changed["updatePropertiesInAssets"][0]["priority"] == 7);
  CHECK(changed["updatePropertiesInAssets"][1]["id"] == world.ids[0]);
  CHECK(world.matching(R"({"externalIdStrictlyIn": ["renamed", "c_2"]})") == "renamed");
  const json before = world.sandbox.state(world.project);
  CHECK(before[0]["resolution"] == json{{"width", 10}, {"height", 20}});
  CHECK(error(world.sandbox, update,
              {{"w", {{{"id", world.ids[0]}}, {{"id", "no-such-asset"}}}},
               {"d", {{{"priority", 1}}, {{"priority", 2}}}}}) ==
        "[notFound] asset {\"id\":\"no-such-asset\"}");
  CHECK(error(world.sandbox, update, {{"w", {{{"id", world.ids[0]}}}}, {"d", {{{"externalId", "renamed"}}}}})
            .starts_with("[alreadyExists]"));
  CHECK(error(world.sandbox, update, {{"w", {{{"id", world.ids[0]}}}}, {"d", json::array()}})
            .starts_with("[invalidInput]"));
  CHECK(world.sandbox.state(world.project) == before);
  // Two assets may exchange their names.
  data(world.sandbox, update,
       {{"w", {{{"id", world.ids[0]}}, {{"id", world.ids[1]}}}},
        {"d", {{{"externalId", "b_1"}}, {{"externalId", "a_1"}}}}});
  CHECK(world.matching("{}") == "b_1 a_1 renamed");
}

TEST_CASE("assets are deleted, reviewed, sent back, assigned, marked and skipped") {
  FilteredAssets world;
  const auto mutate = [&](const std::string& field, const json& where) {
    return data(world.sandbox, "mutation($w: AssetWhere!) { data: " + field + "(where: $w) { id } }",
                {{"w", where}})
        .at("data");
  };
  const auto asset = [&](std::size_t index) { return world.sandbox.state(world.project).at(index); };
  const json all{{"idIn", world.ids}};
  CHECK(mutate("addAllLabeledAssetsToReview", all)["id"] == world.project);
  CHECK(asset(0)["status"] == "TO_REVIEW");
  CHECK(asset(0)["stepStatus"] == "TO_DO");
  CHECK(asset(2)["status"] == "TODO");
  CHECK(mutate("addAllLabeledAssetsToReview", all).is_null());
  CHECK(mutate("sendBackAssetsToQueue", all)["id"] == world.project);
  CHECK(asset(1)["status"] == "ONGOING");
  CHECK(mutate("sendBackAssetsToQueue", all).is_null());

  const std::string assign =
      "mutation($w: AssetWhere!, $u: [String!]!) { assignAssetsToLabelers(where: $w, userIds: $u) { id "
      "assignees { email } } }";
  const json assigned =
      data(world.sandbox, assign, {{"w", {{"id", world.ids[2]}}}, {"u", {"user-1", "user-2"}}});
  CHECK(assigned["assignAssetsToLabelers"][0]["assignees"][1]["email"] == "ann@example.com");
  CHECK(asset(2)["assignees"] == json{"user-1", "user-2"});
  CHECK(error(world.sandbox, assign, {{"w", {{"id", world.ids[2]}}}, {"u", {"nobody"}}}) ==
        "[notFound] user nobody");

  const std::string consensus =
      "mutation($p: ID!, $e: String) { setAssetConsensus(projectId: $p, isConsensus: true, externalId: $e) }";
  CHECK(data(world.sandbox, consensus, {{"p", world.project}, {"e", "b_1"}})["setAssetConsensus"] == true);
  CHECK(asset(1)["isUsedForConsensus"] == true);
  CHECK(
      error(world.sandbox, consensus, {{"p", world.project}, {"e", "none"}}).starts_with("[notFound] asset"));

  const std::string skip =
      "mutation($w: AssetWhere!) { skipAsset(reason: \"blurred\", where: $w) { id skipped currentStep { "
      "status } } }";
  const json skipped = data(world.sandbox, skip, {{"w", {{"id", world.ids[0]}}}})["skipAsset"];
  CHECK(skipped["skipped"] == true);
  CHECK(skipped["currentStep"]["status"] == "SKIPPED");
  CHECK(data(world.sandbox, "mutation($p: ID!, $a: ID!) { unskipAsset(projectId: $p, assetId: $a) }",
             {{"p", world.project}, {"a", world.ids[0]}})["unskipAsset"] == true);
  CHECK(asset(0)["skipped"] == false);
  CHECK(asset(0)["stepStatus"] == "TO_DO");

  CHECK(mutate("deleteManyFromDataset", {{"idIn", {world.ids[0], world.ids[2]}}})["id"] == world.project);
  CHECK(world.matching("{}") == "b_1");
  CHECK(mutate("deleteManyFromDataset", {{"idIn", {world.ids[0]}}}).is_null());
  CHECK(error(world.sandbox, "mutation { deleteManyFromDataset(where: {}) { id } }")
            .starts_with("[invalidInput]"));
  CHECK(world.matching("{}") == "b_1");
}

TEST_CASE("a fixture is loaded with its placeholders filled") {
  kili::Sandbox sandbox;
  const std::string project = sandbox.load_fixture(json::parse(R"({
    "project": {"inputType": "IMAGE", "jsonInterface": {"jobs": {"J": {}}}, "workflowVersion": "V2",
                "dataConnections": [{"id": "dc-1"}]},
    "assets": [{"id": "<asset:0>", "externalId": "a", "content": "<endpoint>/x/<project>/<asset:0>"},
               {"id": "fixed", "externalId": "b"}]})"));
  const json state = sandbox.state(project);
  const std::string id = state[0]["id"];
  CHECK(id.size() == 25);
  CHECK(state[0]["content"] == sandbox.endpoint() + "/x/" + project + "/" + id);
  CHECK(state[1]["id"] == "fixed");
  const json loaded =
      data(sandbox,
           "{ projects(where: {}, first: 1, skip: 0) { jsonInterface numberOfAssets dataConnections { id } "
           "workflowVersion steps { id name } } }")["projects"][0];
  CHECK(loaded["jsonInterface"] == R"({"jobs":{"J":{}}})");
  CHECK(loaded["numberOfAssets"] == 2);
  CHECK(loaded["dataConnections"].size() == 1);
  CHECK(loaded["steps"] ==
        json::parse(R"([{"id": "step-1", "name": "Default"}, {"id": "step-2", "name": "Review"}])"));
}

TEST_CASE("state that the service would not accept is refused") {
  kili::Sandbox sandbox;
  CHECK_THROWS_AS(sandbox.add_project({.input_type = "FILM"}), std::invalid_argument);
  CHECK_THROWS_AS(sandbox.add_project({.workflow_version = "V4"}), std::invalid_argument);
  const std::string project = sandbox.add_project({.id = "p", .title = "t"});
  CHECK_THROWS_AS(sandbox.add_project({.id = "p"}), std::invalid_argument);
  CHECK_THROWS_AS(sandbox.add_assets("q", json::array()), std::invalid_argument);
  CHECK_THROWS_AS(sandbox.add_assets(project, json::parse(R"([{"id": "x"}, {"id": "x"}])")),
                  std::invalid_argument);
  CHECK_THROWS_AS(sandbox.add_assets(project, json::parse(R"([{"priority": "high"}])")),
                  std::invalid_argument);
  CHECK_THROWS_AS(sandbox.add_label("none", json::object()), std::invalid_argument);
  CHECK_THROWS_AS(sandbox.set_notify_status("MAYBE"), std::invalid_argument);
  CHECK(sandbox.state(project).empty());
}
