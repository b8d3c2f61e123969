// Members, users and issues over sockets, and the program of docs/members_and_issues.md.

#include <catch2/catch.hpp>
#include <cctype>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "example_program.hpp"
#include "sandbox_client.hpp"

using namespace kili;
using namespace kili::test;
using nlohmann::json;

namespace {

/// A project "team" with two labels, and the user ann.
void load_team(Sandbox& sandbox) {
  json assets = json::array();
  for (const int i : {0, 1}) {
    assets.push_back({{"externalId", fmt::format("asset {}", i)},
                      {"id", fmt::format("asset-{}", i)},
                      {"labels", {{{"id", fmt::format("label-{}", i)}}}}});
  }
  static_cast<void>(sandbox.load_fixture({{"project", {{"id", "team"}, {"inputType", "IMAGE"}}},
                                          {"assets", assets},
                                          {"users", {{{"email", "ann@example.com"}, {"id", "user-2"}}}}}));
}

/// The text of a file without blanks and line ends.
std::string text_without_blanks(const std::string& path) {
  std::ifstream file(path);
  std::stringstream whole;
  whole << file.rdbuf();
  std::string text;
  for (const char c : whole.str()) {
    if (std::isspace(static_cast<unsigned char>(c)) == 0) text += c;
  }
  REQUIRE_FALSE(text.empty());
  return text;
}

}  // namespace

TEST_CASE("members, users and issues over sockets, with answers that are lost") {
  Sandbox sandbox;
  load_team(sandbox);
  const Client client = client_of(sandbox, {.message_sink = std::make_shared<SilentSink>()});
  for (const char* const operation : {"appendToRoles", "createUser", "updatePropertiesInUser", "createIssues",
                                      "updatePropertiesInIssue", "deleteFromRoles"}) {
    sandbox.configure({{"faults", {{{"op", operation}, {"when", "after"}, {"count", 1}}}}});
  }
  CHECK(client.append_to_roles({.project_id = "team", .user_email = "ann@example.com"}).user_id() ==
        "user-2");
  const auto eve = client.create_user({.email = "eve@example.com", .password = "a long password"});
  CHECK(client.update_properties_in_user({.email = "eve@example.com", .firstname = "Eve"}) == eve);
  const auto issues = client.create_issues(
      "team", {.label_id_array = {"label-0", "label-1"}, .text_array = {"first", "second"}});
  CHECK(client.count_issues("team") == 2);
  CHECK(client.update_issue_status({.issue_id = issues[1], .status = IssueStatus::cancelled}) == issues[1]);
  CHECK(client.issues("team", {.status = IssueStatus::cancelled}).to_vector().front().asset_id() ==
        "asset-1");
  CHECK(client.count_project_users("team") == 2);
  CHECK(client.delete_from_roles({.project_id = "team", .user_email = "ann@example.com"}) == "team");
  CHECK(client.project_users("team").to_vector().size() == 1);
  CHECK(client.users({.email = "eve@example.com"}).to_vector().front().firstname() == "Eve");
}

#ifdef KILI_EXAMPLE_TEAM_AND_ISSUES
TEST_CASE("the example team_and_issues does what the guide says") {
  Sandbox sandbox;
  load_team(sandbox);
  const auto run =
      test::run_example(sandbox, KILI_EXAMPLE_TEAM_AND_ISSUES, "team 'a long password' label-0 label-1");
  CHECK(run.status == 0);
  CHECK_THAT(run.output, Catch::Contains("ann@example.com is TEAM_MANAGER") &&
                             Catch::Contains("asset-1: which class is this?") && Catch::Contains("1 open"));
}
#endif

TEST_CASE("the code of the guide to members and issues is that of the example") {
  const std::string folder = std::string(KILI_EXAMPLES_DATA_DIR) + "/../..";
  const auto guide = text_without_blanks(folder + "/docs/members_and_issues.md");
  const auto example = text_without_blanks(folder + "/examples/team_and_issues.cpp");
  std::size_t blocks = 0;
  const std::string_view begin = "```cpp";
  for (auto at = guide.find(begin); at != std::string::npos; at = guide.find(begin, at + 1)) {
    const auto from = at + begin.size();
    const auto block = guide.substr(from, guide.find("```", from) - from);
    INFO(block);
    CHECK(example.find(block) != std::string::npos);
    ++blocks;
  }
  CHECK(blocks == 3);
}
