#include <unistd.h>

#include <fmt/format.h>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "api/assets/asset_fields.hpp"
#include "kili/errors.hpp"
#include "kili/table.hpp"
#include "support/csv.hpp"
#include "table/table_builder.hpp"
#include "test_folder.hpp"

using namespace kili;
using kili::test::read_file;
using nlohmann::json;

namespace {

namespace fs = std::filesystem;

Table table_in_small_groups(const std::vector<json>& records, const std::vector<std::string>& fields) {
  detail::TableBuilder builder(fields, &api::asset_column_type, {.rows = 3});
  for (const auto& record : records) builder.append(record);
  return Table(std::move(builder).finish());
}

std::string csv_of(const Table& table, char separator = ',') {
  std::string out;
  table.write_csv([&out](std::string_view text) { out += text; }, separator);
  return out;
}

std::string ndjson_of(const Table& table) {
  std::string out;
  table.write_ndjson([&out](std::string_view text) { out += text; });
  return out;
}

/// A folder that goes when the test ends.
struct Folder {
  fs::path path = fs::temp_directory_path() / ("kili_table_" + std::to_string(::getpid()));
  Folder() { fs::create_directory(path); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { fs::remove_all(path); }
  [[nodiscard]] std::size_t file_count() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(path), {}));
  }
};

const std::vector<json> varied{
    {{"id", "a"}, {"skipped", true}, {"priority", 3}, {"consensusMark", 1}, {"jsonMetadata", {{"k", 1}}}},
    {{"id", nullptr}, {"skipped", nullptr}, {"priority", nullptr}, {"jsonMetadata", nullptr}},
    {{"id", ""}, {"skipped", false}, {"priority", -1}, {"consensusMark", 0.1}, {"jsonMetadata", "x"}},
    {{"id", "say \"hi\", twice\r\n"}, {"priority", 0}, {"jsonMetadata", json::array({"a,b"})}}};
const std::vector<std::string> varied_fields{"id", "skipped", "priority", "consensusMark", "jsonMetadata"};

}  // namespace

TEST_CASE("CSV is quoted as RFC 4180 has it") {
  CHECK(csv_of(table_in_small_groups(varied, varied_fields)) ==
        "id,skipped,priority,consensusMark,jsonMetadata\r\n"
        "a,true,3,1.0,\"{\"\"k\"\":1}\"\r\n"
        ",,,,\r\n"
        "\"\",false,-1,0.1,\"\"\"x\"\"\"\r\n"
        "\"say \"\"hi\"\", twice\r\n\",,0,,\"[\"\"a,b\"\"]\"\r\n");
}

TEST_CASE("CSV has the separator that was asked for") {
  const Table table = table_in_small_groups({{{"id", "a;b,c"}, {"priority", 1}}}, {"id", "priority"});
  CHECK(csv_of(table, ';') == "id;priority\r\n\"a;b,c\";1\r\n");
  CHECK(csv_of(table, '\t') == "id\tpriority\r\na;b,c\t1\r\n");
  for (const char separator : {'"', '\n', '\r'}) CHECK_THROWS_AS(csv_of(table, separator), ValidationError);
}

TEST_CASE("a missing value alone in its row is not a blank line") {
  const auto csv = csv_of(table_in_small_groups({{{"id", "a"}}, {{"id", nullptr}}, {{"id", "b"}}}, {"id"}));
  CHECK(csv == "id\r\na\r\n\"\"\r\nb\r\n");
  std::istringstream stream(csv);
  support::CsvReader reader(stream, ',');
  std::size_t records = 0;
  while (reader.next()) ++records;
  CHECK(records == 4);
}

TEST_CASE("NDJSON is an object a line, members in the order of the columns") {
  const auto text = ndjson_of(table_in_small_groups(varied, varied_fields));
  CHECK(text.substr(0, text.find('\n')) ==
        R"({"id":"a","skipped":true,"priority":3,"consensusMark":1.0,"jsonMetadata":{"k":1}})");
  std::istringstream lines(text);
  std::size_t row = 0;
  for (std::string line; std::getline(lines, line); ++row) {
    json expected = varied[row];
    for (const auto& field : varied_fields) expected.emplace(field, nullptr);
    CHECK(json::parse(line) == expected);
  }
  CHECK(row == varied.size());
  CHECK(text.ends_with("}\n"));
}

TEST_CASE("tables without rows or columns are written too") {
  CHECK(csv_of(table_in_small_groups({}, {"id", "status"})) == "id,status\r\n");
  CHECK(ndjson_of(table_in_small_groups({}, {"id"})).empty());
  CHECK(ndjson_of(Table()).empty());
  CHECK(csv_of(Table()) == "\r\n");
  CHECK(ndjson_of(table_in_small_groups({json::object(), json::object()}, {})) == "{}\n{}\n");
}

TEST_CASE("text of all of Unicode reads back from both") {
  std::string all;
  for (const char32_t point : {0x1U, 0x1fU, 0x20U, 0x22U, 0x5cU, 0x7fU, 0xe9U, 0x2028U, 0x1f600U}) {
    all += json::parse(point < 0x10000 ? fmt::format("\"\\u{:04x}\"", static_cast<unsigned>(point))
                                       : std::string("\"\\ud83d\\ude00\""))
               .get<std::string>();
  }
  all += std::string("\0 end", 5);
  const Table table = table_in_small_groups({{{"id", all}}}, {"id"});
  CHECK(json::parse(ndjson_of(table))["id"] == all);
  std::istringstream stream(csv_of(table));
  support::CsvReader reader(stream, ',');
  static_cast<void>(reader.next());
  CHECK(reader.next() == std::vector<std::string>{all});
}

TEST_CASE("text goes to the sink in pieces") {
  std::vector<json> records(5'000, json{{"id", std::string(100, 'x')}});
  const Table table = table_in_small_groups(records, {"id"});
  std::size_t pieces = 0;
  std::string whole;
  table.write_csv([&](std::string_view text) {
    ++pieces;
    CHECK(text.size() < 70'000);
    whole += text;
  });
  CHECK(pieces > 5);
  CHECK(whole.size() == 4 + 5'000 * 102);
}

TEST_CASE("files appear whole, replace what was there and leave nothing beside") {
  const Folder folder;
  const Table table = table_in_small_groups(varied, varied_fields);
  const auto csv = folder.path / "assets.csv";
  std::ofstream(csv) << "old";
  fs::permissions(csv, fs::perms::owner_read | fs::perms::owner_write);
  table.write_csv(csv, ';');
  table.write_ndjson(folder.path / "assets.ndjson");
  CHECK(read_file(csv) == csv_of(table, ';'));
  CHECK(read_file(folder.path / "assets.ndjson") == ndjson_of(table));
  CHECK(fs::status(csv).permissions() == (fs::perms::owner_read | fs::perms::owner_write));
  CHECK(folder.file_count() == 2);
}

TEST_CASE("a file is written to where a link leads") {
  const Folder folder;
  fs::create_directory(folder.path / "data");
  fs::create_symlink("data/today.csv", folder.path / "latest.csv");
  const Table table = table_in_small_groups({{{"id", "a"}}}, {"id"});
  for (int i = 0; i < 2; ++i) {  // the file is made, then replaced
    table.write_csv(folder.path / "latest.csv");
    CHECK(fs::is_symlink(folder.path / "latest.csv"));
    CHECK(read_file(folder.path / "data" / "today.csv") == "id\r\na\r\n");
  }
}

TEST_CASE("a file that cannot be written is an error that names it, and changes nothing") {
  const Folder folder;
  const Table table = table_in_small_groups(varied, varied_fields);
  const auto nowhere = folder.path / "no such folder" / "assets.csv";
  CHECK_THROWS_AS(table.write_csv(nowhere), FileWriteError);
  CHECK_THROWS_WITH(table.write_ndjson(nowhere),
                    Catch::Matchers::Contains(nowhere.string()) && Catch::Matchers::Contains("No such file"));
  CHECK_THROWS_WITH(table.write_csv(folder.path), Catch::Matchers::Contains(folder.path.string()) &&
                                                      Catch::Matchers::Contains("directory"));
  CHECK_THROWS_WITH(table.write_csv("/dev/full"),
                    Catch::Matchers::Contains("/dev/full") && Catch::Matchers::Contains("No space left"));

  const auto csv = folder.path / "assets.csv";
  std::ofstream(csv) << "old";
  CHECK_THROWS_AS(table.write_csv(csv, '"'), ValidationError);
  CHECK(read_file(csv) == "old");
  CHECK(folder.file_count() == 1);
}
