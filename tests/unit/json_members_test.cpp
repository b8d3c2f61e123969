#include <catch2/catch.hpp>
#include <string>

#include "support/json_members.hpp"
#include "support/json_text.hpp"

using kili::support::JsonMembers;

TEST_CASE("the members of an object keep their order and their text") {
  auto members =
      JsonMembers::read(R"( {"b": [1, 2.50, {"x": [ ], "y": {}}], "a":"\u00e9\n", "n":null, "t":true,
                                        "big": 123456789012345678901234567890, "e":1E+2, "z":-0, "":[[1],[2,[3]]]} )");
  REQUIRE(members);
  CHECK(members->text() ==
        R"({"b": [1, 2.50, {"x": [], "y": {}}], "a": "\u00e9\n", "n": null, "t": true, "big": )"
        R"(123456789012345678901234567890, "e": 1E+2, "z": -0, "": [[1], [2, [3]]]})");
  REQUIRE(members->find("b"));
  CHECK(*members->find("b") == R"([1, 2.50, {"x": [], "y": {}}])");
  CHECK(members->find("c") == nullptr);
  members->set("a", "1");
  members->set("new", R"("x")");
  members->keep_only({"a", "new", "absent"});
  CHECK(members->text() == R"({"a": 1, "new": "x"})");
}

TEST_CASE("what Python's json writes keeps its text") {
  const char* text =
      R"({"n": NaN, "i": [Infinity, -Infinity], "e": 1e400, "\ud83d": "x\udc00y", "\ud83e": "\ud83d\ude00"})";
  auto members = JsonMembers::read(text);
  REQUIRE(members);
  CHECK(members->text() == text);
  CHECK(JsonMembers::read("{\"a\xc3\xa9\":\"\xf0\x9f\x98\x80\\ud83d\"}")->text() ==
        R"({"a\u00e9": "\ud83d\ude00\ud83d"})");
}

TEST_CASE("of a repeated key the last value counts") {
  CHECK(JsonMembers::read(R"({"a":1,"b":2,"a":3})")->text() == R"({"a": 3, "b": 2})");
  CHECK(JsonMembers::read("{}")->text() == "{}");
}

TEST_CASE("what is no JSON object has no members") {
  for (const char* text : {"", "[]", "1", "\"x\"", "null", "{", "{\"a\":}", "{}x", "nonsense"}) {
    INFO(text);
    CHECK_FALSE(JsonMembers::read(text));
  }
  CHECK_FALSE(JsonMembers::read("{\"a\":" + std::string(kili::support::max_json_depth, '[') +
                                std::string(kili::support::max_json_depth, ']') + "}"));
}
