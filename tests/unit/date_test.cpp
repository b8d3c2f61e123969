#include <catch2/catch.hpp>

#include <chrono>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "kili/assets/asset.hpp"
#include "kili/assets/asset_filters.hpp"
#include "kili/errors.hpp"

using namespace kili;
using namespace std::chrono_literals;

namespace {

constexpr auto noon = std::chrono::sys_days(std::chrono::year(2024) / 2 / 29) + 12h;

std::string text_of_date(const Date& date) { return date.text(); }

}  // namespace

TEST_CASE("a time point is written in UTC with milliseconds") {
  CHECK(text_of_date(std::chrono::sys_days(std::chrono::year(2024) / 2 / 29)) == "2024-02-29T00:00:00.000Z");
  CHECK(text_of_date(noon + 34min + 56s) == "2024-02-29T12:34:56.000Z");
  CHECK(text_of_date(noon + 7ms) == "2024-02-29T12:00:00.007Z");
  CHECK(text_of_date(noon + 999'999us) == "2024-02-29T12:00:00.999Z");
  CHECK(text_of_date(std::chrono::system_clock::time_point{}) == "1970-01-01T00:00:00.000Z");
  CHECK(text_of_date(std::chrono::sys_time<std::chrono::nanoseconds>(-1ns)) == "1969-12-31T23:59:59.999Z");
  CHECK(text_of_date(std::chrono::sys_days(std::chrono::year(33) / 4 / 3)) == "0033-04-03T00:00:00.000Z");
}

TEST_CASE("a time point that no date can express is refused") {
  CHECK_THROWS_AS(Date(std::chrono::sys_days(std::chrono::year(10'000) / 1 / 1)), ValidationError);
  CHECK_THROWS_AS(Date(std::chrono::sys_days(std::chrono::year(-1) / 12 / 31)), ValidationError);
  CHECK_NOTHROW(Date(std::chrono::sys_days(std::chrono::year(9999) / 12 / 31)));
}

TEST_CASE("text is kept as it is") {
  const std::string text = "2024-01-15";
  CHECK(text_of_date("2024-01-15") == text);
  CHECK(text_of_date(text) == text);
  CHECK(text_of_date(std::string_view(text)) == text);
  CHECK(text_of_date("no date") == "no date");
}

TEST_CASE("the time point of a date's text") {
  const auto time_of = [](const char* text) { return Date(text).time(); };
  CHECK(time_of("2024-02-29") == Timestamp(noon - 12h));
  CHECK(time_of("2024-02-29T12:00") == Timestamp(noon));
  CHECK(time_of("2024-02-29 12:00:01") == Timestamp(noon + 1s));
  CHECK(time_of("2024-02-29T12:00:01Z") == Timestamp(noon + 1s));
  CHECK(time_of("2024-02-29T12:00:01.5Z") == Timestamp(noon + 1500ms));
  CHECK(time_of("2024-02-29T12:00:01.0079999Z") == Timestamp(noon + 1007ms));
  CHECK(time_of("2024-02-29T14:30:00.000+02:30") == Timestamp(noon));
  CHECK(time_of("2024-02-29T07:00:00-0500") == Timestamp(noon));
  CHECK(time_of("2024-02-29T07:00:00-05") == Timestamp(noon));
  CHECK(time_of("2023-02-29") == std::nullopt);
  CHECK(time_of("") == std::nullopt);
}

TEST_CASE("filters take dates as text and as time points") {
  const AssetFilters filters{.created_at_gte = noon,
                             .created_at_lte = "2024-03-01",
                             .updated_at_gte = std::optional<std::string>("2024-03-02")};
  CHECK(filters.created_at_gte == Date("2024-02-29T12:00:00.000Z"));
  CHECK(filters.created_at_lte == Date("2024-03-01"));
  CHECK(filters.updated_at_gte == Date("2024-03-02"));
  CHECK_FALSE(filters.updated_at_lte.has_value());
  const std::string& text = *filters.created_at_lte;
  CHECK(text == "2024-03-01");
}

TEST_CASE("dates of an asset are read as time points") {
  const Asset asset(nlohmann::json{{"createdAt", "2024-02-29T12:00:00.007Z"}, {"updatedAt", "yesterday"}});
  CHECK(asset.created_at() == "2024-02-29T12:00:00.007Z");
  CHECK(asset.created_at_time() == Timestamp(noon + 7ms));
  CHECK_THROWS_WITH(asset.updated_at_time(), Catch::Contains("updatedAt") && Catch::Contains("yesterday"));
  CHECK_THROWS_AS(Asset(nlohmann::json::object()).created_at_time(), FieldError);
  CHECK_THROWS_AS(Asset(nlohmann::json{{"createdAt", nullptr}}).created_at_time(), FieldError);
}
