#include "support/dates.hpp"

#include <catch2/catch.hpp>
#include <string>

using namespace kili::support;
using namespace std::chrono_literals;

namespace {

std::string shown(IsoDate::Time time) { return iso_8601(time); }

/// First and last millisecond of a date.
std::string span_of(const char* text) {
  const auto date = parse_iso_date(text);
  return date ? shown(date->begin) + " " + shown(date->end) : "none";
}

}  // namespace

TEST_CASE("a date stands for the time that its precision leaves open") {
  CHECK(span_of("2024-02-29") == "2024-02-29T00:00:00.000Z 2024-02-29T23:59:59.999Z");
  CHECK(span_of("2024-01-01T10:00") == "2024-01-01T10:00:00.000Z 2024-01-01T10:00:59.999Z");
  CHECK(span_of("2024-01-01T10:00:07Z") == "2024-01-01T10:00:07.000Z 2024-01-01T10:00:07.999Z");
  CHECK(span_of("2024-01-01T10:00:07.5Z") == "2024-01-01T10:00:07.500Z 2024-01-01T10:00:07.500Z");
  CHECK(span_of("2024-01-01T10:00:07.1239999") == "2024-01-01T10:00:07.123Z 2024-01-01T10:00:07.123Z");
  CHECK(span_of("1969-12-31T23:59:59.999Z") == "1969-12-31T23:59:59.999Z 1969-12-31T23:59:59.999Z");
}

TEST_CASE("the zone of a date moves it") {
  for (const char* text :
       {"2024-01-01 00:30:00.000+02:00", "2024-01-01t00:30:00.000+0200", "2024-01-01T00:30:00.000+02",
        "2023-12-31T17:00:00.000-05:30", "2023-12-31T22:30:00.000z", "2023-12-31T22:30:00.000"}) {
    CAPTURE(text);
    CHECK(span_of(text) == "2023-12-31T22:30:00.000Z 2023-12-31T22:30:00.000Z");
  }
}

TEST_CASE("dates are checked against the calendar and the clock") {
  for (const char* bad : {"",
                          "2023-02-29",
                          "2024-13-01",
                          "2024-00-01",
                          "2024-01-00",
                          "2024-1-1",
                          "01-01-2024",
                          "2024-04-31",
                          "-024-01-01",
                          "2024-01-01x",
                          "2024-01-01T",
                          "2024-01-01T25:00:00Z",
                          "2024-01-01T10:60",
                          "2024-01-01T10:00:61Z",
                          "2024-01-01T10:00:00.Z",
                          "2024-01-01T10:00Zx",
                          "2024-01-01T10:00+15:00",
                          "2024-01-01T10:00+02:",
                          "2024-01-01T10:00+02:60",
                          "2024-01-01T10:00+2",
                          "2024-01-01T10"}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_iso_date(bad));
  }
}

TEST_CASE("the day at the beginning of a text is the one that is written") {
  const auto day = std::chrono::sys_days(std::chrono::year(2024) / 3 / 1);
  for (const char* text : {"2024-03-01", "2024-03-01T23:00:00.000-05:00", "2024-03-01, in the morning"}) {
    CAPTURE(text);
    CHECK(iso_day_at_begin(text) == day);
  }
  for (const char* text : {"", "1st of March", "2024-02-30T00:00:00Z"}) {
    CAPTURE(text);
    CHECK_FALSE(iso_day_at_begin(text));
  }
}

TEST_CASE("a time is written with milliseconds, also before 1970") {
  const std::chrono::system_clock::time_point epoch{};
  CHECK(iso_8601(epoch) == "1970-01-01T00:00:00.000Z");
  CHECK(iso_8601(epoch + 1'709'286'245'006ms + 999us) == "2024-03-01T09:44:05.006Z");
  CHECK(iso_8601(epoch - 1ms) == "1969-12-31T23:59:59.999Z");
}
