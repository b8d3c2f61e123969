// Issues: listing, creating and changing them, and what becomes of them when answers are lost.

#include <catch2/catch.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "team_in_sandbox.hpp"

using namespace kili;
using namespace kili::test;
using nlohmann::json;

namespace {

json issue_made(const char* id, const char* created_at, const char* status = "OPEN",
                const char* type = "ISSUE") {
  return {{"createdAt", created_at}, {"id", id},      {"labelId", "label-0"}, {"objectMid", "m1"},
          {"status", status},        {"text", "old"}, {"type", type}};
}

json two_issues() {
  return json::array({issue_made("issue-1", "2023-02-01T00:00:00.000Z"),
                      issue_made("issue-2", "2023-02-02T00:00:00.000Z", "SOLVED", "QUESTION")});
}

std::vector<std::string> labels_up_to(std::size_t count) {
  std::vector<std::string> labels;
  for (std::size_t i = 0; i < count; ++i) labels.push_back("label-" + std::to_string(i));
  return labels;
}

}  // namespace

TEST_CASE("issues: they are listed with typed fields, filtered and counted") {
  const TeamInSandbox team("26.2", 3, two_issues());
  const auto issues =
      team.client
          .issues(
              "p-1", {},
              {.fields = {"assetId", "createdAt", "id", "labelId", "objectMid", "status", "text", "type"}})
          .to_vector();
  REQUIRE(issues.size() == 2);
  CHECK(issues[0].id() == "issue-1");
  CHECK(issues[0].asset_id() == "asset-0");
  CHECK(issues[0].created_at() == "2023-02-01T00:00:00.000Z");
  CHECK(issues[0].created_at_time() < issues[1].created_at_time());
  CHECK(issues[0].label_id() == "label-0");
  CHECK(issues[0].object_mid() == "m1");
  CHECK(issues[0].text() == "old");
  CHECK(issues[0].status() == IssueStatus::open);
  CHECK(issues[1].type() == IssueType::question);
  CHECK_THROWS_AS(team.client.issues("p-1").to_vector().front().text(), FieldError);

  CHECK(team.client.count_issues("p-1") == 2);
  CHECK(team.client.count_issues("p-1", {.issue_type = IssueType::question}) == 1);
  CHECK(team.client.count_issues("p-1", {.status = IssueStatus::cancelled}) == 0);
  CHECK(team.client.count_issues("p-1", {.asset_id = "asset-1"}) == 0);
  CHECK(team.client.count_issues("p-1", {.asset_id_in = {"asset-0", "asset-1"}}) == 2);
  CHECK(team.client.count_issues("p-1", {.asset_id_in = List<std::string>::empty_list()}) == 0);
  auto second = team.client.issues(
      "p-1", {},
      {.disable_tqdm = true, .fields = {"id"}, .first = 5, .page_size = 1, .prefetch = 0, .skip = 1});
  CHECK(second.total() == 1);
  CHECK(second.to_table().record(0).get() == json{{"id", "issue-2"}});
}

TEST_CASE("issues: what cannot be meant is refused before anything is sent") {
  const TeamInSandbox team;
  CHECK_THROWS_WITH(team.client.count_issues("p-1", {.asset_id = "a", .asset_id_in = {"b"}}),
                    Catch::Contains("asset_id and asset_id_in"));
  CHECK_THROWS_AS(team.client.issues(""), MissingArgumentError);
  CHECK_THROWS_WITH(team.client.issues("p-1", {}, {.page_size = 0}), Catch::Contains("page_size"));
  CHECK_THROWS_WITH(team.client.create_issues("p-1", {}), Catch::Contains("label_id_array"));
  CHECK_THROWS_WITH(
      team.client.create_issues("p-1", {.label_id_array = {"label-0"}, .object_mid_array = {"a", "b"}}),
      Catch::Contains("object_mid_array has 2 elements, label_id_array 1"));
  CHECK_THROWS_WITH(team.client.create_issues("p-1", {.label_id_array = {"label-0", ""}}),
                    Catch::Contains("label_id_array: element 1"));
  CHECK_THROWS_WITH(team.client.create_issues("p-1", {.label_id_array = {"label-0"}, .text_array = {"\xff"}}),
                    Catch::Contains("text_array: element 0"));
  CHECK_THROWS_AS(team.client.append_to_issues({.project_id = "p-1"}), MissingArgumentError);
  CHECK_THROWS_AS(team.client.update_issue_status({}), MissingArgumentError);
  CHECK(team.client.create_issues("p-1", {.label_id_array = List<std::string>::empty_list()}).empty());
  CHECK(team.sandbox.requests().empty());
}

TEST_CASE("issues: many are created in batches, in input order, and stand in the field of their assets") {
  const auto* const version = GENERATE("2.164", "26.1", "26.2");
  INFO(version);
  TeamInSandbox team(version, 250);
  std::vector<std::optional<std::string>> texts;
  for (std::size_t i = 0; i < 250; ++i) texts.emplace_back("text " + std::to_string(i));
  const auto ids =
      team.client.create_issues("p-1", {.label_id_array = labels_up_to(250), .text_array = texts});
  REQUIRE(ids.size() == 250);
  const json made = team.issues();
  REQUIRE(made.size() == 250);
  for (std::size_t i = 0; i < 250; ++i) {
    CHECK(made[i].at("id") == ids[i]);
    CHECK(made[i].at("text") == *texts[i]);
  }
  auto asset = team.client.assets("p-1", {.asset_id_in = {"asset-7"}},
                                  {.fields = {"issues.labelId", "issues.text", "issues.objectMid"}});
  CHECK(asset.to_vector().front().json().at("issues") ==
        json::array({{{"labelId", "label-7"}, {"objectMid", nullptr}, {"text", "text 7"}}}));
}

TEST_CASE("issues: a service of before 26.1 is told the assets of the labels, and is remembered") {
  TeamInSandbox team("2.164");
  const auto first = team.client.create_issues("p-1", {.label_id_array = {"label-0", "label-1"}});
  CHECK(first.size() == 2);
  CHECK(team.sent("createIssues") == 2);
  CHECK(team.client.create_issues("p-1", {.label_id_array = {"label-2"}}).size() == 1);
  CHECK(team.sent("createIssues") == 3);
  CHECK(team.issues().size() == 3);
  try {
    static_cast<void>(team.client.create_issues("p-1", {.label_id_array = {"label-0", "nope"}}));
    FAIL("no error");
  } catch (const MutationError& error) {
    CHECK(error.type() == "NotFound");
    CHECK_THAT(error.what(), Catch::Contains("nope"));
  }
  CHECK(team.issues().size() == 3);
}

TEST_CASE("issues: a lost answer makes no issue twice and loses none") {
  const auto* const version = GENERATE("2.164", "26.2");
  const auto* const when = GENERATE("after", "before");
  INFO(version << ", " << when);
  TeamInSandbox team(version, 150, two_issues());
  // The older service refuses what is sent first.
  if (std::string_view(version) == "2.164")
    static_cast<void>(team.client.create_issues("p-1", {.label_id_array = {"label-1"}}));
  const auto before = team.issues().size();
  auto labels = labels_up_to(150);
  labels.emplace_back("label-0");  // one like it is in the call already
  std::vector<std::optional<std::string>> texts(151, "new");
  const std::size_t count = GENERATE(std::size_t{1}, std::size_t{2});
  team.strike("createIssues", when, count);
  const auto ids = team.client.create_issues("p-1", {.label_id_array = labels, .text_array = texts});
  CHECK(team.issues().size() == before + 151);
  std::set<std::string> there;
  for (const auto& issue : team.issues()) there.insert(issue.at("id").get<std::string>());
  CHECK(std::set<std::string>(ids.begin(), ids.end()).size() == 151);
  for (const auto& id : ids) CHECK(there.contains(id));
}

TEST_CASE("issues: one that was there is not taken for one whose answer was lost") {
  TeamInSandbox team("26.2", 3, two_issues());
  const CreateIssues same{.label_id_array = {"label-0"}, .object_mid_array = {"m1"}, .text_array = {"old"}};
  team.strike("createIssues", "before");
  const auto ids = team.client.create_issues("p-1", same);
  CHECK(ids != std::vector<std::string>{"issue-1"});
  CHECK(team.issues().size() == 3);
}

TEST_CASE("issues: one of the call before is not taken for one like it whose request was lost") {
  const auto* const when = GENERATE("after", "before");
  TeamInSandbox team("26.2", 3);
  const CreateIssues same{.label_id_array = {"label-0"}, .text_array = {"new"}};
  const auto first = team.client.create_issues("p-1", same);
  team.strike("createIssues", when);
  const auto second = team.client.create_issues("p-1", same);
  CHECK(second != first);
  CHECK(team.issues().size() == 2);
  team.strike("createIssues", when);
  const auto third =
      team.client.append_to_issues({.label_id = "label-0", .project_id = "p-1", .text = "new"});
  CHECK(third != first.front());
  CHECK(third != second.front());
  CHECK(team.issues().size() == 3);
}

TEST_CASE("issues: where it cannot be told which one is there, that is said of each") {
  const json recent = json::array({issue_made("issue-1", "2023-12-31T20:00:00.000Z")});
  TeamInSandbox team("26.2", 3, recent);
  team.strike("createIssues", "before");
  try {
    static_cast<void>(team.client.create_issues("p-1", {.label_id_array = {"label-1", "label-0"},
                                                        .object_mid_array = {"m1", "m1"},
                                                        .text_array = {"old", "old"}}));
    FAIL("no error");
  } catch (const MutationError& error) {
    REQUIRE(error.assets().size() == 2);
    CHECK(error.assets()[0].outcome == MutationOutcome::done);
    CHECK_FALSE(error.assets()[0].created_id.empty());
    CHECK(error.assets()[1].asset_id == "label-0");
    CHECK(error.assets()[1].outcome == MutationOutcome::unknown);
    CHECK(error.assets()[1].created_id.empty());
    CHECK_THAT(error.assets()[1].reason, Catch::Contains("older one"));
    CHECK_THAT(error.what(), Catch::Contains("failed at index 1") && Catch::Contains("label-0") &&
                                 Catch::Contains("of 1 it is not known"));
  }
  CHECK(team.issues().size() == 2);
}

TEST_CASE("issues: an error names the first issue of the batch, and what became of each") {
  TeamInSandbox team("26.2", 150);
  team.sandbox.configure(
      {{"faults", {{{"op", "createIssues"}, {"when", "graphql"}, {"message", "boom"}, {"skip", 1}}}}});
  try {
    static_cast<void>(team.client.create_issues("p-1", {.label_id_array = labels_up_to(150)}));
    FAIL("no error");
  } catch (const MutationError& error) {
    CHECK(error.type() == "GraphQLError");
    CHECK_THAT(error.what(), Catch::Contains("failed at index 100") && Catch::Contains("boom") &&
                                 Catch::Contains("100 of 150 issues were created"));
    REQUIRE(error.assets().size() == 150);
    CHECK(error.assets()[99].outcome == MutationOutcome::done);
    CHECK_FALSE(error.assets()[99].created_id.empty());
    CHECK(error.assets()[100].outcome == MutationOutcome::failed);
  }
  CHECK_THROWS_AS(team.client.create_issues("nope", {.label_id_array = {"label-0"}}), NotFoundError);
  CHECK_THROWS_AS(team.client.count_issues("nope"), NotFoundError);
  CHECK_THROWS_AS(team.client.issues("nope").to_vector(), NotFoundError);
}

TEST_CASE("issues: one question is appended once, and its status is set, also when answers are lost") {
  const auto* const version = GENERATE("2.164", "26.2");
  const auto* const when = GENERATE("after", "before");
  INFO(version << ", " << when);
  TeamInSandbox team(version);
  team.strike("createIssues", when);
  team.strike("updatePropertiesInIssue", when);
  const auto id = team.client.append_to_issues({.label_id = "label-1",
                                                .object_mid = "m2",
                                                .project_id = "p-1",
                                                .text = "why?",
                                                .type_ = IssueType::question});
  CHECK(team.client.update_issue_status({.issue_id = id, .status = IssueStatus::cancelled}) == id);
  CHECK(team.issues() == json::array({{{"id", id},
                                       {"labelId", "label-1"},
                                       {"objectMid", "m2"},
                                       {"status", "CANCELLED"},
                                       {"text", "why?"},
                                       {"type", "QUESTION"}}}));
  CHECK_THROWS_AS(team.client.append_to_issues({.label_id = "nope", .project_id = "p-1"}), ValidationError);
  CHECK_THROWS_AS(team.client.update_issue_status({.issue_id = "nope"}), GraphQLError);
}
