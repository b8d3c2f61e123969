// Members of projects: listing, adding, changing and removing them, also when answers are lost.

#include <atomic>
#include <catch2/catch.hpp>
#include <optional>
#include <string>
#include <vector>

#include "team_in_sandbox.hpp"

using namespace kili;
using namespace kili::test;
using nlohmann::json;

namespace {

std::vector<std::string> ids_of(ProjectUserRange range) {
  std::vector<std::string> ids;
  for (const auto& member : range) ids.emplace_back(member.id());
  return ids;
}

using Ids = std::vector<std::string>;

}  // namespace

TEST_CASE("project_users: members are listed with typed fields, filtered and counted") {
  const auto* const version = GENERATE("2.164", "26.2");
  INFO(version);
  const TeamInSandbox team(version);
  const auto members = team.client.project_users("p-1", {.email = "bob@example.com"}).to_vector();
  REQUIRE(members.size() == 1);
  CHECK(members[0].id() == "role-3");
  CHECK(members[0].activated());
  CHECK_FALSE(members[0].starred());
  CHECK(members[0].role() == ProjectRole::reviewer);
  CHECK(members[0].status() == ProjectUserStatus::org_suspended);
  CHECK(members[0].user_email() == "bob@example.com");
  CHECK(members[0].user_id() == "user-3");
  CHECK(ids_of(team.client.project_users("p-1", {.id = "role-2"})) == Ids{"role-2"});
  CHECK(team.client.count_project_users("p-1") == 4);
  CHECK(team.client.count_project_users("p-1", {.organization_id = "org-9"}) == 0);
  CHECK(team.client.count_project_users("p-1", {.status_in = {ProjectUserStatus::activated}}) == 2);
  CHECK(team.client.count_project_users(
            "p-1", {.status_in = {ProjectUserStatus::activated, ProjectUserStatus::activated,
                                  ProjectUserStatus::org_suspended}}) == 3);
  CHECK(team.client.count_project_users("p-1", {.status_in = List<ProjectUserStatus>::empty_list()}) == 0);
  CHECK_THROWS_AS(team.client.count_project_users("nope"), NotFoundError);
  CHECK_THROWS_AS(
      team.client.project_users("nope", {.status_in = {ProjectUserStatus::activated}}).to_vector(),
      NotFoundError);
}

TEST_CASE("project_users: `first` and `skip` count the members of the statuses that are asked for") {
  const TeamInSandbox team;
  const ProjectUserFilters active{.status_in = {ProjectUserStatus::activated}};
  const std::size_t page_size = GENERATE(std::size_t{1}, std::size_t{2}, std::size_t{100});
  const auto listed = [&](std::optional<std::size_t> first, std::size_t skip) {
    return ids_of(team.client.project_users(
        "p-1", active, {.fields = {"id"}, .first = first, .page_size = page_size, .skip = skip}));
  };
  CHECK(listed({}, 0) == Ids{"role-2", "role-4"});
  CHECK(listed(1, 0) == Ids{"role-2"});
  CHECK(listed(1, 1) == Ids{"role-4"});
  CHECK(listed(5, 2).empty());
  CHECK(listed(0, 0).empty());
  auto range = team.client.project_users("p-1", active, {.fields = {"id"}});
  CHECK(range.total() == 2);
  CHECK(range.to_vector().front().json() == json{{"id", "role-2"}});
}

TEST_CASE("project_users: members of some statuses are read as far as they are consumed") {
  std::atomic<std::size_t> pages = 0;
  FakeWorld world([&](const HttpRequest& request, const std::stop_token&) {
    const json body = json::parse(request.body);
    if (body.at("query").get<std::string>().find("countProjectUsers") != std::string::npos) {
      return data_answer(1'000'000'000'000);
    }
    ++pages;
    const auto skip = body.at("variables").at("skip").get<std::size_t>();
    json members = json::array();
    for (std::size_t at = skip; at < skip + body.at("variables").at("first").get<std::size_t>(); ++at) {
      members.push_back(
          {{"id", "role-" + std::to_string(at)}, {"status", at % 2 == 0 ? "ACTIVATED" : "ORG_ADMIN"}});
    }
    return data_answer(members);
  });
  const auto client = world.client({.calls_per_minute = 0});
  std::vector<std::string> ids;
  for (const auto& member :
       client.project_users("p-1", {.status_in = {ProjectUserStatus::org_admin}},
                            {.fields = {"id"}, .page_size = 10, .prefetch = 2, .skip = 1})) {
    ids.emplace_back(member.id());
    if (ids.size() == 7) break;
  }
  CHECK(ids == Ids{"role-3", "role-5", "role-7", "role-9", "role-11", "role-13", "role-15"});
  CHECK(pages <= 5);
  pages = 0;
  CHECK(
      client.project_users("p-1", {.status_in = {ProjectUserStatus::org_admin}}, {.first = 3, .prefetch = 0})
          .to_vector()
          .size() == 3);
  CHECK(pages <= 2);
}

TEST_CASE("append_to_roles: somebody becomes a member once, also when the answer is lost") {
  const auto* const when = GENERATE("none", "after", "before");
  INFO(when);
  TeamInSandbox team;
  if (std::string_view(when) != "none") team.strike("appendToRoles", when, 2);
  const auto kim = team.client.append_to_roles(
      {.project_id = "p-1", .role = ProjectRole::reviewer, .user_email = "Kim@Example.com"});
  CHECK(kim.role() == ProjectRole::reviewer);
  CHECK(kim.user_id() == "user-5");
  CHECK(team.member("user-5").at("role") == "REVIEWER");
  CHECK(team.state("roles").size() == 4);
  const auto ann = team.client.append_to_roles(
      {.project_id = "p-1", .role = ProjectRole::admin, .user_email = "ann@example.com"});
  CHECK(ann.id() == "role-2");
  CHECK(team.member("user-2").at("role") == "ADMIN");
  const auto invited = team.client.append_to_roles({.project_id = "p-1", .user_email = "new@example.com"});
  CHECK(invited.role() == ProjectRole::labeler);
  CHECK(team.client.count_users({.email = "new@example.com"}) == 1);
}

TEST_CASE("append_to_roles: what cannot be done is an error that says so") {
  TeamInSandbox team;
  CHECK_THROWS_AS(team.client.append_to_roles({.project_id = "p-1"}), MissingArgumentError);
  CHECK_THROWS_AS(team.client.append_to_roles({.user_email = "ann@example.com"}), MissingArgumentError);
  CHECK(team.sandbox.requests().empty());
  CHECK_THROWS_AS(team.client.append_to_roles({.project_id = "nope", .user_email = "ann@example.com"}),
                  NotFoundError);
  CHECK_THROWS_AS(team.client.append_to_roles({.project_id = "p-1", .user_email = "no address"}),
                  GraphQLError);
}

TEST_CASE(
    "append_to_roles: an answer without the member is looked up, and is an error when he is not there") {
  const bool is_there = GENERATE(true, false);
  FakeWorld world([&](const HttpRequest& request, const std::stop_token&) {
    json data = json::array();
    if (request.body.find("mutation") != std::string::npos) {
      data = {{"id", "p-1"}, {"roles", json::array()}};
    } else if (is_there) {
      data.push_back({{"id", "r"}, {"role", "LABELER"}, {"user", {{"email", "a@example.com"}, {"id", "u"}}}});
    }
    return data_answer(data);
  });
  const auto append = [&] {
    return world.client({.calls_per_minute = 0})
        .append_to_roles({.project_id = "p-1", .user_email = "a@example.com"});
  };
  if (is_there) {
    CHECK(append().id() == "r");
  } else {
    CHECK_THROWS_AS(append(), MutationError);
  }
}

TEST_CASE("delete_from_roles: a member is removed, also when the answer is lost") {
  const auto* const version = GENERATE("2.164", "26.2");
  const auto* const when = GENERATE("none", "after", "before");
  INFO(version << ", " << when);
  TeamInSandbox team(version);
  if (std::string_view(when) != "none") team.strike("deleteFromRoles", when);
  const auto project = team.client.delete_from_roles({.role_id = "role-2"});
  // An older service does not give roles that were removed.
  const bool is_known = std::string_view(version) == "26.2" || std::string_view(when) != "after";
  CHECK(project == (is_known ? "p-1" : ""));
  CHECK(team.member("user-2").at("deleted") == true);
  if (std::string_view(when) != "none") team.strike("deleteFromRoles", when);
  CHECK(team.client.delete_from_roles({.project_id = "p-1", .user_email = "eve@example.com"}) == "p-1");
  CHECK(team.client.count_project_users("p-1") == 2);
  CHECK_THROWS_AS(team.client.delete_from_roles({.role_id = "role-2"}), GraphQLError);
}

TEST_CASE("delete_from_roles: a member is named in one way, completely") {
  const TeamInSandbox team;
  const auto& client = team.client;
  CHECK_THROWS_AS(client.delete_from_roles({.role_id = "role-2", .user_email = "bob@example.com"}),
                  IncompatibleArgumentsError);
  CHECK_THROWS_AS(client.delete_from_roles({.project_id = "p-1", .role_id = "role-2"}),
                  IncompatibleArgumentsError);
  CHECK_THROWS_AS(client.delete_from_roles({.user_email = "bob@example.com"}), ValidationError);
  CHECK_THROWS_AS(client.delete_from_roles({.project_id = "p-1", .role_id = ""}), ValidationError);
  CHECK_THROWS_AS(client.delete_from_roles({}), ValidationError);
  CHECK(team.sandbox.requests().empty());
}

TEST_CASE("update_properties_in_role: a role is changed in both ways, also when the answer is lost") {
  const auto* const when = GENERATE("none", "after", "before");
  INFO(when);
  TeamInSandbox team;
  if (std::string_view(when) != "none") team.strike("updatePropertiesInRole", when);
  const auto ann = team.client.update_properties_in_role(
      {.project_id = "p-1", .role = ProjectRole::team_manager, .role_id = "role-2", .user_id = "user-2"});
  CHECK(ann.role() == ProjectRole::team_manager);
  CHECK(ann.user_email() == "ann@example.com");
  CHECK(team.sink->warnings().size() == 1);
  if (std::string_view(when) != "none") team.strike("updatePropertiesInRole", when);
  const auto eve = team.client.update_properties_in_project_user(
      {.project_id = "p-1", .role = ProjectRole::admin, .user_email = "eve@example.com"});
  CHECK(eve.id() == "role-4");
  CHECK(team.member("user-2").at("role") == "TEAM_MANAGER");
  CHECK(team.member("user-4").at("role") == "ADMIN");
  CHECK_THROWS_AS(
      team.client.update_properties_in_project_user({.project_id = "p-1", .user_email = "kim@example.com"}),
      GraphQLError);
  CHECK_THROWS_AS(team.client.update_properties_in_role({.project_id = "p-1", .role_id = "role-2"}),
                  MissingArgumentError);
}
