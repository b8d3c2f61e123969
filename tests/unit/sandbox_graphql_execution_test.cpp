#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif

#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <nlohmann/json.hpp>

#include "graphql_server/engine.hpp"
#include "sandbox_schema.hpp"

namespace {

using kili::sandbox::graphql::Response;
using kili::sandbox::graphql::Selection;
using kili::test::sandbox_schema;
using nlohmann::json;

/// Root fields resolve to the members of `root`; those that are {"error": text} fail.
Response execute_on(const std::string& document, const json& root, const json& variables = nullptr,
                    const std::optional<std::string>& operation_name = std::nullopt) {
  return execute(sandbox_schema(), document, variables, operation_name,
                 [&root](auto, std::string_view field, const json&, const Selection&) -> json {
                   const auto value = root.value(std::string(field), json());
                   if (value.is_object() && value.contains("error")) {
                     throw kili::sandbox::graphql::ResolverError(value.at("error").get<std::string>());
                   }
                   return value;
                 });
}

json user() { return {{"id", "u"}, {"email", "u@example.com"}, {"firstname", nullptr}}; }

json label() {
  return {{"id", "l"},
          {"author", user()},
          {"labelType", "DEFAULT"},
          {"jsonResponse", "{}"},
          {"createdAt", "2024-01-01"}};
}

std::string assets_document(const std::string& fields) {
  return "{ assets(where: {}, first: 1, skip: 0) { " + fields + " } }";
}

void check_error(const Response& response, const std::string& message, const json& path) {
  CHECK(response.status == 200);
  const auto& error = response.body.at("errors").at(0);
  CHECK(error.at("message") == message);
  CHECK(error.at("path") == path);
  CHECK(error.at("locations").size() == 1);
}

}  // namespace

TEST_CASE("Selected fields are completed", "[sandbox][graphql]") {
  const auto response = execute_on(
      "query Q($yes: Boolean!) { data: me { id a: email b: email __typename ... @skip(if: $yes) { "
      "firstname } ...F } "
      "me { id } me { email } __typename } fragment F on User { firstname @include(if: $yes) }",
      {{"me", user()}}, {{"yes", true}});
  CHECK(response.status == 200);
  CHECK(response.body == json::parse(R"({"data": {
    "data": {"id": "u", "a": "u@example.com", "b": "u@example.com", "__typename": "User", "firstname": null},
    "me": {"id": "u", "email": "u@example.com"}, "__typename": "Query"}})"));
}

TEST_CASE("Nothing but the selected fields is returned", "[sandbox][graphql]") {
  const auto response =
      execute_on(assets_document("labels { author { id } } l: labels { id }"),
                 {{"assets", {{{"id", "a"}, {"secret", 1}, {"labels", {label(), label()}}}}}});
  CHECK(response.body == json::parse(R"({"data": {"assets": [
    {"labels": [{"author": {"id": "u"}}, {"author": {"id": "u"}}], "l": [{"id": "l"}, {"id": "l"}]}]}})"));
}

TEST_CASE("Errors of resolvers", "[sandbox][graphql]") {
  SECTION("a nullable field is null") {
    const auto response =
        execute_on("{ data: me { id } viewer { id } }", {{"me", {{"error", "boom"}}}, {"viewer", user()}});
    check_error(response, "boom", {"data"});
    CHECK(response.body.at("data") == json::parse(R"({"data": null, "viewer": {"id": "u"}})"));
    CHECK(response.body.at("errors").at(0).at("locations") == json::parse(R"([{"line": 1, "column": 3}])"));
  }
  SECTION("a non-null field makes all of data null") {
    const auto response =
        execute_on("{ me { id } n: countAssets(where: {}) }", {{"countAssets", {{"error", "boom"}}}});
    check_error(response, "boom", {"n"});
    CHECK(response.body.at("data").is_null());
  }
}

TEST_CASE("Null spreads to the next nullable field", "[sandbox][graphql]") {
  auto nameless = label();
  nameless["author"]["email"] = nullptr;
  SECTION("through objects and lists to a nullable list") {
    const auto response = execute_on(assets_document("id latestLabels { author { email } }"),
                                     {{"assets", {{{"id", "a"}, {"latestLabels", {label(), nameless}}}}}});
    check_error(response, "Cannot return null for non-nullable field LabelAuthor.email.",
                {"assets", 0, "latestLabels", 1, "author", "email"});
    CHECK(response.body.at("data") == json::parse(R"({"assets": [{"id": "a", "latestLabels": null}]})"));
  }
  SECTION("to the root") {
    const auto response = execute_on(assets_document("id"), {{"assets", {{{"id", "a"}}, json::object()}}});
    check_error(response, "Cannot return null for non-nullable field Asset.id.", {"assets", 1, "id"});
    CHECK(response.body.at("data").is_null());
  }
  SECTION("null items of a list") {
    const auto response = execute_on("{ filterExistingAssets(projectID: 1, externalIDs: []) }",
                                     {{"filterExistingAssets", {"a", nullptr}}});
    check_error(response, "Cannot return null for non-nullable field Query.filterExistingAssets.",
                {"filterExistingAssets", 1});
  }
}

TEST_CASE("Values of leaves are checked", "[sandbox][graphql]") {
  struct Case {
    std::string field;
    json value;
    json expected;
    std::string message;
  };
  const std::vector<Case> cases = {
      {"status", "TODO", "TODO", ""},
      {"status", "NOPE", nullptr, R"(Enum "AssetStatus" cannot represent value: "NOPE")"},
      {"consensusMark", 1, 1, ""},
      {"consensusMark", "x", nullptr, R"(Float cannot represent non numeric value: "x")"},
      {"jsonContent", 12, "12", ""},
      {"jsonContent", json::array(), nullptr, "String cannot represent value: []"},
      {"jsonMetadata", {{"a", {1}}}, {{"a", {1}}}, ""},
      {"latestLabels", 5, nullptr,
       "Expected Iterable, but did not find one for field \"Asset.latestLabels\"."},
      {"latestLabel", 5, nullptr, "Expected value of type \"Label\" but got: 5."},
  };
  for (const auto& [field, value, expected, message] : cases) {
    CAPTURE(field, value.dump());
    const auto selection = field.starts_with("latest") ? field + " { id }" : field;
    const auto response = execute_on(assets_document(selection), {{"assets", {{{field, value}}}}});
    CHECK(response.body.at("data").at("assets").at(0).at(field) == expected);
    if (!message.empty()) check_error(response, message, {"assets", 0, field});
  }
  check_error(execute_on("{ countAssets(where: {}) }", {{"countAssets", 1LL << 40U}}),
              "Int cannot represent non 32-bit signed integer value: 1099511627776", {"countAssets"});
  CHECK(execute_on("{ countAssets(where: {}) }", {{"countAssets", 3.0}}).body.at("data").at("countAssets") ==
        3);
  CHECK(execute_on("{ me { id } }", {{"me", {{"id", 5}}}}).body.at("data").at("me").at("id") == "5");
}

TEST_CASE("The operation to run", "[sandbox][graphql]") {
  const std::string two = "query A { me { id } } query B { viewer { id } }";
  const json root = {{"me", user()}, {"viewer", user()}};
  CHECK(execute_on(two, root, nullptr, "B").body.at("data") == json::parse(R"({"viewer": {"id": "u"}})"));
  const auto problem = [&](const std::string& document, const std::optional<std::string>& name) {
    const auto response = execute_on(document, root, nullptr, name);
    CHECK(response.status == 400);
    CHECK_FALSE(response.body.contains("data"));
    return response.body.at("errors").at(0).at("message").get<std::string>();
  };
  CHECK(problem(two, std::nullopt) == "Must provide operation name if query contains multiple operations.");
  CHECK(problem(two, "C") == "Unknown operation named \"C\".");
  CHECK(problem("{ me { id } }", "") == "Unknown operation named \"\".");
}

TEST_CASE("Mutations run one after the other", "[sandbox][graphql]") {
  std::vector<std::string> calls;
  const auto response =
      execute(sandbox_schema(),
              "mutation { z: unskipAsset(projectId: 1, assetId: 2) "
              "a: skipAsset(reason: \"r\", where: {id: 3}) { id } }",
              nullptr, std::nullopt,
              [&calls](auto type, auto field, const json& arguments, const Selection&) -> json {
                calls.push_back(std::string(type) + ' ' + std::string(field) + ' ' + arguments.dump());
                return field == "unskipAsset" ? json(true) : json{{"id", "3"}};
              });
  CHECK(calls == std::vector<std::string>{R"(mutation unskipAsset {"assetId":"2","projectId":"1"})",
                                          R"(mutation skipAsset {"reason":"r","where":{"id":"3"}})"});
  CHECK(response.body == json::parse(R"({"data": {"z": true, "a": {"id": "3"}}})"));
}

TEST_CASE("A resolver may ask what is selected", "[sandbox][graphql]") {
  bool asked = false;
  execute(sandbox_schema(),
          "query($no: Boolean = false) { assets(where: {}, first: 1, skip: 0) { key: id status @include(if: "
          "$no) ...F } } "
          "fragment F on Asset { ... { labels { content: id } } }",
          nullptr, std::nullopt, [&asked](auto, auto, const json&, const Selection& selection) {
            asked = true;
            CHECK(selection.has("id"));
            CHECK(selection.has("labels"));
            CHECK_FALSE(selection.has("key"));
            CHECK_FALSE(selection.has("status"));
            CHECK_FALSE(selection.has("content"));
            return json::array();
          });
  CHECK(asked);
}

TEST_CASE("Requests from many threads", "[sandbox][graphql]") {
  std::vector<std::thread> threads;
  std::vector<int> successes(4);
  for (auto& count : successes) {
    threads.emplace_back([&count] {
      for (int i = 0; i < 500; ++i) {
        // More documents than the cache holds, so that entries come and go.
        const auto key = "k" + std::to_string(i % 300);
        const auto response = execute_on("{ " + key + ": me { id } }", {{"me", user()}});
        if (response.body.at("data").at(key).at("id") == "u") ++count;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(successes == std::vector<int>(4, 500));
}
