#include "graphql/document_scan.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "kili/errors.hpp"

using namespace kili;
using graphql::operation_of;
using graphql::scan_document;
using graphql::ScannedOperation;

namespace {

using Catch::Matchers::Contains;
using Kind = ScannedOperation::Kind;

ScannedOperation only(std::string_view document) { return operation_of(scan_document(document), ""); }

}  // namespace

TEST_CASE("a document says whether it is a query or a mutation, and what its root field is") {
  struct Case {
    std::string document;
    Kind kind;
    std::string name;
    std::string root_field;
  };
  const auto each = GENERATE(
      Case{"{ viewer { email } }", Kind::query, "", "viewer"},
      Case{"query{viewer{email}}", Kind::query, "", "viewer"},
      Case{"query me { data: viewer { email } }", Kind::query, "me", "viewer"},
      Case{"\xEF\xBB\xBF,,mutation M($a: Int) @x(y: {z: \"}\"}) { a(b: $a) { c } }", Kind::mutation, "M",
           "a"},
      Case{"# mutation { a }\r\nquery Q { b }", Kind::query, "Q", "b"},
      Case{"# query { a }\rmutation mutation { mutation }", Kind::mutation, "mutation", "mutation"},
      Case{R"(query Q { a(text: "} mutation { \" # ") { b } })", Kind::query, "Q", "a"},
      Case{"query Q { a(text: \"\"\"} \\\"\"\" \" mutation { x } # \n\"\"\") }", Kind::query, "Q", "a"},
      Case{R"(query Q { a(text: """""") })", Kind::query, "Q", "a"},
      Case{R"(query Q { a(text: "") })", Kind::query, "Q", "a"},
      Case{"fragment mutation on Query { a } query Q { ...mutation }", Kind::query, "Q", ""},
      Case{"mutation M { ...F } fragment F on Mutation @a(b: {c: [1, -2.5e+3]}) { a }", Kind::mutation, "M",
           ""},
      Case{"subscription { a }", Kind::subscription, "", "a"},
      Case{"query query { query: query }", Kind::query, "query", "query"});
  INFO(each.document);
  const auto scanned = only(each.document);
  CHECK(scanned.kind == each.kind);
  CHECK(scanned.name == each.name);
  CHECK(scanned.root_field == each.root_field);
}

TEST_CASE("the variables of an operation are those that it declares") {
  const std::string document =
      "query Q($first: PageSize! = 5, $where: W = {a: [\"$b\"]} @c(d: 1), # $e: Int\n $skip: Int!) "
      "{ a(first: $first, x: $y) }";
  const auto scanned = only(document);
  CHECK(scanned.variables == std::vector<std::string_view>{"first", "where", "skip"});
  CHECK(scanned.has_variable("skip"));
  CHECK_FALSE(scanned.has_variable("y"));
  CHECK(only("query Q { a(x: $y) }").variables.empty());
}

TEST_CASE("of several operations the named one is meant") {
  const std::string document = "query A { a } mutation B { b } query C { c } fragment F on T { d }";
  const auto operations = scan_document(document);
  REQUIRE(operations.size() == 3);
  CHECK(operation_of(operations, "B").kind == Kind::mutation);
  CHECK(operation_of(operations, "C").root_field == "c");
  CHECK_THROWS_WITH(operation_of(operations, ""),
                    "document has 3 operations: A, B, C; name one of them by operation_name");
  CHECK_THROWS_WITH(operation_of(operations, "F"),
                    "operation_name 'F' is not in the document, which has: A, B, C");
  CHECK_THROWS_WITH(operation_of(scan_document("{ a }"), "A"), Contains("(without a name)"));
}

TEST_CASE("what is no document is refused with its line") {
  struct Case {
    std::string document;
    std::string message;
  };
  const auto each = GENERATE(
      Case{"fragment F on T { a }", "has no operation"}, Case{"# nothing", "has no operation"},
      Case{"\n\nselect * from assets", "line 3: 'select' begins neither"},
      Case{"type Query { a: Int }", "line 1: 'type' begins neither"},
      Case{"\"query\" { a }", "line 1: '\"query\"' begins neither"}, Case{"query Q", "no fields"},
      Case{"fragment F on T", "a fragment has no fields"}, Case{"query Q {\n a { b }\n", "'{' is not closed"},
      Case{"query Q { a(b: [1) }", "')' closes '['"}, Case{"query Q($a: Int { b }", "'(' is not closed"},
      Case{"{ a } }", "'}' begins neither"}, Case{"{ a(b: \"c\n\") }", "line 1: a string does not end"},
      Case{"{ a(b: \"c\\", "a string does not end"},
      Case{"{ a(b: \"\"\"c\\\"\"\"", "a block string does not end"},
      Case{"{ a; b }", "';' is no part of a document"}, Case{"{ \xC3\xA9 }", "'\xC3\xA9' is no part"},
      Case{"{ a . b }", "'.' is no part"}, Case{std::string("{ a \0 }", 7), "is no part"});
  INFO(each.document);
  CHECK_THROWS_WITH(only(each.document), Contains(each.message));
  CHECK_THROWS_AS(only(each.document), ValidationError);
}

TEST_CASE("a document of a million brackets is scanned without recursion") {
  constexpr std::size_t depth = 1'000'000;
  CHECK(only("query Q { a " + std::string(depth, '{') + std::string(depth, '}') + " }").name == "Q");
  CHECK_THROWS_AS(only("query Q { a " + std::string(depth, '{')), ValidationError);
}
