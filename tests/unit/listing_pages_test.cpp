// Listings page by page, and from a cursor on: the same records as at once.

#include <catch2/catch.hpp>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "fake_service.hpp"
#include "fake_storage.hpp"
#include "test_folder.hpp"
#include "virtual_service.hpp"

using namespace kili;
using namespace kili::test;
using nlohmann::json;

namespace {

using Catch::Matchers::Contains;

/// Arguments that all listings have.
struct HowToList {
  std::optional<std::string> cursor{};
  std::optional<std::size_t> first{};
  std::size_t page_size = 3;
  std::size_t skip = 0;
};

template <typename Arguments>
Arguments arguments_of(const HowToList& how, List<std::string> fields = {}) {
  return {.cursor = how.cursor,
          .fields = std::move(fields),
          .first = how.first,
          .page_size = how.page_size,
          .skip = how.skip};
}

/// A project "p" with seven of everything in a sandbox, and two clients of it.
struct SevenOfEverything {
  SevenOfEverything() {
    json assets = json::array();
    json users = json::array();
    json roles = json::array();
    for (const int i : {0, 1, 2, 3, 4, 5, 6}) {
      json labels = json::array();
      for (const char* const type : {"DEFAULT", "PREDICTION", "INFERENCE"})
        labels.push_back({{"id", fmt::format("{}-{}", type, i)}, {"labelType", type}});
      assets.push_back({{"externalId", fmt::format("asset {}", i)},
                        {"id", fmt::format("asset-{}", i)},
                        {"issues", {{{"id", fmt::format("issue-{}", i)}, {"type", "ISSUE"}}}},
                        {"labels", labels}});
      users.push_back({{"email", fmt::format("user{}@example.com", i)}, {"id", fmt::format("user-{}", i)}});
      roles.push_back({{"id", fmt::format("role-{}", i)},
                       {"projectId", "p"},
                       {"status", i % 3 == 1 ? "ORG_SUSPENDED" : "ACTIVATED"},
                       {"userId", fmt::format("user-{}", i)}});
    }
    static_cast<void>(service.sandbox.load_fixture({{"project", {{"id", "p"}, {"inputType", "IMAGE"}}},
                                                    {"assets", assets},
                                                    {"roles", roles},
                                                    {"users", users}}));
  }

  VirtualService service;
  Client client = service.client();
  Client of_another_process = service.client();
};

template <typename Record>
json values_of(const std::vector<Record>& records) {
  json values = json::array();
  for (const auto& record : records) values.push_back(record.json());
  return values;
}

json values_behind(const json& values, std::size_t count) {
  json rest = json::array();
  for (std::size_t i = count; i < values.size(); ++i) rest.push_back(values[i]);
  return rest;
}

/// @param list makes a range of `expected` records, with a client and HowToList.
template <typename MakeRange>
void check_pages_and_cursors(const SevenOfEverything& world, const MakeRange& list, std::size_t expected) {
  const json all = values_of(list(world.client, HowToList{}).to_vector());
  REQUIRE(all.size() == expected);
  REQUIRE(expected > 3);

  json paged = json::array();
  auto range = list(world.client, HowToList{});
  while (const auto page = range.next_page()) {
    REQUIRE_FALSE(page->records.empty());
    CHECK(page->records.size() <= 3);
    for (const auto& record : page->records) paged.push_back(record.json());
    CHECK(page->cursor == range.cursor());
    CHECK(values_of(list(world.of_another_process, HowToList{.cursor = page->cursor}).to_vector()) ==
          values_behind(all, paged.size()));
  }
  CHECK(paged == all);
  CHECK_FALSE(range.next_page());

  for (std::size_t delivered = 0; delivered <= all.size(); ++delivered) {
    INFO(delivered);
    auto begun = list(world.client, HowToList{});
    auto place = begun.begin();
    for (std::size_t i = 0; i < delivered; ++i) ++place;
    const std::string cursor = begun.cursor();
    CHECK(cursor == list(world.client, HowToList{.skip = delivered}).cursor());
    auto resumed = list(world.of_another_process, HowToList{.cursor = cursor, .page_size = 2});
    CHECK(resumed.cursor() == cursor);
    CHECK(resumed.total() == all.size() - delivered);
    CHECK(values_of(resumed.to_vector()) == values_behind(all, delivered));
    // `first` counts from the cursor on, and what it leaves is behind the next cursor.
    auto some = list(world.of_another_process, HowToList{.cursor = cursor, .first = 2});
    const json two = values_of(some.to_vector());
    CHECK(two.size() == std::min<std::size_t>(2, all.size() - delivered));
    CHECK(values_of(list(world.client, HowToList{.cursor = some.cursor()}).to_vector()) ==
          values_behind(all, delivered + two.size()));
  }
  CHECK_THROWS_WITH(list(world.client, HowToList{.cursor = range.cursor(), .skip = 1}),
                    Contains("cursor and skip are both given"));
}

}  // namespace

TEST_CASE("assets and labels come by pages, and go on from every cursor as at once") {
  const SevenOfEverything world;
  check_pages_and_cursors(
      world,
      [](const Client& client, const HowToList& how) {
        return client.assets("p", {}, arguments_of<AssetsArguments>(how));
      },
      7);
  check_pages_and_cursors(
      world,
      [](const Client& client, const HowToList& how) {
        return client.assets("p", {}, arguments_of<AssetsArguments>(how, {"externalId"}));
      },
      7);
  check_pages_and_cursors(
      world,
      [](const Client& client, const HowToList& how) {
        return client.assets("p", {.external_id_in = {"asset 6", "asset 4", "asset 2", "asset 0"}},
                             arguments_of<AssetsArguments>(how));
      },
      4);
  check_pages_and_cursors(
      world,
      [](const Client& client, const HowToList& how) {
        return client.labels("p", {}, arguments_of<LabelsArguments>(how));
      },
      21);
  check_pages_and_cursors(
      world,
      [](const Client& client, const HowToList& how) {
        return client.predictions("p", {}, arguments_of<LabelsArguments>(how));
      },
      7);
  check_pages_and_cursors(
      world,
      [](const Client& client, const HowToList& how) {
        return client.inferences("p", {}, arguments_of<LabelsArguments>(how));
      },
      7);
}

TEST_CASE("projects, members, users and issues come by pages, and go on from every cursor as at once") {
  SevenOfEverything world;
  for (int i = 0; i < 6; ++i)
    static_cast<void>(world.service.sandbox.add_project({.title = fmt::format("project {}", i)}));
  const std::size_t users = world.client.count_users();
  const std::size_t members = world.client.count_project_users("p");
  const std::size_t active =
      world.client.count_project_users("p", {.status_in = {ProjectUserStatus::activated}});
  REQUIRE(active < members);
  check_pages_and_cursors(
      world,
      [](const Client& client, const HowToList& how) {
        return client.projects({}, arguments_of<ProjectsArguments>(how));
      },
      world.client.count_projects());
  check_pages_and_cursors(
      world,
      [](const Client& client, const HowToList& how) {
        return client.users({}, arguments_of<UsersArguments>(how));
      },
      users);
  check_pages_and_cursors(
      world,
      [](const Client& client, const HowToList& how) {
        return client.project_users("p", {}, arguments_of<ProjectUsersArguments>(how));
      },
      members);
  for (const List<std::string>& fields : {List<std::string>(), List<std::string>{"id"}}) {
    check_pages_and_cursors(
        world,
        [&](const Client& client, const HowToList& how) {
          return client.project_users("p", {.status_in = {ProjectUserStatus::activated}},
                                      arguments_of<ProjectUsersArguments>(how, fields));
        },
        active);
  }
  check_pages_and_cursors(
      world,
      [](const Client& client, const HowToList& how) {
        return client.issues("p", {}, arguments_of<IssuesArguments>(how));
      },
      7);
}

TEST_CASE("an iterator and next_page() read the same range in turns") {
  const SevenOfEverything world;
  auto range = world.client.assets("p", {}, {.fields = {"id"}, .page_size = 3});
  auto place = range.begin();
  CHECK(place->id() == "asset-0");
  auto page = range.next_page();
  REQUIRE(page);
  CHECK(values_of(page->records) == json{{{"id", "asset-1"}}, {{"id", "asset-2"}}});
  CHECK(place->id() == "asset-2");  // the last one of the page
  CHECK(range.cursor() == page->cursor);
  ++place;
  CHECK(place->id() == "asset-3");
  CHECK(range.cursor() == page->cursor);
  ++place;
  ++place;
  CHECK(place->id() == "asset-5");
  page = range.next_page();  // nothing is left of the second page
  REQUIRE(page);
  CHECK(values_of(page->records) == json{{{"id", "asset-6"}}});
  ++place;
  CHECK(place == range.end());
  CHECK_FALSE(range.next_page());

  auto by_pages = world.client.assets("p", {}, {.fields = {"id"}, .page_size = 3});
  REQUIRE(by_pages.next_page());
  CHECK_THROWS_WITH(by_pages.begin(), Contains("read by next_page() already"));
  CHECK(by_pages.to_vector().size() == 4);
}

TEST_CASE("after an error the listing goes on from the cursor, and nothing is lost") {
  SevenOfEverything world;
  const auto skip = GENERATE(0U, 1U, 2U);
  INFO(skip);
  const auto list = [&](std::optional<std::string> cursor) {
    return world.client.labels(
        "p", {}, {.cursor = std::move(cursor), .fields = {"id"}, .page_size = 8, .prefetch = 0});
  };
  const json all = values_of(list({}).to_vector());
  SandboxFault fault;
  fault.message = "not allowed";
  fault.operation = "labels";
  fault.skip = skip;
  fault.when = FaultPoint::graphql;
  world.service.sandbox.add_fault(fault);
  auto range = list({});
  json listed = json::array();
  const auto read_all = [&] {
    while (const auto page = range.next_page()) {
      for (const auto& record : page->records) listed.push_back(record.json());
    }
  };
  CHECK_THROWS_AS(read_all(), GraphQLError);
  CHECK(listed.size() == 8 * skip);
  CHECK_THROWS_AS(range.next_page(), GraphQLError);  // again
  range = list(range.cursor());
  read_all();
  CHECK(listed == all);
}

TEST_CASE("what to_vector() has read before an error is behind the cursor no more") {
  SevenOfEverything world;
  SandboxFault fault;
  fault.operation = "assets";
  fault.skip = 1;
  fault.when = FaultPoint::graphql;
  world.service.sandbox.add_fault(fault);
  auto range = world.client.assets("p", {}, {.fields = {"id"}, .page_size = 3, .prefetch = 0});
  auto place = range.begin();
  ++place;
  CHECK_THROWS_AS(range.to_vector(), GraphQLError);
  const auto rest =
      world.of_another_process.assets("p", {}, {.cursor = range.cursor(), .fields = {"id"}}).to_vector();
  REQUIRE(rest.size() == 6);
  CHECK(rest.front().id() == "asset-1");
}

TEST_CASE("pages of assets come with their media, up to one that fails") {
  FakeService service;
  FakeStorage storage;
  for (int i = 0; i < 5; ++i) {
    const auto url = fmt::format("https://storage.test/{}.png", i);
    if (i != 3) storage.put(url, {.content = fmt::format("content {}", i)});
    service.add(
        {{"id", fmt::format("id_{}", i)}, {"externalId", fmt::format("{}.png", i)}, {"content", url}});
  }
  FakeWorld world([&](const HttpRequest& request, const std::stop_token&) {
    return request.url.starts_with("https://storage.test/") ? storage.handle(request)
                                                            : service.handle(request);
  });
  const TestFolder folder;
  auto range = world.client(ClientOptions{.max_retries = 1})
                   .assets("p", {},
                           {.download_media = true,
                            .fields = {"id", "externalId", "content"},
                            .local_media_dir = folder.path(),
                            .page_size = 2});
  const auto first = range.next_page();
  REQUIRE(first);
  REQUIRE(first->records.size() == 2);
  for (std::size_t i = 0; i < 2; ++i)
    CHECK(read_file(std::string(first->records[i].content())) == fmt::format("content {}", i));
  const auto second = range.next_page();
  REQUIRE(second);
  REQUIRE(second->records.size() == 1);
  CHECK(second->records[0].id() == "id_2");
  CHECK_THROWS_AS(range.next_page(), Error);
  CHECK_THROWS_AS(range.to_vector(), Error);
  auto rest = world.client().assets("p", {}, {.cursor = range.cursor(), .fields = {"id"}});
  const auto others = rest.to_vector();
  REQUIRE(others.size() == 2);
  CHECK(others[0].id() == "id_3");
  CHECK(others[1].id() == "id_4");
}
