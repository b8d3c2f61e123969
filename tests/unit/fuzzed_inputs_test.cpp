// What the fuzzers of tests/fuzz have found, each as a test of its own.

#include <fmt/format.h>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <cstddef>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "http/content_decoder.hpp"
#include "kili/assets/asset.hpp"
#include "kili/errors.hpp"
#include "support/csv.hpp"
#include "support/dates.hpp"
#include "support/gzip.hpp"
#include "support/json_text.hpp"
#include "support/text_hash.hpp"
#include "test_folder.hpp"
#include "use_cases/assets/importing/import_journal.hpp"

using namespace kili;
using namespace kili::test;
using Catch::Matchers::Contains;
using nlohmann::json;

TEST_CASE("a CSV file shorter than a byte order mark is read") {
  for (const std::string text : {"\xef", "\xef\xbb"}) {
    std::istringstream file(text);
    support::CsvReader reader(file, ',');
    CHECK(reader.next() == std::optional(std::vector<std::string>{text}));
    CHECK_FALSE(reader.next());
  }
}

TEST_CASE("a priority of more than 32 bits is no other number") {
  for (const json& priority : {json(4294967297), json(-2147483649), json(18446744073709551615U)}) {
    CHECK_THROWS_AS(Asset(json{{"priority", priority}}).priority(), FieldError);
  }
  CHECK(Asset(json{{"priority", 2147483647}}).priority() == 2147483647);
  CHECK(Asset(json{{"priority", -2147483648}}).priority() == -2147483648);
}

TEST_CASE("a body of many content codings is refused before one is undone") {
  std::string names = "gzip";
  std::string body = "text";
  for (std::size_t codings = 1; codings <= 400; ++codings, names += ",gzip") {
    body = support::gzip(body);
    http::ContentDecoder decoder(names);
    if (codings > http::max_content_codings) {
      CHECK_THAT(decoder.unsupported(), Catch::Matchers::StartsWith("gzip,gzip,"));
      CHECK(decoder.unsupported().size() <= 80);  // with "..."
      continue;
    }
    std::string text;
    REQUIRE(decoder.unsupported().empty());
    CHECK(decoder.write(body, [&text](std::string_view bytes) {
      text += bytes;
      return true;
    }) == http::ContentDecoder::Result::good);
    CHECK(text == "text");
  }
}

TEST_CASE("a journal whose first record is of another shape is damaged") {
  const TestFolder folder;
  // The last one is nested so deep that writing it into a message would overflow the stack.
  const std::string deep =
      R"({"project":"other","rows":)" + std::string(100'000, '[') + std::string(100'000, ']') + "}";
  for (const std::string& record :
       {std::string("[]"), std::string(R"({"project":7,"rows":2})"), std::string("{}"),
        std::string(R"({"project":"other","rows":"2"})"), deep}) {
    const std::string path =
        folder.file("journal", fmt::format("kili import journal 1\n{:08x} {}\n",
                                           support::hash_of(record).high & 0xffffffffU, record));
    INFO(record.substr(0, 60));
    CHECK_THROWS_MATCHES(use_cases::ImportJournal(path, "project", 2), ValidationError,
                         Catch::Matchers::Message("journal: " + path + " is damaged at byte 22"));
  }
}

TEST_CASE("a date of four digits is written, however far away it is") {
  for (const std::string text :
       {"0000-01-01T00:00:00.000Z", "2500-06-30T12:00:00.001Z", "9999-12-31T23:59:59.999Z"}) {
    const auto date = support::parse_iso_date(text);
    REQUIRE(date);
    CHECK(support::iso_8601(date->begin) == text);
  }
}

TEST_CASE("nothing follows JSON, not even behind a NUL") {
  using namespace std::string_literals;
  for (const std::string& text : {"{}\0"s, "{\"a\":1}\0 and more"s, "\0"s, "[1\0]"s}) {
    for (const auto wide : {support::WideIntegers::digits, support::WideIntegers::doubles}) {
      CHECK_THROWS_AS(support::parse_json(text, wide), std::invalid_argument);
      CHECK_THROWS_AS(support::parse_ordered_json(text, wide), std::invalid_argument);
    }
    CHECK_FALSE(support::is_same_json(text, "{}"));
  }
}
