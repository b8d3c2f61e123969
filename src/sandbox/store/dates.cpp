#include "sandbox/store/dates.hpp"

#include <array>
#include <chrono>

#include <fmt/format.h>

#include "support/dates.hpp"

namespace kili::sandbox {
std::optional<ParsedDate> parse_date(std::string_view text) {
  const auto date = support::parse_iso_date(text);
  if (!date) return std::nullopt;
  return ParsedDate{date->begin.time_since_epoch().count(), date->end.time_since_epoch().count()};
}

std::string format_date(Milliseconds when) {
  return support::iso_8601(std::chrono::sys_time<std::chrono::milliseconds>(std::chrono::milliseconds(when)));
}

std::string format_http_date(std::chrono::system_clock::time_point when) {
  constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                              "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(when);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{std::chrono::floor<std::chrono::seconds>(when - day)};
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", days[std::chrono::weekday{day}.c_encoding()],
                     static_cast<unsigned>(date.day()), months[static_cast<unsigned>(date.month()) - 1],
                     static_cast<int>(date.year()), time.hours().count(), time.minutes().count(),
                     time.seconds().count());
}

Milliseconds now() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

}  // namespace kili::sandbox
