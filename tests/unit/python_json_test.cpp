// JSON text as Python's json module writes and reads it.

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <utility>

#include "fake_transport.hpp"
#include "in_process_sandbox.hpp"
#include "kili/json.hpp"
#include "support/json_scanner.hpp"
#include "support/json_text.hpp"
#include "support/unicode.hpp"

using namespace kili;
using namespace kili::test;
using nlohmann::json;
using support::parse_json;

TEST_CASE("numbers that JSON does not have are read as Python reads them") {
  const json read = parse_json(
      R"({"n": NaN, "i": [Infinity, -Infinity, 1e400, -1e400, 1e-400], "k": 7, "m": -3, "l": 18446744073709551615, "d": 0.5, "t": true, "z": null})");
  CHECK(std::isnan(read["n"].get<double>()));
  const double infinity = std::numeric_limits<double>::infinity();
  CHECK(read["i"] == json{infinity, -infinity, infinity, -infinity, 0.0});
  CHECK(read["k"] == 7);
  CHECK(read["k"].is_number_unsigned());
  CHECK(read["m"] == -3);
  CHECK(read["l"] == std::numeric_limits<std::uint64_t>::max());
  CHECK(read["d"] == 0.5);
  CHECK(read["t"] == true);
  CHECK(read["z"].is_null());
  for (const char* text : {"nan", "-NaN", "Infinit", "+1", "[NaN", "{NaN:1}", "01", "1.", ".5", "1e",
                           "\"\\x\"", "\"\\u12\"", "[1,]", "{\"a\":1,}"}) {
    INFO(text);
    CHECK_THROWS_AS(parse_json(text), std::invalid_argument);
  }
}

TEST_CASE("too large and too small numbers are told apart, however they are written") {
  const auto value = [](const std::string& text) {
    return parse_json("[NaN, " + text + "]")[1].get<double>();
  };
  const double infinity = std::numeric_limits<double>::infinity();
  CHECK(value("0.0001e400") == infinity);
  CHECK(value("1" + std::string(400, '0')) == infinity);
  CHECK(value("1" + std::string(400, '0') + ".5") == infinity);
  CHECK(value("0." + std::string(400, '0') + "1") == 0);
  CHECK(value("123e-500") == 0);
  CHECK(value("0e999999999999999999999") == 0);
  CHECK(value("1e-999999999999999999999") == 0);
  CHECK(value("-1e999999999999999999999") == -infinity);
  for (const std::string exponent : {"2305843009213693952", "9223372036854775807", "9223372036854775808"}) {
    CAPTURE(exponent);
    CHECK(value("-12.5e" + exponent) == -infinity);
    CHECK(value("12.5e+" + exponent) == infinity);
    CHECK(value("0.001e-" + exponent) == 0);
    CHECK(value("0e" + exponent) == 0);
  }
}

TEST_CASE("half of a surrogate pair is an error that names its place") {
  const auto failure = [](const char* text) {
    try {
      static_cast<void>(parse_json(text));
    } catch (const support::HalfSurrogatePair& error) {
      return error.path() + "|" + error.id();
    }
    return std::string("none");
  };
  CHECK(
      failure(
          R"({"data": {"data": [{"id": "a", "externalId": "fine"}, {"externalId": "\ud83d", "id": "b"}]}})") ==
      "data.data[1].externalId|b");
  CHECK(failure(R"([["\udc00"]])") == "[0][0]|");
  CHECK(failure(R"("\ud83d\u0041")") == "|");
  CHECK(failure(R"({"a": {"\ud83d": 1}, "id": 7})").starts_with("a."));
  CHECK(failure(R"(["\ud83d\ude00"])") == "none");
}

namespace {

/// What a listing asks about its project.
std::optional<HttpResponse> answer_about_project(const HttpRequest& request) {
  if (request.body.find("query projects") == std::string::npos) return std::nullopt;
  return data_answer({{{"dataConnections", json::array()},
                       {"inputType", "IMAGE"},
                       {"steps", json::array()},
                       {"workflowVersion", "V1"}}});
}

}  // namespace

TEST_CASE("metadata and responses with such numbers are delivered, and nothing else is lost") {
  FakeWorld world([](const HttpRequest& request, const std::stop_token&) {
    if (auto project = answer_about_project(request)) return *std::move(project);
    if (request.body.find("countAssets") != std::string::npos) return data_answer(1);
    return data_answer({{{"id", "a1"},
                         {"jsonMetadata", R"({"score": NaN, "far": 1e400, "kept": "yes"})"},
                         {"labels", {{{"jsonResponse", R"({"JOB": {"confidence": Infinity}})"}}}}}});
  });
  const auto assets =
      world.client().assets("p", {}, {.fields = {"id", "jsonMetadata", "labels.jsonResponse"}}).to_vector();
  REQUIRE(assets.size() == 1);
  const auto& metadata = assets[0].json()["jsonMetadata"];
  CHECK(std::isnan(metadata["score"].get<double>()));
  CHECK(std::isinf(metadata["far"].get<double>()));
  CHECK(metadata["kept"] == "yes");
  CHECK(std::isinf(assets[0].labels()[0]["jsonResponse"]["JOB"]["confidence"].get<double>()));
}

TEST_CASE("text that cannot be represented is an error that names asset and member") {
  const bool in_answer = GENERATE(true, false);
  FakeWorld world([in_answer](const HttpRequest& request, const std::stop_token&) {
    if (auto project = answer_about_project(request)) return *std::move(project);
    if (request.body.find("countAssets") != std::string::npos) return data_answer(1);
    if (in_answer) return answer(200, R"({"data": {"data": [{"id": "a1", "externalId": "\ud83d"}]}})");
    return data_answer(
        {{{"id", "a1"}, {"externalId", R"({"note": "\ud83d"})"}, {"jsonMetadata", R"({"note": "\ud83d"})"}}});
  });
  const std::string field = in_answer ? "externalId" : "jsonMetadata";
  try {
    static_cast<void>(world.client().assets("p", {}, {.fields = {"id", field}}).to_vector());
    FAIL("no error");
  } catch (const HttpError& error) {
    CHECK_THAT(error.what(), Catch::Matchers::Contains("a1") && Catch::Matchers::Contains(field) &&
                                 Catch::Matchers::Contains("surrogate"));
    CHECK(error.context().attempts <= 1);
  }
}

TEST_CASE("the size of JSON in ASCII is known without writing it, for each character") {
  const auto check = [](char32_t code) {
    std::string text;
    support::append_utf8(text, code);
    const json value{{text, text}};
    CHECK(support::spaced_ascii_size(value) == support::spaced_ascii_json(value).size());
  };
  for (char32_t code = 0; code < 0x900; ++code) check(code);
  for (const char32_t code : {0xd7ffU, 0xe000U, 0xffffU, 0x10000U, 0x10ffffU}) check(code);
}

TEST_CASE("integers beyond 64 bits keep their digits in a value") {
  const char* text =
      R"({"z":123456789012345678901234567890,"a":[-9223372036854775809,18446744073709551616],)"
      R"("in":18446744073709551615,"f":1234567890123456789012.5,"s":"123456789012345678901234"})";
  const Json value = Json::parse(text);
  CHECK(value.get()["z"].is_binary());
  CHECK(value.get()["in"].is_number_unsigned());
  CHECK(value.get()["f"].is_number_float());
  CHECK(Json(value.get()["z"]).dump() == "123456789012345678901234567890");
  CHECK(Json(value.get()["a"]).dump() == "[-9223372036854775809,18446744073709551616]");
  CHECK(Json::parse(value.dump()) == value);
  CHECK_FALSE(Json::parse("123456789012345678901234567890") == Json::parse("123456789012345678901234567891"));
  CHECK(support::spaced_ascii_json(value).starts_with(
      R"({"z": 123456789012345678901234567890, "a": [-9223372036854775809, 18446744073709551616])"));
  CHECK(support::spaced_ascii_size(value.get()) == support::spaced_ascii_json(value).size());
  // What nothing marks as an integer stays what the JSON library makes of it.
  const json bytes = json::binary({1, 2});
  CHECK(Json(bytes).dump() == bytes.dump());
  CHECK(parse_json("123456789012345678901234567890").is_number_float());
}

TEST_CASE("integers beyond 64 bits go through imports, changes and listings unchanged") {
  InProcessSandbox sandbox;
  FakeWorld world(sandbox.handler());
  const Client client = world.client({.calls_per_minute = 0});
  const auto& project = sandbox.project_id();
  const Json given = Json::parse(R"({"n": 123456789012345678901234567890, "list": [-99999999999999999999]})");
  const std::string stored = R"({"n": 123456789012345678901234567890, "list": [-99999999999999999999]})";
  const auto metadata = [&] { return sandbox.state().at(0)["jsonMetadata"].get<std::string>(); };
  static_cast<void>(
      client.append_many_to_dataset(project, {.content_array = {"https://example.invalid/a.jpg"},
                                              .external_id_array = {"a"},
                                              .json_metadata_array = {given}}));
  CHECK(metadata() == stored);
  const auto read = client.assets(project, {}, {.fields = {"id", "jsonMetadata"}}).to_vector();
  REQUIRE(read.size() == 1);
  json changed = read[0].json_metadata();
  CHECK(Json(changed).dump() == R"({"list":[-99999999999999999999],"n":123456789012345678901234567890})");
  changed["more"] = 1;
  const std::string id(read[0].id());
  static_cast<void>(
      client.set_metadata({.asset_ids = {id}, .json_metadata = {changed}, .project_id = project}));
  CHECK(metadata() == R"({"list": [-99999999999999999999], "more": 1, "n": 123456789012345678901234567890})");
  static_cast<void>(client.add_metadata({.asset_ids = {id},
                                         .json_metadata = {Json::parse(R"({"k": 10000000000000000000000})")},
                                         .project_id = project}));
  CHECK(metadata().ends_with(R"("n": 123456789012345678901234567890, "k": 10000000000000000000000})"));
  static_cast<void>(client.update_properties_in_assets({.asset_ids = {id}, .json_metadatas = {given}}));
  CHECK(metadata() == stored);
}

TEST_CASE("changes of metadata keep what Python's json writes") {
  InProcessSandbox sandbox;
  FakeWorld world(sandbox.handler());
  const Client client = world.client({.calls_per_minute = 0});
  const auto& project = sandbox.project_id();
  const auto ids = sandbox.add_assets(
      {{{"externalId", "odd"},
        {"jsonMetadata",
         R"({"score": NaN, "far": 1e400, "note": "\ud83d", "processingParameters": {"framesPlayedPerSecond": Infinity}})"}}});
  const auto metadata = [&] { return sandbox.state().at(0)["jsonMetadata"].get<std::string>(); };
  static_cast<void>(client.add_metadata(
      {.asset_ids = ids, .json_metadata = {json{{"lat", 48.137}}}, .project_id = project}));
  CHECK(
      metadata() ==
      R"({"score": NaN, "far": 1e400, "note": "\ud83d", "processingParameters": {"framesPlayedPerSecond": Infinity}, "lat": 48.137})");
  static_cast<void>(
      client.set_metadata({.asset_ids = ids, .json_metadata = {json{{"lat", 1.5}}}, .project_id = project}));
  CHECK(metadata() == R"({"processingParameters": {"framesPlayedPerSecond": Infinity}, "lat": 1.5})");
}

TEST_CASE("texts are the same document, whatever their spelling") {
  using support::is_same_json;
  CHECK(is_same_json(R"({"a": 1, "b": [1.0]})", R"({"b":[1],"a":1})"));
  CHECK(is_same_json("[NaN]", "[NaN]"));
  CHECK(is_same_json(R"(["\ud83d"])", R"(["\ud83d"])"));
  CHECK_FALSE(is_same_json("[123456789012345678901234567890]", "[123456789012345678901234567891]"));
  CHECK_FALSE(is_same_json("[1]", "[2]"));
  CHECK_FALSE(is_same_json("{", "["));
}
