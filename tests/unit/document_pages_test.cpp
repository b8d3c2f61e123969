// Client::pages(): paged queries of the caller's own.

#include <catch2/catch.hpp>
#include <functional>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "fake_transport.hpp"
#include "team_in_sandbox.hpp"

using namespace kili;
using namespace kili::test;
using nlohmann::json;

namespace {

using Catch::Matchers::Contains;

constexpr const char* list_things =
    "query ($first: Int!, $skip: Int!) { things(first: $first, skip: $skip) { id } }";

/// A service that gives data for `first` elements behind `skip` ones.
struct PagedThings {
  using Give = std::function<json(std::size_t skip, std::size_t first)>;

  explicit PagedThings(Give give)
      : world([this, give = std::move(give)](const HttpRequest& request, const std::stop_token&) {
          if (++requests > most_requests) throw HttpError("the pages do not end");
          const json variables = json::parse(plain_body(request)).at("variables");
          return answer(200, json{{"data", give(variables.at("skip"), variables.at("first"))}}.dump());
        }) {}

  static constexpr std::size_t most_requests = 3000;

  std::size_t requests = 0;
  FakeWorld world;
};

PagedThings::Give numbered_things(std::size_t count) {
  return [count](std::size_t skip, std::size_t first) {
    json list = json::array();
    for (auto i = skip; i < std::min(count, skip + first); ++i)
      list.push_back({{"id", fmt::format("t{}", i)}});
    return json{{"things", list}};
  };
}

/// The ids of all elements, with a blank behind each and a bar behind each page.
std::string ids_in(JsonPages pages) {
  std::string text;
  for (const auto& page : pages) {
    CHECK(page.data.get().at("things") == page.elements.get());
    for (const auto& element : page.elements.get()) text += element.at("id").get<std::string>() + ' ';
    text += '|';
  }
  return text;
}

std::string all_but_the_end(PagedThings& service, const std::string& document, std::size_t page_size) {
  try {
    for (const auto& page : service.world.client().pages(document, {}, {.page_size = page_size}))
      CHECK_FALSE(page.elements.get().empty());
  } catch (const HttpError& error) {
    return error.what();
  }
  return {};
}

}  // namespace

TEST_CASE("pages: a paged query is read to its short page") {
  PagedThings service(numbered_things(5));
  const Client client = service.world.client();
  CHECK(ids_in(client.pages(list_things, {}, {.page_size = 2})) == "t0 t1 |t2 t3 |t4 |");
  CHECK(service.requests == 3);
  // A page that is full needs one more request.
  CHECK(ids_in(client.pages(list_things, {}, {.page_size = 5})) == "t0 t1 t2 t3 t4 |");
  CHECK(service.requests == 5);
  CHECK(ids_in(client.pages(list_things, {}, {.first = 3, .page_size = 2, .skip = 1})) == "t1 t2 |t3 |");
  CHECK(service.requests == 7);
  CHECK(ids_in(client.pages(list_things, {}, {.first = 0})).empty());
  CHECK(service.requests == 7);
  CHECK(ids_in(client.pages(list_things, {}, {.skip = 5})).empty());
  auto twice = client.pages(list_things);
  static_cast<void>(twice.begin());
  CHECK_THROWS_WITH(twice.begin(), Contains("called twice"));
}

TEST_CASE("pages: a reading goes on from every cursor, in another client, and after an error") {
  bool fails = false;
  PagedThings service([&fails, give = numbered_things(5)](std::size_t skip, std::size_t first) {
    if (fails && skip == 2) throw ValidationError("the service is broken");
    return give(skip, first);
  });
  const Client client = service.world.client();
  std::string cursor = client.pages(list_things).cursor();
  CHECK(ids_in(client.pages(list_things, {}, {.cursor = cursor})) == "t0 t1 t2 t3 t4 |");
  for (const auto& page : client.pages(list_things, {}, {.page_size = 2})) {
    const auto rest = ids_in(service.world.client().pages(list_things, {}, {.cursor = page.cursor}));
    const auto last = page.elements.get().back().at("id");
    CHECK(rest == (last == "t1" ? "t2 t3 t4 |" : last == "t3" ? "t4 |" : ""));
  }
  fails = true;
  auto pages = client.pages(list_things, {}, {.page_size = 2});
  auto page = pages.begin();
  CHECK(pages.cursor() == cursor);
  cursor = page->cursor;
  CHECK_THROWS_AS(++page, ValidationError);
  CHECK_THROWS_AS(++page, ValidationError);
  CHECK(page == pages.end());
  CHECK(pages.cursor() == cursor);
  fails = false;
  CHECK(ids_in(client.pages(list_things, {}, {.cursor = pages.cursor()})) == "t2 t3 t4 |");
}

TEST_CASE("pages: the list is the only one, or the one at the path") {
  const json item{{"id", "1"}, {"tags", {"a", "b"}}};
  PagedThings service([&](std::size_t, std::size_t) {
    return json{{"count", 1},
                {"nothing", nullptr},
                {"project", {{"members", {item}}, {"title", "t"}}},
                {"more", {{"assets", json::array()}}}};
  });
  const Client client = service.world.client();
  const auto first_of = [&](const std::string& path) {
    auto pages = client.pages(list_things, {}, {.path = path});
    const auto page = pages.begin();
    return page == pages.end() ? json() : page->elements.get();
  };
  CHECK(first_of("project.members") == json{item});
  CHECK(first_of("more.assets").is_null());
  CHECK_THROWS_WITH(first_of(""),
                    Contains("2 lists: more.assets, project.members; name one of them by path"));
  CHECK_THROWS_WITH(first_of("project.assets"), Contains("the answer has no 'assets'"));
  CHECK_THROWS_WITH(first_of("project.title"), Contains("leads to a value of type string"));
  CHECK_THROWS_WITH(first_of("nothing"), Contains("the answer has no 'nothing'"));
  CHECK_THROWS_WITH(first_of("count.x"), Contains("the answer has no 'x'"));
  CHECK_THROWS_WITH(first_of("."), Contains("the answer has no ''"));

  PagedThings none([](std::size_t, std::size_t) { return json{{"count", 1}}; });
  CHECK_THROWS_WITH(none.world.client().pages(list_things).begin(), Contains("has no list"));
}

TEST_CASE("pages: bad input is found before anything is sent") {
  PagedThings service(numbered_things(5));
  const Client client = service.world.client();
  const auto error = [&](const std::string& document, const json& variables, const PagesSettings& settings) {
    try {
      static_cast<void>(client.pages(document, variables, settings));
    } catch (const ValidationError& bad) {
      return std::string(bad.what());
    }
    return std::string();
  };
  CHECK(error(list_things, {}, {}).empty());
  CHECK_THAT(error("", {}, {}), Contains("document is empty"));
  CHECK_THAT(error("query ($skip: Int) { a }", {}, {}), Contains("document has no variable $first"));
  CHECK_THAT(error("query ($first: Int) { a }", {}, {}), Contains("document has no variable $skip"));
  CHECK_THAT(error(list_things, {}, {.first_variable = "n"}), Contains("by first_variable"));
  CHECK_THAT(error(list_things, {}, {.first_variable = "skip"}), Contains("are both 'skip'"));
  CHECK_THAT(error("mutation ($first: Int, $skip: Int) { a }", {}, {}), Contains("is a mutation"));
  CHECK_THAT(error(list_things, json::array(), {}), Contains("variables are of type array"));
  CHECK_THAT(error(list_things, {{"first", 1}}, {}), Contains("variables have 'first'"));
  CHECK_THAT(error(list_things, {}, {.page_size = 0}), Contains("page_size 0 is not between 1 and 1000"));
  CHECK_THAT(error(list_things, {}, {.page_size = 1001}), Contains("page_size 1001"));
  CHECK_THAT(error(list_things, {}, {.cursor = "x"}), Contains("is broken"));
  const auto cursor = client.pages(list_things).cursor();
  CHECK(error(list_things, {}, {.cursor = cursor, .page_size = 7}).empty());
  CHECK_THAT(error(list_things, {}, {.cursor = cursor, .skip = 1}), Contains("both given"));
  CHECK_THAT(error(list_things, {{"x", 1}}, {.cursor = cursor}),
             Contains("another document, variables or path"));
  CHECK_THAT(error(list_things, {}, {.cursor = cursor, .path = "things"}), Contains("another document"));
  CHECK_THAT(error(list_things + std::string(" "), {}, {.cursor = cursor}), Contains("another document"));
  CHECK_THAT(error(list_things, {}, {.cursor = client.users().cursor()}), Contains("one of users()"));
  CHECK(service.requests == 0);
}

TEST_CASE("pages: a service that gives the same for ever is left") {
  PagedThings same_ids(
      [give = numbered_things(5)](std::size_t, std::size_t first) { return give(0, first); });
  CHECK_THAT(all_but_the_end(same_ids, list_things, 2), Contains("the same records once more"));
  CHECK(same_ids.requests == 2);
  PagedThings same_id([give = numbered_things(1)](std::size_t, std::size_t first) { return give(0, first); });
  CHECK_THAT(all_but_the_end(same_id, list_things, 1), Contains("the same records once more"));
  CHECK(same_id.requests == 3);
  PagedThings without_ids([](std::size_t, std::size_t) { return json{{"things", {{{"status", "TODO"}}}}}; });
  CHECK_THAT(all_but_the_end(without_ids, list_things, 1), Contains("such as id"));
  CHECK(without_ids.requests == 1001);
  PagedThings too_many([give = numbered_things(5)](std::size_t skip, std::size_t) { return give(skip, 3); });
  CHECK_THAT(all_but_the_end(too_many, list_things, 2), Contains("gave 3 records where 2 were asked for"));
}

TEST_CASE("pages: users of the sandbox, with variables of other names") {
  const TeamInSandbox team;
  json ids = json::array();
  auto pages = team.client.pages(
      "query all($where: UserWhere!, $n: PageSize!, $from: Int!) "
      "{ users(where: $where, first: $n, skip: $from) { id } } query other { me { id } }",
      json{{"where", json::object()}},
      {.first_variable = "n", .operation_name = "all", .page_size = 2, .skip_variable = "from"});
  for (const auto& page : pages) {
    for (const auto& user : page.elements.get()) ids.push_back(user.at("id"));
  }
  CHECK(ids == json{"user-1", "user-2", "user-3", "user-4", "user-5"});
}
