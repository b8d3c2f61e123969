#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "graphql_server/engine.hpp"
#include "sandbox_schema.hpp"

namespace {

using kili::sandbox::graphql::Response;
using kili::sandbox::graphql::Selection;
using kili::test::sandbox_schema;
using nlohmann::json;

Response validate(const std::string& document) {
  return execute(sandbox_schema(), document, nullptr, std::nullopt,
                 [](auto, auto, const json&, const Selection&) { return json(); });
}

struct Case {
  std::string accepted;
  std::string refused;
  std::string message;
};

const std::string end_of_page = ", first: 1, skip: 0) { id } }";

void check(const std::vector<Case>& cases) {
  for (const auto& [accepted, refused, message] : cases) {
    CAPTURE(accepted, refused);
    CHECK(validate(accepted).status == 200);
    const auto response = validate(refused);
    CHECK(response.status == 400);
    CHECK_FALSE(response.body.contains("data"));
    REQUIRE(response.body.contains("errors"));
    CHECK(response.body.at("errors").dump().find(json(message).dump()) != std::string::npos);
  }
}

}  // namespace

TEST_CASE("GraphQL validation of operations and definitions", "[sandbox][graphql]") {
  check({
      {"{ me { id } }", "{ me { id } } type Foo { a: Int }", R"(The "Foo" definition is not executable.)"},
      {"query A { me { id } }", "{ me { id } } schema { query: Query }",
       "The schema definition is not executable."},
      {"{ me { id } }", "query A { me { id } } query A { me { id } }",
       R"(There can be only one operation named "A".)"},
      {"query A { me { id } }", "{ me { id } } query B { me { id } }",
       "This anonymous operation must be the only defined operation."},
      {"mutation { __typename }", "subscription { me }",
       "Schema is not configured to execute subscription operation."},
      {"query($w: AssetWhere = {}) { countAssets(where: $w) }", "query($w: Nope) { countAssets(where: $w) }",
       R"(Unknown type "Nope".)"},
      {"{ me { ... on User { id } } }", "{ me { ... on Nope { id } } }", R"(Unknown type "Nope".)"},
  });
}

TEST_CASE("GraphQL validation of fields", "[sandbox][graphql]") {
  check({
      {"{ me { id } }", "{ me { id foo } }", R"(Cannot query field "foo" on type "User".)"},
      {"{ me { __typename } }", "{ me { __schema { description } } }",
       R"(Cannot query field "__schema" on type "User".)"},
      {"{ me { id } }", "{ me { id { x } } }",
       R"(Field "id" must not have a selection since type "ID!" has no subfields.)"},
      {"{ me { id } }", "{ me }",
       R"(Field "me" of type "User" must have a selection of subfields. Did you mean "me { ... }"?)"},
      {"{ me { a: id b: email } }", "{ me { a: id a: email } }",
       "Fields \"a\" conflict because \"id\" and \"email\" are different fields. Use different aliases on "
       "the fields "
       "to "
       "fetch both if this was intentional."},
      {"{ x: me { a: id } x: me { b: email } }", "{ x: me { a: id } x: me { a: email } }",
       "Fields \"x\" conflict because subfields \"a\" conflict because \"id\" and \"email\" are different "
       "fields. Use "
       "different aliases on the fields to fetch both if this was intentional."},
      {R"({ a: countAssets(where: {id: 1, skipped: true}) a: countAssets(where: {skipped: true, id: 1}) })",
       R"({ a: countAssets(where: {}) a: countAssets(where: {id: 1}) })",
       "Fields \"a\" conflict because they have differing arguments. Use different aliases on the fields to "
       "fetch both "
       "if "
       "this was intentional."},
      {"{ me { ...A ...B } } fragment A on User { x: id } fragment B on User { x: id }",
       "{ me { ...A ...B } } fragment A on User { x: id } fragment B on User { x: email }",
       "Fields \"x\" conflict because \"id\" and \"email\" are different fields. Use different aliases on "
       "the fields "
       "to "
       "fetch both if this was intentional."},
  });
}

TEST_CASE("GraphQL validation of fragments", "[sandbox][graphql]") {
  const std::string used = "{ me { ...F } } ";
  check({
      {used + "fragment F on User { id }", used + "fragment F on AssetWhere { id }",
       R"(Fragment "F" cannot condition on non composite type "AssetWhere".)"},
      {"{ me { ... { id } } }", "{ me { ... on String { id } } }",
       R"(Fragment cannot condition on non composite type "String".)"},
      {used + "fragment F on User { id }", used + "fragment F on User { id } fragment F on User { email }",
       R"(There can be only one fragment named "F".)"},
      {used + "fragment F on User { id }", "{ me { ...G } }", R"(Unknown fragment "G".)"},
      {used + "fragment F on User { id }", "{ me { id } } fragment F on User { id }",
       R"(Fragment "F" is never used.)"},
      {used + "fragment F on User { id }", used + "fragment F on Asset { id }",
       R"(Fragment "F" cannot be spread here as objects of type "User" can never be of type "Asset".)"},
      {"{ me { ... on User { id } } }", "{ me { ... on Asset { id } } }",
       R"(Fragment cannot be spread here as objects of type "User" can never be of type "Asset".)"},
      {used + "fragment F on User { id ...G } fragment G on User { email }",
       used + "fragment F on User { id ...F }", R"(Cannot spread fragment "F" within itself.)"},
      {used + "fragment F on User { ...G ...G } fragment G on User { email }",
       used + "fragment F on User { ...G } fragment G on User { ...F }",
       R"(Cannot spread fragment "F" within itself via "G".)"},
  });
}

TEST_CASE("GraphQL validation of variables", "[sandbox][graphql]") {
  const std::string read = "{ assets(where: $w, first: 1, skip: 0) { id } }";
  check({
      {"query($w: AssetWhere = {}) " + read, "query($w: Asset)" + read,
       R"(Variable "$w" cannot be non-input type "Asset".)"},
      {"query($w: AssetWhere = {}) " + read, "query($w: AssetWhere!, $w: AssetWhere!)" + read,
       R"(There can be only one variable named "$w".)"},
      {"query Q($w: AssetWhere = {}) " + read, "query Q " + read,
       R"(Variable "$w" is not defined by operation "Q".)"},
      {"query($w: AssetWhere = {}) { ...F } fragment F on Query " + read,
       "{ ...F } fragment F on Query " + read, R"(Variable "$w" is not defined.)"},
      {"query Q($w: AssetWhere = {}) " + read, "query Q($w: AssetWhere!, $x: Int)" + read,
       R"(Variable "$x" is never used in operation "Q".)"},
      {"query($i: [ID!]) { countAssets(where: {idIn: $i}) }",
       "query($i: [ID]) { countAssets(where: {idIn: $i}) }",
       R"(Variable "$i" of type "[ID]" used in position expecting type "[ID!]".)"},
      {"query($w: AssetWhere = {}) " + read, "query($w: AssetWhere) " + read,
       R"(Variable "$w" of type "AssetWhere" used in position expecting type "AssetWhere!".)"},
      {"query($m: String) { countAssets(where: {metadata: {a: [$m]}}) }",
       "query($m: String) { countAssets(where: {metadata: $m}) }",
       R"(Variable "$m" of type "String" used in position expecting type "JSON".)"},
  });
}

TEST_CASE("GraphQL validation of directives", "[sandbox][graphql]") {
  check({
      {"{ me { id @skip(if: false) } }", "{ me { id @foo } }", R"(Unknown directive "@foo".)"},
      {"{ me { id @skip(if: false) } }", "{ me { id @deprecated } }",
       R"(Directive "@deprecated" may not be used on FIELD.)"},
      {"{ me { ... @include(if: true) { id } } }", "query @skip(if: true) { me { id } }",
       R"(Directive "@skip" may not be used on QUERY.)"},
      {"{ me { id @skip(if: false) @include(if: true) } }", "{ me { id @skip(if: false) @skip(if: false) } }",
       R"(The directive "@skip" can only be used once at this location.)"},
      {"{ me { id @skip(if: false) } }", "{ me { id @skip } }",
       R"(Directive "@skip" argument "if" of type "Boolean!" is required, but it was not provided.)"},
      {"{ me { id @skip(if: false) } }", "{ me { id @skip(if: false, unless: true) } }",
       R"(Unknown argument "unless" on directive "@skip".)"},
  });
}

TEST_CASE("GraphQL validation of arguments and values", "[sandbox][graphql]") {
  const auto where = [](const std::string& value) { return "{ assets(where: " + value + end_of_page; };
  check({
      {where("{}"), "{ assets(where: {}, first: 1, skip: 0, x: 1) { id } }",
       R"(Unknown argument "x" on field "Query.assets".)"},
      {where("{}"), "{ assets(where: {}, where: {}, first: 1, skip: 0) { id } }",
       R"(There can be only one argument named "where".)"},
      {where("{}"), "{ assets(first: 1, skip: 0) { id } }",
       R"(Field "assets" argument "where" of type "AssetWhere!" is required, but it was not provided.)"},
      {where("{statusIn: null}"), where("null"), R"(Expected value of type "AssetWhere!", found null.)"},
      {where("{id: 5}"), where("5"), R"(Expected value of type "AssetWhere!", found 5.)"},
      {where("{id: 5}"), where("{foo: 5}"), R"(Field "foo" is not defined by type "AssetWhere".)"},
      {where("{id: 5}"), where("{id: 5, id: 6}"), R"(There can be only one input field named "id".)"},
      {where("{metadata: {a: 1}}"), where("{metadata: {a: 1, a: 2}}"),
       R"(There can be only one input field named "a".)"},
      {"mutation { updatePropertiesInAssets(where: {}, data: {resolution: {width: 1, height: 2.5}}) { id } }",
       "mutation { updatePropertiesInAssets(where: {}, data: {resolution: {width: 1}}) { id } }",
       R"(Field "ResolutionData.height" of required type "Float!" was not provided.)"},
      {where("{statusIn: TODO}"), where("{statusIn: [FOO]}"),
       R"(Value "FOO" does not exist in "AssetStatus" enum.)"},
      {where("{statusIn: [TODO]}"), where("{statusIn: \"TODO\"}"),
       R"(Enum "AssetStatus" cannot represent non-enum value: "TODO".)"},
      {where("{id: \"x\"}"), where("{id: 1.5}"),
       "ID cannot represent a non-string and non-integer value: 1.5"},
      {where("{skipped: true}"), where("{skipped: 1}"), "Boolean cannot represent a non boolean value: 1"},
      {where("{consensusMarkGte: 1}"), where("{consensusMarkGte: \"1\"}"),
       R"(Float cannot represent non numeric value: "1")"},
      {where("{externalIdIn: \"a\"}"), where("{externalIdIn: [1]}"),
       "String cannot represent a non string value: 1"},
      {where("{createdAtGte: \"2024-02-29\"}"), where("{createdAtGte: \"2023-02-29\"}"),
       R"(Date cannot represent a value that is not an ISO 8601 date or date-time: "2023-02-29")"},
      {"{ assets(where: {}, first: 1000, skip: 2147483647) { id } }",
       "{ assets(where: {}, first: 1001, skip: 0) { id } }",
       "PageSize must be between 0 and 1000, got: 1001"},
      {where("{}"), "{ assets(where: {}, first: 1, skip: 2147483648) { id } }",
       "Int cannot represent non 32-bit signed integer value: 2147483648"},
      {where("{}"), "{ assets(where: {}, first: 1, skip: 1.0) { id } }",
       "Int cannot represent non-integer value: 1.0"},
  });
}

TEST_CASE("GraphQL validation stops after a hundred errors", "[sandbox][graphql]") {
  std::string document = "{ me { id ";
  for (int i = 0; i < 500; ++i) document += "x" + std::to_string(i) + ' ';
  const auto response = validate(document + "} }");
  CHECK(response.status == 400);
  CHECK(response.body.at("errors").size() == 101);
}
