#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif

#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "graphql_server/engine.hpp"
#include "sandbox_schema.hpp"

namespace {

using kili::sandbox::graphql::Response;
using kili::sandbox::graphql::Schema;
using kili::sandbox::graphql::Selection;
using kili::test::sandbox_schema;
using nlohmann::json;

Response run_to_error(const std::string& document) {
  return execute(
      sandbox_schema(), document, nullptr, std::nullopt,
      [](auto, auto, const json& arguments, const Selection&) -> json {
        throw kili::sandbox::graphql::ResolverError(arguments.at("where").value("id", std::string()));
      });
}

std::string error_message(const std::string& document) {
  return run_to_error(document).body.at("errors").at(0).at("message").get<std::string>();
}

/// What a string literal stands for.
std::string literal(const std::string& text) {
  return error_message("{ countAssets(where: {id: " + text + "}) }");
}

std::string nested(const std::string& open, const std::string& middle, const std::string& close, int depth) {
  std::string result;
  for (int i = 0; i < depth; ++i) result += open;
  result += middle;
  for (int i = 0; i < depth; ++i) result += close;
  return result;
}

}  // namespace

TEST_CASE("GraphQL syntax errors", "[sandbox][graphql]") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", "Syntax Error: Unexpected <EOF>."},
      {"# only", "Syntax Error: Unexpected <EOF>."},
      {"{", "Syntax Error: Expected Name, found <EOF>."},
      {"{ me { } }", "Syntax Error: Expected Name, found \"}\"."},
      {"{ me() { id } }", "Syntax Error: Expected Name, found \")\"."},
      {"{ me { id } } }", "Syntax Error: Unexpected \"}\"."},
      {"foo { me { id } }", "Syntax Error: Unexpected Name \"foo\"."},
      {"query Q", "Syntax Error: Expected \"{\", found <EOF>."},
      {"fragment F User { id }", "Syntax Error: Expected \"on\", found Name \"User\"."},
      {"fragment on on User { id }", "Syntax Error: Unexpected Name \"on\"."},
      {"query ($x: Int = $y) { me { id } }", "Syntax Error: Unexpected variable \"$y\" in constant value."},
      {"query ($x: [Int) { me { id } }", "Syntax Error: Expected \"]\", found \")\"."},
      {"\"text\" { me { id } }",
       "Syntax Error: Unexpected description, descriptions are supported only on definitions."},
      {"{ me { id ? } }", "Syntax Error: Unexpected character: \"?\"."},
      {"{ me { id é } }", "Syntax Error: Unexpected character: U+00E9."},
      {"{ me { id \x07 } }", "Syntax Error: Invalid character: U+0007."},
      {"{ me { id \xff } }", "Syntax Error: Invalid character: U+00FF."},
      {"{ me { id .. } }", "Syntax Error: Unexpected character: \".\"."},
      {"{ a(b: 01) }", "Syntax Error: Invalid number, unexpected digit after 0: \"1\"."},
      {"{ a(b: 1a) }", "Syntax Error: Invalid number, expected digit but got: \"a\"."},
      {"{ a(b: 1.) }", "Syntax Error: Invalid number, expected digit but got: \")\"."},
      {"{ a(b: -) }", "Syntax Error: Invalid number, expected digit but got: \")\"."},
      {"{ a(b: \"x) }", "Syntax Error: Unterminated string."},
      {"{ a(b: \"x\n\") }", "Syntax Error: Unterminated string."},
      {"{ a(b: \"\"\"x\") }", "Syntax Error: Unterminated string."},
      {"{ a(b: 'x') }",
       "Syntax Error: Unexpected single quote character ('), did you mean to use a double quote (\")?"},
      {R"({ a(b: "\q") })", R"(Syntax Error: Invalid character escape sequence: "\q".)"},
      {R"({ a(b: "\uD800") })", R"(Syntax Error: Invalid Unicode escape sequence: "\uD800".)"},
      {R"({ a(b: "\u{110000}") })", R"(Syntax Error: Invalid Unicode escape sequence: "\u{110000}".)"},
      {"{ a(b: \"\x01\") }", "Syntax Error: Invalid character within String: U+0001."},
  };
  for (const auto& [document, message] : cases) {
    CAPTURE(document);
    const auto response = run_to_error(document);
    CHECK(response.status == 400);
    CHECK_FALSE(response.body.contains("data"));
    CHECK(response.body.at("errors").at(0).at("message") == message);
    CHECK(response.body.at("errors").at(0).at("locations").size() == 1);
  }
}

TEST_CASE("GraphQL errors carry line and column in characters", "[sandbox][graphql]") {
  CHECK(run_to_error("{ me { id }\r\n\r\n foo }").body.at("errors").at(0).at("locations") ==
        json::parse(R"([{"line": 3, "column": 2}])"));
  CHECK(run_to_error("{ me { id }\r\r foo }").body.at("errors").at(0).at("locations") ==
        json::parse(R"([{"line": 3, "column": 2}])"));
  CHECK(run_to_error("{ countAssets(where: {id: \"é\"}) foo }").body.at("errors").at(0).at("locations") ==
        json::parse(R"([{"line": 1, "column": 33}])"));
}

TEST_CASE("GraphQL strings", "[sandbox][graphql]") {
  CHECK(literal(R"("a\"\\\/\b\f\n\r\t")") == "a\"\\/\b\f\n\r\t");
  CHECK(literal(R"("\u00e9 \uD83D\uDE00 \u{1F600}")") == "é 😀 😀");
  CHECK(literal("\"\"\"\n    first\n      second\n\n    third \\\"\"\"\n  \"\"\"") ==
        "first\n  second\n\nthird \"\"\"");
  CHECK(literal("\"\"\"one \"line\" \"\"\"") == "one \"line\" ");
}

TEST_CASE("GraphQL ignores commas, comments and the byte order mark", "[sandbox][graphql]") {
  CHECK(error_message("\xef\xbb\xbf{,countAssets(,where:,{id:,7},),#x\n}") == "7");
}

TEST_CASE("GraphQL names that look like keywords", "[sandbox][graphql]") {
  CHECK(run_to_error("query query { type: __typename fragment: __typename on: __typename true: __typename }")
            .status == 200);
}

TEST_CASE("Hostile nesting is refused, not overflowed", "[sandbox][graphql]") {
  const std::string too_deep = "Syntax Error: Document is nested too deeply.";
  CHECK(error_message(nested("{ me ", "", "}", 100'000 / 4)) == too_deep);
  CHECK(error_message("{ a(b: " + nested("[", "", "]", 20'000) + ") }") == too_deep);
  CHECK(error_message("{ a(b: " + nested("{a:", "1", "}", 15'000) + ") }") == too_deep);
  CHECK(error_message("query($a: " + nested("[", "Int", "]", 20'000) + ") { me }") == too_deep);
  CHECK(error_message("{ me " + nested("{ ... on User ", "{ id }", "}", 10'000) + "}") == too_deep);
  CHECK(error_message(nested("[", "", "", 1'000'000)).find("Syntax Error") == 0);
}

TEST_CASE("Hostile documents are refused in time", "[sandbox][graphql]") {
  std::string many_tokens = "{ me { ";
  for (int i = 0; i < 60'000; ++i) many_tokens += "id ";
  CHECK(error_message(many_tokens + "} }") ==
        "Syntax Error: Document contains more than 50000 tokens. Parsing aborted.");

  std::string chain = "{ ...F0 } ";
  for (int i = 0; i < 5000; ++i) {
    chain += "fragment F" + std::to_string(i) + " on Query { ...F" + std::to_string(i + 1) + " } ";
  }
  CHECK(error_message(chain + "fragment F5000 on Query { me { id } }") == "Document is nested too deeply.");

  std::string same_fields = "{ me { ";
  for (int i = 0; i < 5000; ++i) same_fields += "id ";
  CHECK(error_message(same_fields + "} }") == "Document is too complex to validate.");

  std::string doubling = "{ __type(name: \"__Type\") { ...F0 } } ";
  for (int i = 0; i < 60; ++i) {
    const auto next = " { ...F" + std::to_string(i + 1) + " } ";
    doubling += "fragment F" + std::to_string(i) + " on __Type { a: fields { type" + next +
                "} b: fields { type" + next + "} } ";
  }
  doubling += "fragment F60 on __Type { name }";
  const auto response = run_to_error(doubling);
  CHECK(response.body.at("data").is_null());
  CHECK(response.body.at("errors").at(0).at("message") == "The introspection query is too large.");
}

TEST_CASE("Names of root fields", "[sandbox][graphql]") {
  using kili::sandbox::graphql::root_fields;
  using Names = std::vector<std::string>;
  CHECK(root_fields("{ data: me { id } x: viewer { id } me { id } }", std::nullopt) == Names{"me", "viewer"});
  CHECK(root_fields("query A { a } query B { ...F ... { c } } fragment F on Query { b ...F }", "B") ==
        Names{"b", "c"});
  CHECK(root_fields("query A { a } query B { b }", std::nullopt).empty());
  CHECK(root_fields("{ me", std::nullopt).empty());
}

TEST_CASE("Schemas that cannot be loaded", "[sandbox][graphql]") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"type Query { a: Nope }", "Unknown type \"Nope\". (line 1, column 17)"},
      {"type Query {\n a Int }", "Syntax Error: Expected \":\", found Name \"Int\". (line 2, column 4)"},
      {"type Query { a: Int a: Int }", "\"Query.a\" can only be defined once. (line 1, column 21)"},
      {"type Query { a: Int } type Query { b: Int }",
       "There can be only one type named \"Query\". (line 1, column 23)"},
      {"scalar Query2", "Query root type must be provided (line 1, column 1)"},
      {"type Query { a(b: Query): Int }",
       "The type of \"b\" must be an input type but got: Query. (line 1, column 16)"},
  };
  for (const auto& [sdl, message] : cases) {
    CAPTURE(sdl);
    try {
      Schema::parse(sdl);
      FAIL_CHECK("accepted");
    } catch (const std::invalid_argument& error) {
      CHECK(error.what() == message);
    }
  }
}
