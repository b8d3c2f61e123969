#include <catch2/catch.hpp>
#include <list>

#include "kili/list.hpp"

using kili::List;

namespace {
struct Arguments {
  List<std::string> names{};
};
}  // namespace

TEST_CASE("two string literals are two elements, however many braces stand around them") {
  const Arguments one{.names = {"a", "b"}};
  CHECK(*one.names == std::vector<std::string>{"a", "b"});
  const List<std::string> two{{"a", "b"}};
  CHECK(*two == std::vector<std::string>{"a", "b"});
}

TEST_CASE("not given and empty are different") {
  const Arguments absent{};
  CHECK_FALSE(absent.names.has_value());
  CHECK(List<std::string>::empty_list().has_value());
  CHECK_FALSE(List<std::string>::empty_list().has_elements());
  CHECK(List<std::string>(std::vector<std::string>{}).has_value());
  CHECK_FALSE(List<int>(std::nullopt).has_value());
}

TEST_CASE("any range of convertible values is a list") {
  const std::list<const char*> source{"x", "y"};
  CHECK(*List<std::string>(source) == std::vector<std::string>{"x", "y"});
  CHECK(*List<bool>{true, false} == std::vector<bool>{true, false});
}

TEST_CASE("elements may be absent, and literals stay elements") {
  struct Holes {
    List<std::optional<int>> numbers{};
    List<List<std::string>> people{};
    List<std::optional<std::string>> texts{};
  };
  const Holes holes{.numbers = {1, std::nullopt}, .people = {{"a", "b"}, {}}, .texts = {"a", std::nullopt}};
  CHECK(holes.numbers->back() == std::nullopt);
  REQUIRE(holes.people.size() == 2);
  CHECK(*holes.people->front() == std::vector<std::string>{"a", "b"});
  CHECK_FALSE(holes.people->back().has_value());
  CHECK(*holes.texts == std::vector<std::optional<std::string>>{"a", std::nullopt});
  const List<std::optional<std::string>> two{{"a", "b"}};
  CHECK(*two == std::vector<std::optional<std::string>>{"a", "b"});
  const List<std::optional<std::string>> one_hole{std::nullopt};
  CHECK(one_hole.size() == 1);
  const std::vector<std::string> plain{"x"};
  CHECK(*List<std::optional<std::string>>(plain) == std::vector<std::optional<std::string>>{"x"});
}
