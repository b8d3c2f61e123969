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
  CHECK_THROWS_WITH(read_records("a\n\"open"), Catch::Matchers::Contains("line 2"));
  CHECK_THROWS_WITH(read_records("a\"b"), Catch::Matchers::Contains("line 1"));
  CHECK_THROWS_WITH(read_records("\"a\"b"), Catch::Matchers::Contains("behind a closing quote"));
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
  write("");
  CHECK_THROWS_AS(use_cases::read_csv_texts(path, ","), ValidationError);
  std::filesystem::remove(path);
  CHECK_THROWS_AS(use_cases::read_csv_texts(path, ","), FileError);
}
