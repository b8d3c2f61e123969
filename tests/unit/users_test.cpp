// Users of the organisation: listing, adding and changing them, and their passwords.

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>

#include "team_in_sandbox.hpp"

using namespace kili;
using namespace kili::test;
using nlohmann::json;

namespace {

/// No text that was shown to anybody has the secret.
bool is_secret(const TeamInSandbox& team, const std::string& secret) {
  const auto texts = team.sink->all();
  return std::none_of(texts.begin(), texts.end(),
                      [&](const std::string& text) { return text.find(secret) != std::string::npos; });
}

}  // namespace

TEST_CASE("users: they are listed with typed fields, filtered and counted") {
  const auto* const version = GENERATE("2.164", "26.2");
  INFO(version);
  const TeamInSandbox team(version);
  const auto ann =
      team.client
          .users({.email = "ann@example.com"},
                 {.fields = {"activated", "email", "firstname", "id", "lastname", "organizationRole"}})
          .to_vector();
  REQUIRE(ann.size() == 1);
  CHECK(ann[0].id() == "user-2");
  CHECK(ann[0].email() == "ann@example.com");
  CHECK(ann[0].firstname() == "ann");
  CHECK(ann[0].lastname() == "Doe");
  CHECK(ann[0].activated() == true);
  CHECK(ann[0].organization_role() == OrganizationRole::user);
  CHECK(team.client.count_users() == 5);
  CHECK(team.client.count_users({.organization_id = "org-9"}) == 0);
  CHECK(team.client.count_users({.api_key = team.sandbox.api_key()}) == 1);
  CHECK(team.client.count_users({.api_key = "another key"}) == 0);
  const auto some =
      team.client.users({}, {.disable_tqdm = true, .fields = {"id"}, .first = 2, .skip = 3}).to_vector();
  REQUIRE(some.size() == 2);
  CHECK(some[0].id() == "user-4");
  CHECK(team.client.get_current_user().email() == "owner@example.com");
  CHECK(team.client.get_current_user({.fields = {"organizationRole"}}).json() ==
        json{{"organizationRole", "ADMIN"}});
  CHECK_THROWS_AS(team.client.get_current_user({.fields = {"id }"}}), ValidationError);
}

TEST_CASE("get_current_user: an answer that is no user is an error") {
  const json answer = GENERATE(json(), json("text"));
  FakeWorld world([&](const HttpRequest&, const std::stop_token&) { return data_answer(answer); });
  const Client client = world.client({.calls_per_minute = 0});
  if (answer.is_null()) {
    CHECK_THROWS_AS(client.get_current_user(), AuthenticationError);
  } else {
    CHECK_THROWS_AS(client.get_current_user(), HttpError);
  }
}

TEST_CASE("create_user: a user is made once, also when the answer is lost") {
  const auto* const when = GENERATE("none", "after", "before");
  INFO(when);
  TeamInSandbox team;
  if (std::string_view(when) != "none") team.strike("createUser", when, 2);
  const auto id = team.client.create_user({.email = "New@example.com",
                                           .firstname = "New",
                                           .lastname = "User",
                                           .organization_role = OrganizationRole::admin,
                                           .password = "a long secret"});
  const auto made = team.client.users({.email = "new@example.com"}).to_vector();
  REQUIRE(made.size() == 1);
  CHECK(made[0].id() == id);
  CHECK(made[0].lastname() == "User");
  CHECK(is_secret(team, "a long secret"));
}

TEST_CASE("create_user: a user who was there is not taken for the new one") {
  const auto* const when = GENERATE("none", "before");
  TeamInSandbox team;
  if (std::string_view(when) != "none") team.strike("createUser", when);
  CHECK_THROWS_AS(team.client.create_user({.email = "ann@example.com", .password = "another secret"}),
                  GraphQLError);
  CHECK(team.state("users").size() == 5);
  CHECK_THROWS_AS(team.client.create_user({.email = "x@example.com"}), MissingArgumentError);
  CHECK_THROWS_AS(team.client.create_user({.password = "secret"}), MissingArgumentError);
}

TEST_CASE("update_password: new passwords that differ are not sent, and no message has a password") {
  TeamInSandbox team;
  const UpdatePassword change{.email = "ann@example.com",
                              .new_password_1 = "correct horse",
                              .new_password_2 = "correct horse",
                              .old_password = "battery staple"};
  UpdatePassword wrong = change;
  wrong.new_password_2 = "something else";
  try {
    static_cast<void>(team.client.update_password(wrong));
    FAIL("no error");
  } catch (const ValidationError& error) {
    CHECK_THAT(error.what(), Catch::Contains("new_password_2"));
    CHECK_THAT(error.what(), !Catch::Contains("correct horse") && !Catch::Contains("something else"));
  }
  CHECK(team.sandbox.requests().empty());
  // A service that shows what it was sent.
  team.sandbox.configure({{"faults",
                           {{{"op", "updatePassword"},
                             {"when", "graphql"},
                             {"message", "got \"battery staple\" and \"correct horse\""},
                             {"count", 1}}}}});
  try {
    static_cast<void>(team.client.update_password(change));
    FAIL("no error");
  } catch (const GraphQLError& error) {
    CHECK_THAT(error.what(), Catch::Contains("got"));
    CHECK_THAT(error.what(), !Catch::Contains("battery staple") && !Catch::Contains("correct horse"));
  }
  CHECK(team.client.update_password(change) == "user-2");
  CHECK(is_secret(team, "correct horse"));
  CHECK(is_secret(team, "battery staple"));
  CHECK_THROWS_AS(team.client.update_password(change), GraphQLError);  // the old one is another now
}

TEST_CASE("update_password: after a lost answer the request is sent again, and what cannot be told is said") {
  TeamInSandbox team;
  const UpdatePassword first{.email = "ann@example.com",
                             .new_password_1 = "second secret",
                             .new_password_2 = "second secret",
                             .old_password = "first secret"};
  static_cast<void>(team.client.update_password(first));
  const UpdatePassword change{.email = "ann@example.com",
                              .new_password_1 = "third secret",
                              .new_password_2 = "third secret",
                              .old_password = "second secret"};
  SECTION("the request was lost") {
    team.strike("updatePassword", "before");
    CHECK(team.client.update_password(change) == "user-2");
  }
  SECTION("the answer was lost") {
    team.strike("updatePassword", "after");
    try {
      static_cast<void>(team.client.update_password(change));
      FAIL("no error");
    } catch (const GraphQLError& error) {
      CHECK(error.context().outcome_unknown);
    }
  }
}

TEST_CASE("update_properties_in_user: properties are changed, also when the answer is lost") {
  const auto* const when = GENERATE("none", "after", "before");
  INFO(when);
  TeamInSandbox team;
  if (std::string_view(when) != "none") team.strike("updatePropertiesInUser", when);
  CHECK(team.client.update_properties_in_user({.activated = false,
                                               .email = "ann@example.com",
                                               .firstname = "Anna",
                                               .organization_role = OrganizationRole::admin}) == "user-2");
  if (std::string_view(when) != "none") team.strike("updatePropertiesInUser", when);
  CHECK(team.client.update_properties_in_user(
            {.email = "ann@example.com", .lastname = "Lee", .organization_id = "org-1"}) == "user-2");
  const json ann = team.state("users").at(1);
  CHECK(ann.at("activated") == false);
  CHECK(ann.at("firstname") == "Anna");
  CHECK(ann.at("lastname") == "Lee");
  CHECK(ann.at("organizationRole") == "ADMIN");
  CHECK_THROWS_AS(team.client.update_properties_in_user({.email = "ann@example.com"}), MissingArgumentError);
  CHECK_THROWS_AS(team.client.update_properties_in_user({.email = "no@example.com", .firstname = "x"}),
                  GraphQLError);
}
