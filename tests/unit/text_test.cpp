#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>
#include <string>

#include "support/id_set.hpp"
#include "support/ids.hpp"
#include "support/json_text.hpp"
#include "support/mime_types.hpp"
#include "support/progress_bar.hpp"
#include "support/text.hpp"
#include "virtual_clock.hpp"

using namespace kili::support;

TEST_CASE("UTF-8 is checked to the letter") {
  CHECK(is_valid_utf8("wörld \xf0\x9f\x98\x80"));
  for (const char* bad : {"\xff", "\xc3", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82"})
    CHECK_FALSE(is_valid_utf8(bad));
}

TEST_CASE("JSON text is written as the service has it from Python clients") {
  const auto value = nlohmann::json::parse(R"({"k":"é","a":[1,2.5,{"b":null}]})");
  CHECK(spaced_ascii_json(value) == R"({"a": [1, 2.5, {"b": null}], "k": "\u00e9"})");
  CHECK_THROWS_AS(spaced_ascii_json(nlohmann::json{{"n", std::nan("")}}), std::invalid_argument);
  CHECK_THROWS_AS(spaced_ascii_json(nlohmann::json{{"n", "\xff"}}), std::invalid_argument);
}

TEST_CASE("JSON nested too deep is refused before it is built") {
  const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
  CHECK_THROWS_AS(parse_json(deep), std::invalid_argument);
  CHECK(parse_json(R"(["[[[[", "\"]"])").size() == 2);
}

TEST_CASE("types of files follow the endings of their names") {
  CHECK(mime_type_of("/a.b/photo.JPG") == "image/jpeg");
  CHECK(mime_type_of("x.pdf") == "application/pdf");
  CHECK(mime_type_of("/a.jpg/none").empty());
  CHECK(mime_type_of(".png").empty());
  CHECK(accepted_mime_types(kili::InputType::pdf).size() == 1);
  CHECK(accepted_mime_types(kili::InputType::na).empty());
}

TEST_CASE("ids have the form that the service expects and do not repeat") {
  const IdGenerator ids(std::make_shared<kili::test::VirtualClock>(), std::make_shared<RandomSource>(1));
  IdSet seen;
  for (int i = 0; i < 10'000; ++i) {
    const std::string id = ids.cuid();
    REQUIRE(id.size() == 25);
    REQUIRE(id.front() == 'c');
    REQUIRE(seen.insert(id));
    REQUIRE_FALSE(seen.insert(id));
  }
  CHECK(seen.size() == 10'000);
  CHECK(ids.uuid_hex().size() == 32);
  CHECK(ids.uuid_hex()[12] == '4');
  CHECK(ids.uuid().size() == 36);
}

TEST_CASE("a progress line says how far and how fast") {
  CHECK(progress_line("Importing", 5, 10, std::chrono::seconds(1)) ==
        "Importing:  50% [###############...............] 5/10 5/s");
  CHECK(progress_line("x", 0, 0, std::chrono::seconds(0)).starts_with("x: 100% ["));
}

TEST_CASE("a beginning of a text does not end inside a character") {
  CHECK(utf8_prefix("wörld", 10) == "wörld");
  CHECK(utf8_prefix("wörld", 3) == "wö");
  CHECK(utf8_prefix("wörld", 2) == "w");
  CHECK(utf8_prefix("\xe5\x86\x99", 2).empty());
  CHECK(utf8_prefix("", 0).empty());
}

TEST_CASE("control characters and bytes that are not UTF-8 are replaced one by one") {
  CHECK(printable("wörld 写", '_') == "wörld 写");
  CHECK(printable(std::string_view("a\0b\n\x7f", 5), '_') == "a_b__");
  CHECK(printable("\xff\xc3", '_') == "__");
  CHECK(printable("\xc0\xaf", '_') == "__");
  CHECK(printable("", '_').empty());
}
