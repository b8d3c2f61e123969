// Documents of the caller's own and cursors over sockets, and the programs project_by_title and errors.

#include <sys/wait.h>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <string>

#include <fmt/format.h>

#include "example_program.hpp"
#include "sandbox_client.hpp"

using namespace kili;
using namespace kili::test;
using nlohmann::json;

namespace {

/// A project "p" of five assets, the second one with a label.
void load_five_assets(Sandbox& sandbox) {
  json assets = json::array();
  for (const int i : {0, 1, 2, 3, 4})
    assets.push_back({{"externalId", fmt::format("asset {}", i)}, {"id", fmt::format("asset-{}", i)}});
  assets[1]["labels"] = json::array({{{"id", "label-1"}}});
  static_cast<void>(sandbox.load_fixture(
      {{"project", {{"id", "p"}, {"inputType", "IMAGE"}, {"title", "street lamps"}}}, {"assets", assets}}));
}

}  // namespace

TEST_CASE(
    "a document over sockets: a lost answer of a query is asked for again, of a mutation it is an error") {
  Sandbox sandbox;
  load_five_assets(sandbox);
  const Client client = client_of(sandbox, {.message_sink = std::make_shared<SilentSink>()});
  sandbox.configure({{"faults", {{{"op", "countAssets"}, {"when", "after"}, {"count", 1}}}}});
  CHECK(client
            .execute("query ($where: AssetWhere!) { countAssets(where: $where) }",
                     json{{"where", {{"project", {{"id", "p"}}}}}})
            .get() == json{{"countAssets", 5}});
  sandbox.configure({{"faults", {{{"op", "createTag"}, {"when", "after"}, {"count", 1}}}}});
  try {
    static_cast<void>(client.execute("mutation { createTag(data: {label: \"a\"}) { id } }"));
    FAIL("nothing was thrown");
  } catch (const ConnectionError& error) {
    CHECK(error.context().outcome_unknown);
  }
  CHECK(client.execute("{ listTagsByOrg { label } }").get() == json{{"listTagsByOrg", {{{"label", "a"}}}}});
}

TEST_CASE("pages and cursors over sockets go on in another client") {
  Sandbox sandbox;
  load_five_assets(sandbox);
  std::string cursor;
  std::string of_pages;
  const char* const document =
      "query ($first: PageSize!, $skip: Int!) "
      "{ assets(where: {project: {id: \"p\"}}, first: $first, skip: $skip) { externalId } }";
  {
    const Client client = client_of(sandbox);
    auto assets = client.assets("p", {}, {.fields = {"externalId"}, .page_size = 2});
    const auto page = assets.next_page();
    REQUIRE(page);
    CHECK(page->records.size() == 2);
    cursor = page->cursor;
    auto pages = client.pages(document, {}, {.page_size = 2});
    of_pages = pages.begin()->cursor;
  }
  const Client client = client_of(sandbox);
  std::string rest;
  for (const Asset& asset : client.assets("p", {}, {.cursor = cursor, .fields = {"externalId"}}))
    rest += std::string(asset.external_id()) + ';';
  CHECK(rest == "asset 2;asset 3;asset 4;");
  json elements = json::array();
  for (const JsonPage& page : client.pages(document, {}, {.cursor = of_pages}))
    elements.insert(elements.end(), page.elements.get().begin(), page.elements.get().end());
  CHECK(elements ==
        json{{{"externalId", "asset 2"}}, {{"externalId", "asset 3"}}, {{"externalId", "asset 4"}}});
}

#ifdef KILI_EXAMPLE_PROJECT_BY_TITLE
TEST_CASE("the example project_by_title prints the counts of a project") {
  Sandbox sandbox;
  load_five_assets(sandbox);
  const auto found = run_example(sandbox, KILI_EXAMPLE_PROJECT_BY_TITLE, "'street lamps'");
  CHECK(found.status == 0);
  CHECK(found.output ==
        "street lamps has the id p\n5 assets, 0 of them skipped\n1 labels\n0 open issues\n1 members\n"
        "answer of a document: {\"projects\":[{\"numberOfSkippedAssets\":0}]}\n");
  const auto missing = run_example(sandbox, KILI_EXAMPLE_PROJECT_BY_TITLE, "'Street lamps'");
  CHECK(missing.status == 3);
  CHECK_THAT(missing.output, Catch::Contains("no project has the title 'Street lamps'"));
}
#endif

#ifdef KILI_EXAMPLE_ERRORS
TEST_CASE("the example errors says what each error asks for") {
  Sandbox sandbox;
  load_five_assets(sandbox);
  sandbox.configure({{"faults",
                      {{{"op", "createTag"}, {"when", "after"}, {"count", 1}},
                       {{"op", "assets"}, {"when", "status"}, {"status", 500}, {"skip", 1}, {"count", 1}}}}});
  const auto end = run_example(sandbox, KILI_EXAMPLE_ERRORS, "p");
  CHECK(end.status == 0);
  CHECK_THAT(end.output, Catch::StartsWith("bad argument: change the argument: created_at_gte"));
  const std::string rest = end.output.substr(end.output.find('\n') + 1);
  CHECK_THAT(rest, Catch::StartsWith("wrong key: ask the owner for another key\n"
                                     "wrong title: look up the name again\n"
                                     "wrong document: the service refuses: "));
  CHECK_THAT(rest, Catch::EndsWith("\nno time: deadline_exceeded\n"
                                   "stopped: cancelled\n"
                                   "change: look whether it was done, operation createTag\n"
                                   "listing: try again later, operation assets\n"
                                   "3 more\n"));
}
#endif
