#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "graphql_server/engine.hpp"
#include "sandbox_schema.hpp"

namespace {

using kili::sandbox::graphql::Response;
using kili::sandbox::graphql::Selection;
using kili::test::sandbox_schema;
using nlohmann::json;

struct CoercedRun {
  Response response;
  json arguments;
};

CoercedRun run_with(const std::string& document, const json& variables) {
  CoercedRun result;
  result.response = execute(sandbox_schema(), document, variables, std::nullopt,
                            [&result](auto, auto, const json& arguments, const Selection&) -> json {
                              result.arguments = arguments;
                              return json::array();
                            });
  return result;
}

const std::string listing =
    "query Q($w: AssetWhere!, $f: PageSize!, $s: Int!) { assets(where: $w, first: $f, skip: $s) { id } }";

CoercedRun list(const json& changes) {
  json variables = {{"w", json::object()}, {"f", 1}, {"s", 0}};
  for (const auto& [key, value] : changes.items()) variables[key] = value;
  return run_with(listing, variables);
}

std::string refusal_of(const Response& response) {
  CHECK(response.status == 400);
  CHECK_FALSE(response.body.contains("data"));
  return response.body.at("errors").at(0).at("message").get<std::string>();
}

}  // namespace

TEST_CASE("Variables that fit are coerced", "[sandbox][graphql]") {
  const std::vector<std::pair<json, json>> cases = {
      // what is sent under "w", what the resolver gets
      {json::object(), json::object()},
      {{{"id", 1}}, {{"id", "1"}}},
      {{{"id", "a"}}, {{"id", "a"}}},
      {{{"id", nullptr}}, {{"id", nullptr}}},
      {{{"statusIn", "TODO"}}, {{"statusIn", {"TODO"}}}},
      {{{"statusIn", {"TODO", "LABELED"}}}, {{"statusIn", {"TODO", "LABELED"}}}},
      {{{"idIn", json::array()}}, {{"idIn", json::array()}}},
      {{{"idIn", {1, "b"}}}, {{"idIn", {"1", "b"}}}},
      {{{"consensusMarkGte", 1}}, {{"consensusMarkGte", 1}}},
      {{{"consensusMarkGte", 0.5}}, {{"consensusMarkGte", 0.5}}},
      {{{"skipped", false}}, {{"skipped", false}}},
      {{{"project", nullptr}}, {{"project", nullptr}}},
      {{{"metadata", {{"a", {1, nullptr, {{"b", 2}}}}}}}, {{"metadata", {{"a", {1, nullptr, {{"b", 2}}}}}}}},
      {{{"createdAtGte", "2024-02-29T12:30:05.123Z"}}, {{"createdAtGte", "2024-02-29T12:30:05.123Z"}}},
  };
  for (const auto& [sent, expected] : cases) {
    CAPTURE(sent.dump());
    const auto result = list({{"w", sent}});
    CHECK(result.response.status == 200);
    CHECK(result.arguments.at("where") == expected);
  }
  CHECK(list({{"s", 1.0}}).arguments.at("skip") == 1);
  CHECK(list({{"s", -2147483648LL}}).arguments.at("skip") == -2147483648LL);
  CHECK(list({{"f", 0}}).arguments.at("first") == 0);
  CHECK(list({{"f", 1000}}).arguments.at("first") == 1000);
  CHECK(list({{"unknown", 3}}).response.status == 200);
}

TEST_CASE("Variables that do not fit are refused", "[sandbox][graphql]") {
  const std::string where = R"(Variable "$w" got invalid value )";
  const std::vector<std::pair<json, std::string>> cases = {
      {{{"w", nullptr}}, R"(Variable "$w" of non-null type "AssetWhere!" must not be null.)"},
      {{{"w", "x"}}, where + R"("x"; Expected type "AssetWhere" to be an object.)"},
      {{{"w", {{"foo", 1}}}}, where + R"({ foo: 1 }; Field "foo" is not defined by type "AssetWhere".)"},
      {{{"w", {{"id", true}}}}, where + R"(true at "w.id"; ID cannot represent value: true)"},
      {{{"w", {{"id", 1.5}}}}, where + R"(1.5 at "w.id"; ID cannot represent value: 1.5)"},
      {{{"w", {{"statusIn", {"TODO", "X"}}}}},
       where + R"("X" at "w.statusIn[1]"; Value "X" does not exist in "AssetStatus" enum.)"},
      {{{"w", {{"statusIn", {1}}}}},
       where + R"(1 at "w.statusIn[0]"; Enum "AssetStatus" cannot represent non-string value: 1.)"},
      {{{"w", {{"statusIn", {nullptr}}}}},
       where + R"(null at "w.statusIn[0]"; Expected non-nullable type "AssetStatus!" not to be null.)"},
      {{{"w", {{"skipped", 1}}}},
       where + R"(1 at "w.skipped"; Boolean cannot represent a non boolean value: 1)"},
      {{{"w", {{"consensusMarkGte", "1"}}}},
       where + R"("1" at "w.consensusMarkGte"; Float cannot represent non numeric value: "1")"},
      {{{"w", {{"externalIdIn", {{"a", 1}}}}}},
       where + R"({ a: 1 } at "w.externalIdIn"; String cannot represent a non string value: { a: 1 })"},
      {{{"w", {{"createdAtGte", "yesterday"}}}},
       where + "\"yesterday\" at \"w.createdAtGte\"; Date cannot represent a value that is not an ISO 8601 "
               "date or "
               "date-time: \"yesterday\""},
      {{{"s", 1.5}}, R"(Variable "$s" got invalid value 1.5; Int cannot represent non-integer value: 1.5)"},
      {{{"s", "1"}}, R"(Variable "$s" got invalid value "1"; Int cannot represent non-integer value: "1")"},
      {{{"s", true}},
       R"(Variable "$s" got invalid value true; Int cannot represent non-integer value: true)"},
      {{{"s", 2147483648LL}},
       "Variable \"$s\" got invalid value 2147483648; Int cannot represent non 32-bit signed integer value: "
       "2147483648"},
      {{{"f", -1}}, R"(Variable "$f" got invalid value -1; PageSize must be between 0 and 1000, got: -1)"},
      {{{"f", 1001}},
       R"(Variable "$f" got invalid value 1001; PageSize must be between 0 and 1000, got: 1001)"},
      {{{"f", "1"}},
       R"(Variable "$f" got invalid value "1"; PageSize cannot represent non-integer value: "1")"},
  };
  for (const auto& [changes, message] : cases) {
    CAPTURE(changes.dump());
    CHECK(refusal_of(list(changes).response) == message);
  }
  CHECK(refusal_of(run_with(listing, nullptr).response) ==
        R"(Variable "$w" of required type "AssetWhere!" was not provided.)");
  CHECK(refusal_of(run_with(listing, json::array()).response) == "Variables must be provided as an object.");
  const auto missing =
      run_with("mutation M($d: [AssetData!]!) { updatePropertiesInAssets(where: {}, data: $d) { id } }",
               {{"d", {{{"resolution", {{"width", 1}}}}}}});
  CHECK(refusal_of(missing.response) ==
        "Variable \"$d\" got invalid value { width: 1 } at \"d[0].resolution\"; Field \"height\" of required "
        "type "
        "\"Float!\" was not provided.");
}

TEST_CASE("Variables nested without end are refused", "[sandbox][graphql]") {
  json value = 1;
  for (int i = 0; i < 1000; ++i) value = json::array({std::move(value)});
  CHECK(refusal_of(list({{"w", {{"metadata", std::move(value)}}}}).response) ==
        "Variables are nested too deeply.");
}

TEST_CASE("Defaults and absent variables in literals", "[sandbox][graphql]") {
  const std::string document =
      "query Q($n: Int = 5, $m: String) { assets(where: {idIn: \"a\", metadata: {k: $m, l: [$m, 1.5, X]}, "
      "label: {search: $m}}, first: 1, skip: $n) { id } }";
  CHECK(run_with(document, nullptr).arguments ==
        json::parse(R"({"first": 1, "skip": 5, "where": {"idIn": ["a"], "label": {},
                        "metadata": {"l": [null, 1.5, "X"]}}})"));
  CHECK(run_with(document, {{"n", 7}, {"m", "z"}}).arguments ==
        json::parse(R"({"first": 1, "skip": 7, "where": {"idIn": ["a"], "label": {"search": "z"},
                        "metadata": {"k": "z", "l": ["z", 1.5, "X"]}}})"));
  const auto null_for_non_null = run_with(document, {{"n", nullptr}}).response;
  CHECK(null_for_non_null.status == 200);
  CHECK(null_for_non_null.body.at("data").is_null());
  CHECK(null_for_non_null.body.at("errors").at(0).at("message") ==
        R"(Argument "skip" of non-null type "Int!" must not be null.)");
}
