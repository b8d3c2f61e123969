#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "kili/errors.hpp"
#include "support/csv.hpp"
#include "use_cases/assets/importing/read/csv_texts.hpp"

using namespace kili;

namespace {

using Records = std::vector<std::vector<std::string>>;

Records read_records(const std::string& text, char separator = ',') {
  std::istringstream input(text);
  support::CsvReader reader(input, separator);
  Records records;
  while (auto record = reader.next()) records.push_back(*record);
  return records;
}

}  // namespace

TEST_CASE("CSV is read as RFC 4180 has it") {
  CHECK(read_records("a,b\r\n1,2\r\n") == Records{{"a", "b"}, {"1", "2"}});
  CHECK(read_records("\xef\xbb\xbf"
                     "a;b\n1;\n",
                     ';') == Records{{"a", "b"}, {"1", ""}});
  CHECK(read_records("\"x,\"\"y\"\"\nz\",b") == Records{{"x,\"y\"\nz", "b"}});
  CHECK(read_records("\n\na\n\n") == Records{{"a"}});
  CHECK(read_records("").empty());
}

TEST_CASE("CSV that only Python takes is read as Python reads it, with a remark") {
  const auto first = [](const std::string& text) {
    std::istringstream input(text);
    support::CsvReader reader(input, ',');
    auto record = reader.next().value();
    record.push_back(reader.remark());
    return record;
  };
  CHECK(first("\"ab\"c,d") == std::vector<std::string>{"abc", "d", "text follows a closing quote"});
  CHECK(first("\"ab\" \"c\",d") == std::vector<std::string>{"ab \"c\"", "d", "text follows a closing quote"});
  CHECK(first("a\"b,\"c\"") ==
        std::vector<std::string>{"a\"b", "c", "a quote stands inside a field that does not begin with one"});
  CHECK(first("\"open,\nall") ==
        std::vector<std::string>{
            "open,\nall", "a quote is never closed, so that the rest of the file belongs to its field"});
  CHECK(first("\"a\"\"b\",c") == std::vector<std::string>{"a\"b", "c", ""});
}

TEST_CASE("a file that cannot be imported is refused with the place and the remedy") {
  const auto path =
      (std::filesystem::temp_directory_path() / ("kili_csv_" + std::to_string(::getpid()))).string();
  const auto write = [&](const std::string& text) { std::ofstream(path) << text; };
  write("externalId,content\n1,one\n2,two\n");
  CHECK(use_cases::read_csv_texts(path, ",").contents == std::vector<std::string>{"one", "two"});
  CHECK_THROWS_WITH(use_cases::read_csv_texts(path, ";"), Catch::Matchers::Contains("no column 'content'"));
  CHECK_THROWS_WITH(use_cases::read_csv_texts(path, ""), Catch::Matchers::Contains("csv_separator"));
  write("externalId,content\n1\n");
  CHECK_THROWS_WITH(use_cases::read_csv_texts(path, ","), Catch::Matchers::Contains("line 2"));
  write("externalId,content\n1,one\n2,\"tw\"o,more\n3,three\n");
  const auto odd = use_cases::read_csv_texts(path, ",");
  CHECK(odd.contents == std::vector<std::string>{"one", "two", "three"});
  REQUIRE(odd.remarks.size() == 2);
  CHECK_THAT(odd.remarks[0],
             Catch::Matchers::Contains("line 3") && Catch::Matchers::Contains("closing quote"));
  CHECK_THAT(odd.remarks[1], Catch::Matchers::Contains("line 3") && Catch::Matchers::Contains("3 fields"));
  write("");
  CHECK_THROWS_AS(use_cases::read_csv_texts(path, ","), ValidationError);
  std::filesystem::remove(path);
  CHECK_THROWS_AS(use_cases::read_csv_texts(path, ","), FileError);
}
