#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <map>
#include <random>

#include "api/assets/asset_fields.hpp"
#include "fake_service.hpp"
#include "fake_transport.hpp"
#include "table/table_builder.hpp"
#include "table/table_data.hpp"

using namespace kili;
using namespace kili::test;
using nlohmann::json;

namespace {

Table table_of(const std::vector<json>& records, const std::vector<std::string>& fields = {},
               detail::TableBuilder::GroupLimits limits = {}) {
  detail::TableBuilder builder(fields, &api::asset_column_type, limits);
  for (const auto& record : records) builder.append(record);
  return Table(std::move(builder).finish());
}

/// The column "x" of records that have these values there.
TableColumn column_of(const std::vector<json>& values) {
  std::vector<json> records;
  for (const auto& value : values) records.push_back({{"x", value}});
  return table_of(records, {"x"}, {.rows = 2}).column("x");
}

std::vector<std::string> texts_of(const TableColumn& column) {
  std::vector<std::string> texts;
  for (const auto text : column.texts()) texts.emplace_back(text.value_or("-"));
  return texts;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("a table has a column for each requested part, in the order of the request") {
  const Table table = table_of({{{"id", "a"}, {"labels", json::array()}, {"priority", 1}}},
                               {"priority", "labels.author.email", "id", "labels.id", "id"});
  CHECK(table.column_names() == std::vector<std::string_view>{"priority", "labels", "id"});
  CHECK(table.row_count() == 1);
  CHECK(table.column("labels").type() == ColumnType::json);
  CHECK(table.column_at(2).name() == "id");
}

TEST_CASE("what an inline fragment brings is a column") {
  const Table table = table_of({{{"id", "a"}, {"priority", 1}}}, {"... on Asset { priority }", "id"});
  CHECK(table.column_names() == std::vector<std::string_view>{"id", "priority"});
  CHECK(table.column("priority").type() == ColumnType::integer);
}

TEST_CASE("members that were not requested get columns at the end, empty before they came up") {
  const Table table =
      table_of({{{"id", "a"}}, {{"id", "b"}, {"z", 1}, {"extra", true}}, {{"id", "c"}, {"z", 2}}}, {"id"});
  CHECK(table.column_names() == std::vector<std::string_view>{"id", "extra", "z"});
  CHECK(table.record(0).get() == json{{"id", "a"}, {"extra", nullptr}, {"z", nullptr}});
  CHECK(table.record(1).get() == json{{"id", "b"}, {"extra", true}, {"z", 1}});
  CHECK(table.record(2).get() == json{{"id", "c"}, {"extra", nullptr}, {"z", 2}});
  CHECK(table.column("z").null_count() == 1);
}

TEST_CASE("columns have the type of their values") {
  CHECK(column_of({true, nullptr, false}).type() == ColumnType::boolean);
  CHECK(column_of({1, nullptr, -3}).type() == ColumnType::integer);
  CHECK(column_of({0.5, nullptr, 2.0}).type() == ColumnType::number);
  CHECK(column_of({"a", nullptr, ""}).type() == ColumnType::text);
  CHECK(column_of({json::object(), nullptr, json::array()}).type() == ColumnType::json);
  CHECK(column_of({nullptr, nullptr}).type() == ColumnType::text);
}

TEST_CASE("missing values are told from false, zero and empty texts") {
  const auto booleans = column_of({true, nullptr, false});
  CHECK(booleans.boolean(0) == true);
  CHECK(booleans.boolean(1) == std::nullopt);
  CHECK(booleans.boolean(2) == false);
  CHECK(booleans.null_count() == 1);
  CHECK(booleans.is_null(1));
  CHECK_FALSE(booleans.is_null(2));
  const auto integers = column_of({0, nullptr, std::numeric_limits<std::int64_t>::min()});
  CHECK(integers.integer(0) == 0);
  CHECK(integers.integer(1) == std::nullopt);
  CHECK(integers.integer(2) == std::numeric_limits<std::int64_t>::min());
  CHECK(integers.number(0) == 0.0);
  const auto texts = column_of({"", nullptr, "a"});
  CHECK(texts.text(0) == "");
  CHECK(texts.text(1) == std::nullopt);
}

TEST_CASE("whole and broken numbers make a column of numbers, whichever comes first") {
  for (const auto& values : {std::vector<json>{1, nullptr, 0.5, 2}, std::vector<json>{0.5, nullptr, 1, 2}}) {
    const auto column = column_of(values);
    REQUIRE(column.type() == ColumnType::number);
    CHECK(column.number(0) == values[0].get<double>());
    CHECK(column.number(1) == std::nullopt);
    CHECK(column.number(2) == values[2].get<double>());
    CHECK(column.number(3) == 2.0);
  }
}

TEST_CASE("a whole number that no double holds is kept exactly, as JSON") {
  constexpr std::int64_t odd = (std::int64_t{1} << 53) + 1;
  CHECK(texts_of(column_of({odd, 0.5})) == Texts{"9007199254740993", "0.5"});
  CHECK(texts_of(column_of({0.5, odd})) == Texts{"0.5", "9007199254740993"});
  constexpr auto largest = std::numeric_limits<std::int64_t>::max();
  CHECK(texts_of(column_of({largest, 1.0})) == Texts{"9223372036854775807", "1.0"});
  CHECK(texts_of(column_of({std::numeric_limits<std::uint64_t>::max(), 1})) ==
        Texts{"18446744073709551615", "1"});
  CHECK(column_of({std::numeric_limits<std::int64_t>::min(), 0.5}).number(0) == -0x1p63);
}

TEST_CASE("values without a type in common are JSON text, those before and those after") {
  const auto column = column_of({"a \"b\"\n", nullptr, 1, true, 0.5, json{{"k", "v"}}, "\u00e9\x01"});
  CHECK(column.type() == ColumnType::json);
  CHECK(texts_of(column) ==
        Texts{R"("a \"b\"\n")", "-", "1", "true", "0.5", R"({"k":"v"})", "\"\u00e9\\u0001\""});
  CHECK(texts_of(column_of({1, 2.0, 1e300, "x"})) == Texts{"1.0", "2.0", "1e+300", R"("x")"});
  CHECK(texts_of(column_of({true, "x"})) == Texts{"true", R"("x")"});
}

TEST_CASE("fields of the schema have their type in every listing") {
  const Table table = table_of(
      {{{"consensusMark", 1}, {"honeypotMark", nullptr}, {"jsonMetadata", "text"}, {"new", nullptr}}},
      {"consensusMark", "honeypotMark", "jsonMetadata", "new", "skipped"});
  CHECK(table.column("consensusMark").type() == ColumnType::number);
  CHECK(table.column("consensusMark").number(0) == 1.0);
  CHECK(table.column("honeypotMark").type() == ColumnType::number);
  CHECK(table.column("jsonMetadata").text(0) == R"("text")");
  CHECK(table.column("new").type() == ColumnType::text);
  CHECK(table.column("skipped").type() == ColumnType::boolean);
  CHECK(table_of({}, {"priority"}).column("priority").type() == ColumnType::integer);
  CHECK(table_of({{{"id", "a"}, {"consensusMark", 1}}}, {"id"}).column("consensusMark").type() ==
        ColumnType::number);
}

TEST_CASE("wrong names, types and rows are errors that say what there is") {
  const Table table = table_of({{{"id", "a"}, {"priority", 1}}}, {"id", "priority"});
  CHECK(table.has_column("id"));
  CHECK_FALSE(table.has_column("ID"));
  CHECK_THROWS_WITH(table.column("Id"), "the table has no column \"Id\"; it has id, priority");
  CHECK_THROWS_AS(table.column("Id"), FieldError);
  CHECK_THROWS_WITH(Table().column("id"), Catch::Matchers::Contains("it has none"));
  CHECK_THROWS_WITH(table.column("id").integer(0), "column \"id\" has type text, not integer");
  CHECK_THROWS_WITH(table.column("priority").texts(), Catch::Matchers::Contains("text or json"));
  CHECK_THROWS_AS(table.column("id").booleans(), FieldError);
  CHECK_THROWS_AS(table.column("id").numbers(), FieldError);
  CHECK_THROWS_AS(table.column("id").text(1), ValidationError);
  CHECK_THROWS_AS(table.column("id").is_null(1), ValidationError);
  CHECK_THROWS_AS(table.column_at(2), ValidationError);
  CHECK_THROWS_AS(table.record(1), ValidationError);
}

TEST_CASE("columns and their values keep the table alive") {
  auto table = std::make_unique<Table>(table_of({{{"id", "a"}}, {{"id", "b"}}}, {"id"}));
  const TableColumn column = table->column("id");
  table.reset();
  CHECK(texts_of(column) == Texts{"a", "b"});
  std::string all;
  for (const auto text : table_of({{{"id", "c"}}, {{"id", "d"}}}, {"id"}).column("id").texts()) all += *text;
  CHECK(all == "cd");
}

TEST_CASE("any records come back from a table, whatever the size of its groups") {
  const std::vector<json> values{nullptr,
                                 true,
                                 false,
                                 0,
                                 -7,
                                 0.25,
                                 1e22,
                                 "",
                                 "x",
                                 "é",
                                 "\"",
                                 "\n",
                                 std::string("\0", 1),
                                 json::object(),
                                 json::array({1, "a", nullptr}),
                                 std::numeric_limits<std::uint64_t>::max()};
  for (unsigned seed = 0; seed < 200; ++seed) {
    std::mt19937 random(seed);
    const auto below = [&random](std::size_t limit) { return random() % limit; };
    const std::vector<std::string> names{"id", "consensusMark", "a.b", "c", "d", "not_requested"};
    // Each column draws from a few values, so that all types and changes of type come up.
    std::vector<std::vector<json>> choices(names.size());
    for (auto& choice : choices) {
      for (std::size_t i = 1 + below(3); i > 0; --i) choice.push_back(values[below(values.size())]);
    }
    std::vector<json> records;
    for (std::size_t row = below(30); row > 0; --row) {
      json record = json::object();
      for (std::size_t i = 0; i < names.size(); ++i) {
        if (below(4) == 0) continue;
        record[names[i].substr(0, names[i].find('.'))] = choices[i][below(choices[i].size())];
      }
      records.push_back(record);
    }
    const Table table = table_of(records, {"id", "consensusMark", "a.b", "c", "d"},
                                 {.rows = 1 + below(9), .text_bytes = 1 + below(20)});
    CAPTURE(seed, records.size());
    REQUIRE(table.row_count() == records.size());
    for (std::size_t row = 0; row < records.size(); ++row) {
      json expected = records[row];
      for (const auto name : table.column_names()) expected.emplace(name, nullptr);
      REQUIRE(table.record(row).get() == expected);
    }
  }
}

TEST_CASE("a listing becomes a table page by page") {
  FakeService service;
  service.add(250);
  FakeWorld world(service.handler());
  auto range = world.client().assets("p", {}, {.fields = {"externalId", "id"}, .page_size = 40});
  const Table table = range.to_table();
  REQUIRE(table.row_count() == 250);
  CHECK(table.column_names() == std::vector<std::string_view>{"externalId", "id", "content"});
  for (std::size_t row = 0; row < 250; ++row) {
    REQUIRE(table.column("id").text(row) == "id_" + std::to_string(row));
    REQUIRE(table.column("externalId").text(row) == "asset_" + std::to_string(row));
  }
}

TEST_CASE("an empty listing is a table without rows that has the columns") {
  FakeService service;
  FakeWorld world(service.handler());
  const Table table = world.client().assets("p").to_table();
  CHECK(table.row_count() == 0);
  CHECK(table.column_names() == std::vector<std::string_view>{"content", "createdAt", "externalId", "id",
                                                              "isHoneypot", "jsonMetadata", "labels",
                                                              "skipped", "status"});
}

TEST_CASE("to_table() takes what a range that is being read has left") {
  FakeService service;
  service.add(10);
  FakeWorld world(service.handler());
  auto range = world.client().assets("p", {}, {.fields = {"id"}, .page_size = 3});
  auto it = range.begin();
  ++it;
  const Table table = range.to_table();
  CHECK(table.row_count() == 9);
  CHECK(table.column("id").text(0) == "id_1");
}

TEST_CASE("the error of a page is the error of the table") {
  FakeService service;
  service.add(100);
  service.set_fault([](const std::string& operation, bool done) -> std::optional<HttpResponse> {
    if (operation != "assets" || done) return std::nullopt;
    return answer(200, R"({"errors":[{"message":"boom"}]})");
  });
  FakeWorld world(service.handler());
  CHECK_THROWS_AS(world.client().assets("p", {}, {.fields = {"id"}}).to_table(), GraphQLError);
}
