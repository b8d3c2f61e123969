#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <random>
#include <string>

#include "kili/labels/parsed_label.hpp"
#include "parsed_labels/text_document.hpp"

using kili::labels::TextDocument;
using kili::labels::TextSource;
using nlohmann::json;

namespace {

json read_text(const std::string& text) {
  const TextDocument document(text);
  return TextSource(document).to_json();
}

kili::Ontology text_ontology() {
  return kili::Ontology::parse(
      R"({"jobs": {"J": {"mlTask": "TRANSCRIPTION", "required": 0, "isChild": false}}})",
      kili::InputType::text);
}

}  // namespace

TEST_CASE("JSON text is read as the JSON library reads it") {
  const auto* const text = GENERATE(
      R"({})", R"([])", R"("")", R"(0)", R"(-0)", R"(-0.0)", R"(1)", R"(-1)", R"(1.0)", R"(1e2)", R"(1E+2)",
      R"(1e-2)", R"(0.1)", R"(123456789012345.6)", R"(0.1234567890123456789)", R"(9007199254740993)",
      R"(9223372036854775807)", R"(9223372036854775808)", R"(-9223372036854775808)",
      R"(-9223372036854775809)", R"(18446744073709551615)", R"(18446744073709551616)", R"(1e308)",
      R"(5e-324)", R"(1e-400)", R"(2.2250738585072011e-308)", R"(true)", R"(false)", R"(null)",
      R"( [ 1 , { "a" : [ ] , "b" : { } } ] )", R"("\"\\\/\b\f\n\r\t")", R"("\u00e9\u6f22\ud83d\ude00")",
      "\"\xC3\xA9\xE6\xBC\xA2\xF0\x9F\x98\x80\"", R"("plain \u0041 then \n")", R"({"a": 1, "a": 2})",
      "\xEF\xBB\xBF[1]", R"({"k0":0,"k1":1,"k2":2,"k3":3,"k4":4,"k5":5,"k6":6,"k7":7,"k8":8,"k9":9})");
  CAPTURE(text);
  CHECK(read_text(text).dump() == json::parse(text).dump());
}

TEST_CASE("text that is not JSON is refused, as the JSON library does") {
  const auto* const text =
      GENERATE("", " ", "{", "[", "[1", "[1,", "[1,]", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,}", "{a:1}",
               "{1:2}", "[1 2]", "1 2", "tru", "nul", "True", "01", "-", "+1", ".5", "1.", "1e", "1e+", "\"",
               "\"\\", "\"\\x\"", "\"\\u12\"", "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\udc00\"", "\"a\nb\"",
               "\"\xFF\"", "\"\xC0\x80\"", "\"\xED\xA0\x80\"", "'a'", "[1]]", "}", "\x01");
  CAPTURE(text);
  CHECK(json::parse(text, nullptr, false).is_discarded());
  CHECK_THROWS_AS(read_text(text), std::invalid_argument);
}

TEST_CASE("numbers that JSON does not have are read as Python's json reads them") {
  const double infinity = std::numeric_limits<double>::infinity();
  CHECK(read_text("[1e999, -1e999, Infinity, -Infinity]") == json{infinity, -infinity, infinity, -infinity});
  CHECK(std::isnan(read_text("[NaN]")[0].get<double>()));
}

TEST_CASE("numbers are read to the last bit") {
  std::mt19937_64 random(20240607);
  std::uniform_real_distribution<double> uniform(0, 1);
  for (int i = 0; i < 20000; ++i) {
    const double value = uniform(random) * std::pow(10.0, static_cast<int>(random() % 40) - 20);
    std::string text = json(value).dump();
    if (i % 2 == 0) text = text.substr(0, 3 + random() % 12);
    const auto expected = json::parse(text, nullptr, false);
    if (expected.is_discarded()) continue;
    CAPTURE(text);
    REQUIRE(read_text(text) == expected);
  }
}

TEST_CASE("text nested too deep is refused") {
  CHECK_NOTHROW(read_text(std::string(500, '[') + std::string(500, ']')));
  CHECK_THROWS_AS(read_text(std::string(600, '[') + std::string(600, ']')), std::invalid_argument);
  CHECK_THROWS_AS(read_text(std::string(1'000'000, '[')), std::invalid_argument);
}

TEST_CASE("a label is read from the text of its answers") {
  const auto label = kili::ParsedLabel::from_text(
      {{"id", "l"}}, R"({"J": {"text": "a \u00e9", "more": [1, 1.0]}})", text_ontology());
  CHECK(label.jobs()["J"].text() == "a \xC3\xA9");
  CHECK(label.to_dict().dump() == R"({"id":"l","jsonResponse":{"J":{"more":[1,1.0],"text":"a é"}}})");
  CHECK_THROWS_AS(kili::ParsedLabel::from_text({}, "{}", text_ontology()), kili::MalformedLabelError);
  CHECK_THROWS_AS(kili::ParsedLabel::from_text(json::object(), "{", text_ontology()),
                  kili::MalformedLabelError);
  CHECK_THROWS_AS(kili::ParsedLabel::from_text(json::object(), "[]", text_ontology()),
                  kili::MalformedLabelError);
}

TEST_CASE("of two answers of one name in a text the last counts") {
  const auto label = kili::ParsedLabel::from_text(
      json::object(), R"({"J": {"text": "a"}, "J": {"text": "b"}})", text_ontology());
  CHECK(label.jobs()["J"].text() == "b");
}
