// Cursors that are not those of the listing they are given to.

#include "support/listing_cursor.hpp"

#include <catch2/catch.hpp>
#include <string>

#include "fake_service.hpp"
#include "use_cases/filters_fingerprint.hpp"

using namespace kili;
using namespace kili::test;

namespace {

using Catch::Matchers::Contains;

constexpr support::CursorOwner owner{.method = "assets", .fingerprint = 0x12345678};

}  // namespace

TEST_CASE("a cursor is read as it was written, on every machine") {
  for (const std::size_t place : {std::size_t{0}, std::size_t{1}, std::size_t{1'000'000'000'000}})
    CHECK(support::place_of_cursor(support::cursor_text(owner, place), owner) == place);
  CHECK(support::cursor_text(owner, 42) ==
        "k1.assets.42.0000000012345678." + support::cursor_text(owner, 42).substr(30));
}

TEST_CASE("a cursor that was changed anywhere is refused") {
  const std::string text = support::cursor_text(owner, 1234);
  const auto read = [](const std::string& changed) { return support::place_of_cursor(changed, owner); };
  for (std::size_t i = 0; i < text.size(); ++i) {
    INFO(i);
    CHECK_THROWS_AS(read(text.substr(0, i)), ValidationError);
    std::string changed = text;
    changed[i] = changed[i] == '1' ? '2' : '1';
    CHECK_THROWS_AS(read(changed), ValidationError);
    CHECK_THROWS_AS(read(text.substr(0, i) + '\0' + text.substr(i)), ValidationError);
  }
  for (const std::string& other :
       {std::string(), std::string("."), std::string("...."), text + '.', text + "x", ' ' + text,
        std::string(100'000, '.'), std::string(100'000, '9'), std::string("k1.assets.-1.0000000012345678.0"),
        std::string("k1.assets.99999999999999999999999.0000000012345678.0"), std::string("\xff\xfe")}) {
    CHECK_THROWS_WITH(read(other), Contains("is broken"));
  }
  CHECK_THROWS_WITH(read("k2.anything"), Contains("another version of kili"));
}

TEST_CASE("a cursor of another method, project or filters is refused before anything is sent") {
  FakeService service;
  FakeWorld world(service.handler());
  const Client client = world.client();
  const auto cursor = client.assets("p", {.external_id_in = {"a"}}).cursor();
  CHECK_NOTHROW(client.assets("p", {.external_id_in = {"a"}}, {.cursor = cursor}));
  CHECK_THROWS_WITH(client.labels("p", {}, {.cursor = cursor}),
                    "cursor is one of assets(), not of labels(); "
                    "give it to the method that made it");
  CHECK_THROWS_WITH(client.assets("q", {.external_id_in = {"a"}}, {.cursor = cursor}),
                    "cursor is one of assets() with another project or filters; give the same project or "
                    "filters with which it was made");
  CHECK_THROWS_WITH(client.assets("p", {.external_id_in = {"b"}}, {.cursor = cursor}),
                    Contains("another project or filters"));
  CHECK_THROWS_WITH(client.assets("p", {}, {.cursor = cursor}), Contains("another project or filters"));
  CHECK_THROWS_WITH(client.predictions("p", {}, {.cursor = client.inferences("p").cursor()}),
                    Contains("one of inferences(), not of predictions()"));
  for (const char* const broken : {"", "nonsense"}) {
    CHECK_THROWS_WITH(client.assets("p", {}, {.cursor = broken}), Contains("is broken"));
    CHECK_THROWS_WITH(client.issues("p", {}, {.cursor = broken}), Contains("is broken"));
    CHECK_THROWS_WITH(client.labels("p", {}, {.cursor = broken}), Contains("is broken"));
    CHECK_THROWS_WITH(client.projects({}, {.cursor = broken}), Contains("is broken"));
    CHECK_THROWS_WITH(client.project_users("p", {}, {.cursor = broken}), Contains("is broken"));
    CHECK_THROWS_WITH(client.users({}, {.cursor = broken}), Contains("is broken"));
  }
  CHECK(world.transport->count() == 0);
}

TEST_CASE("filters that differ in one value have different fingerprints") {
  using use_cases::fingerprint_of;
  const auto of = [](const AssetFilters& filters) { return fingerprint_of("p", filters); };
  const auto none = of({});
  CHECK(of({}) == none);
  CHECK(of({.asset_id = "a"}) != none);
  CHECK(of({.asset_id = ""}) != none);
  CHECK(of({.asset_id_in = List<std::string>::empty_list()}) != none);
  CHECK(of({.asset_id_in = {"a"}}) != of({.asset_id_not_in = {"a"}}));
  CHECK(of({.asset_id_in = {"a", "b"}}) != of({.asset_id_in = {"ab"}}));
  CHECK(of({.asset_id_in = {"a"}, .asset_id_not_in = {"b"}}) != of({.asset_id_in = {"a", "b"}}));
  CHECK(of({.consensus_mark_gte = 0.5}) != of({.consensus_mark_gte = 0.25}));
  CHECK(of({.metadata_where = nlohmann::json{{"a", 1}, {"b", 2}}}) ==
        of({.metadata_where = nlohmann::json{{"b", 2}, {"a", 1}}}));
  CHECK(of({.skipped = true}) != of({.skipped = false}));
  CHECK(of({.step_name_and_status_in = {{"a", StatusInStep::done}}}) !=
        of({.step_name_and_status_in = {{"a", StatusInStep::to_do}}}));
  CHECK(fingerprint_of("p", IssueFilters{}) != fingerprint_of("q", IssueFilters{}));
  CHECK(fingerprint_of(ProjectFilters{.tags_in = {"a"}}) != fingerprint_of(ProjectFilters{}));
  CHECK(fingerprint_of(UserFilters{.email = "a"}) != fingerprint_of(UserFilters{.organization_id = "a"}));
}
