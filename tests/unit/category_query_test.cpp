#include <catch2/catch.hpp>

#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "category_expression.hpp"
#include "fake_transport.hpp"
#include "sandbox/assets/category_search.hpp"
#include "support/category_query.hpp"

using namespace kili;
using support::CategoryQuery;
using support::parse_category_query;

namespace {

/// The tree with parentheses around every group.
std::string in_parentheses(const CategoryQuery& query) {
  if (query.kind == CategoryQuery::Kind::comparison) {
    constexpr std::array<const char*, 5> tokens{"==", ">", ">=", "<", "<="};
    return query.job + "." + query.category + tokens[static_cast<std::size_t>(query.comparison)] +
           fmt::format("{}", query.number);
  }
  std::string text = "(";
  for (const auto& child : query.children) {
    if (text.size() > 1) text += query.kind == CategoryQuery::Kind::all_of ? " & " : " | ";
    text += in_parentheses(child);
  }
  return text + ")";
}

std::string tree(std::string_view text) { return in_parentheses(parse_category_query(text)); }

}  // namespace

TEST_CASE("AND binds closer than OR, parentheses closest, in a category search") {
  CHECK(tree("JOB.A.count > 0") == "JOB.A>0");
  CHECK(tree("J.A.count==1 OR J.B.count>=2 AND J.C.count<=3") == "(J.A==1 | (J.B>=2 & J.C<=3))");
  CHECK(tree(" (J.A.count == 1 OR J_2.B-x*.count < 0)\nAND K.C.count > 10 ") ==
        "((J.A==1 | J_2.B-x*<0) & K.C>10)");
  CHECK(tree("((J.A.count > -1))") == "J.A>-1");
  CHECK(tree("J . A . count > 1") == "J.A>1");
  CHECK(tree("J.A.count >= 1e3 AND J.A.count > 1.5") == "(J.A>=1000 & J.A>1.5)");
  CHECK(tree("OR.AND.count > 1 AND ORDER.OR.count > 1") == "(OR.AND>1 & ORDER.OR>1)");
}

TEST_CASE("words may be glued to AND and OR in a category search") {
  CHECK(tree("J.A.count > 0 ANDK.B.count > 0") == "(J.A>0 & K.B>0)");
  CHECK(tree("J.A.count > 0ANDK.B.count > 0ORL.C.count > 1") == "((J.A>0 & K.B>0) | L.C>1)");
  CHECK(tree("(J.A.count>0)OR(K.B.count>0)") == "(J.A>0 | K.B>0)");
  CHECK(tree("J.A.count > 1e3AND J.B.count > 0") == "(J.A>1000 & J.B>0)");
  // Where an operator stands, it is read as one; where a name stands, as a name.
  CHECK(tree("J.A.count > 0 ANDROID.B.count > 1") == "(J.A>0 & ROID.B>1)");
  CHECK(tree("J.A.count > 0 ORAND.OR.count > 1") == "(J.A>0 | AND.OR>1)");
}

TEST_CASE("numbers of a category search may have a sign and begin or end with the point") {
  CHECK(tree("J.A.count > +1") == "J.A>1");
  CHECK(tree("J.A.count > .5") == "J.A>0.5");
  CHECK(tree("J.A.count > 5.") == "J.A>5");
  for (const char* text : {"J.A.count > +-1", "J.A.count > ++1", "J.A.count > .", "J.A.count > +"})
    CHECK_THROWS_AS(parse_category_query(text), support::CategoryQueryError);
}

TEST_CASE("random category searches select what their expressions say") {
  constexpr std::uint64_t searches = 5'000;
  // Words of the language are names too where a name stands.
  const std::vector<std::pair<std::string, std::string>> operands{{"JOB_0", "A"},
                                                                  {"JOB_0", "B-x"},
                                                                  {"JOB_1", "CAR*"},
                                                                  {"OR", "AND"},
                                                                  {"count", "count"},
                                                                  {"ORDER", "1"},
                                                                  {"T\u00e2che", "\u00c9t\u00e9"}};
  std::size_t matching = 0;
  for (std::uint64_t seed = 0; seed < searches; ++seed) {
    test::CategoryExpressions expressions(seed, operands);
    const auto expression = expressions.make(1 + seed % 4);
    const std::string text = expressions.written(expression);
    std::map<std::pair<std::string, std::string>, std::size_t> counts;
    nlohmann::json label = nlohmann::json::object();
    for (std::size_t i = 0; i < operands.size(); ++i) {
      const auto& [job, category] = operands[i];
      const std::size_t count = (seed >> i) % 4;
      counts[operands[i]] = count;
      for (std::size_t n = 0; n < count; ++n) {
        label[job]["annotations"].push_back({{"categories", {{{"name", category}}}}});
      }
    }
    const bool expected = expression.holds([&](const std::string& job, const std::string& category) {
      return counts.at({job, category});
    });
    matching += expected ? 1 : 0;
    CAPTURE(seed, text, label.dump());
    REQUIRE(sandbox::CategorySearch(text).matches(label) == expected);
  }
  CHECK(matching > searches / 5);
  CHECK(matching < searches * 4 / 5);
}

TEST_CASE("a mistake in a category search is told with its place and what was expected there") {
  struct Mistake {
    const char* text;
    std::size_t position;
    const char* expected;
  };
  const Mistake mistake = GENERATE(values<Mistake>({
      {"", 0, "'(' or the name of a job"},
      {"JOB", 3, "'.' and the name of a category"},
      {"JOB.", 4, "the name of a category"},
      {"A.count > 1", 7, "'.count'"},
      {"JOB_0.A > 1", 7, "'.count'"},
      {"JOB_0.A.count => 1", 14, "one of ==, >=, <=, >, <"},
      {"JOB_0.A.count != 1", 14, "one of ==, >=, <=, >, <"},
      {"JOB_0.A.count > x", 16, "a number"},
      {"JOB_0.A.count > inf", 16, "a number"},
      {"JOB_0.A.count > 1e999", 16, "a number"},
      {"JOB_0.A.count > 1.5x", 19, "AND, OR or the end of the query"},
      {"JOB_0.A.counter > 1", 8, "'count'"},
      {"JOB_0.A .", 9, "'count'"},
      {"(JOB_0.A.count > 1", 18, "AND, OR or ')'"},
      {"JOB_0.A.count > 1)", 17, "AND, OR or the end of the query"},
      {"JOB_1.*.count >= 2", 6, "the name of a category"},
      {"J.A.count > 1 AND", 17, "'(' or the name of a job"},
      {"J.A.count > 1 and J.B.count > 1", 14, "AND, OR or the end of the query"},
  }));
  CAPTURE(mistake.text);
  try {
    static_cast<void>(parse_category_query(mistake.text));
    FAIL("was accepted");
  } catch (const support::CategoryQueryError& error) {
    CHECK(error.position() == mistake.position);
    CHECK(std::string(error.expected()) == mistake.expected);
  }
}

TEST_CASE("parentheses nested without end are refused, not followed off the stack") {
  const std::string deep(1'000'000, '(');
  CHECK_THROWS_AS(parse_category_query(deep), support::CategoryQueryError);
}

TEST_CASE("a category search that is none is refused before anything is sent") {
  test::FakeWorld world([](const HttpRequest&, const std::stop_token&) { return test::answer(500); });
  const auto client = world.client();
  AssetFilters filters;
  filters.label_category_search = "JOB_0.A.count => 1";
  CHECK_THROWS_WITH(client.count_assets("p", filters), Catch::Matchers::Contains("label_category_search") &&
                                                           Catch::Matchers::Contains("at position 14") &&
                                                           Catch::Matchers::Contains("one of =="));
  CHECK_THROWS_AS(client.assets("p", filters), ValidationError);
  CHECK(world.transport->count() == 0);
}
