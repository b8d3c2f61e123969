#include "support/dates.hpp"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <string>

#include "fuzz/fuzz_properties.hpp"
#include "fuzz/fuzz_targets.hpp"
#include "http/http_date.hpp"
#include "http/retry_policy.hpp"

namespace kili::fuzz {
namespace {

std::string http_date_text(std::chrono::sys_seconds time) {
  constexpr std::array<std::string_view, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{time - day};
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", days[std::chrono::weekday(day).c_encoding()],
                     static_cast<unsigned>(date.day()), months[static_cast<unsigned>(date.month()) - 1],
                     static_cast<int>(date.year()), clock.hours().count(), clock.minutes().count(),
                     clock.seconds().count());
}

void check_http_date(std::string_view text) {
  const auto time = http::parse_http_date(text);
  if (!time) return;
  // The years that such a date can have, from the first that libcurl knows.
  constexpr std::chrono::sys_days first{std::chrono::year(1583) / 1 / 1};
  constexpr std::chrono::sys_days end{std::chrono::year(10'000) / 1 / 1};
  if (*time < first || *time >= end) return;
  require(http::parse_http_date(http_date_text(*time)) == time, "an HTTP date that was written is the same");
}

void check_retry_after(std::string_view value, std::string_view date) {
  constexpr std::chrono::sys_seconds now{std::chrono::seconds(1'700'000'000)};
  const auto wait = http::parse_retry_after(value, date, now);
  if (wait) {
    require(wait->count() >= 0, "no wait is shorter than none");
    require(*wait <= std::chrono::years(1), "no wait is longer than a year");
  }
  require(http::parse_retry_after(fmt::format(" \t{} ", value), date, now) == wait,
          "blanks around Retry-After change nothing");
}

void check_iso_date(std::string_view text) {
  const auto day = support::iso_day_at_begin(text);
  const auto date = support::parse_iso_date(text);
  if (date) require(day.has_value(), "a date begins with a day");
  if (day) {
    const auto whole = support::parse_iso_date(text.substr(0, 10));
    require(whole && whole->begin == *day &&
                whole->end - whole->begin + std::chrono::milliseconds(1) == std::chrono::days(1),
            "a day is a date, from its first to its last millisecond");
  }
  if (!date) return;
  require(date->begin <= date->end, "a date begins before it ends");
  const std::chrono::year_month_day begin{std::chrono::floor<std::chrono::days>(date->begin)};
  if (begin.year() < std::chrono::year(0) || begin.year() > std::chrono::year(9999)) return;
  const auto again = support::parse_iso_date(support::iso_8601(date->begin));
  require(again && again->begin == date->begin && again->end == date->begin,
          "an ISO 8601 date that was written is the same");
}

}  // namespace

/// Two lines: the value of Retry-After, or any date, and that of Date.
void fuzz_dates(std::string_view input) {
  const std::string_view value = take_until(input, "\n");
  check_http_date(value);
  check_http_date(input);
  check_retry_after(value, input);
  check_retry_after(value, {});
  check_iso_date(value);
  check_iso_date(input);
}

}  // namespace kili::fuzz
