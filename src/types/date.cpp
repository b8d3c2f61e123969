#include "kili/date.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "kili/errors.hpp"
#include "support/text.hpp"

namespace kili {
namespace {

/// Takes digits from the beginning of a text that is known to be a date.
int take_digits(std::string_view& text, std::size_t count) noexcept {
  int value = 0;
  for (const char digit : text.substr(0, count)) value = value * 10 + (digit - '0');
  text.remove_prefix(std::min(count, text.size()));
  return value;
}

/// Takes the separator and the digits after it; 0 when the separator does not follow.
int take_part(std::string_view& text, char separator) noexcept {
  if (!text.starts_with(separator)) return 0;
  text.remove_prefix(1);
  return take_digits(text, 2);
}

std::chrono::milliseconds take_fraction(std::string_view& text) noexcept {
  if (!text.starts_with('.')) return std::chrono::milliseconds(0);
  text.remove_prefix(1);
  const auto digits = std::min(text.find_first_not_of("0123456789"), text.size());
  const auto counted = std::min<std::size_t>(digits, 3);
  std::string_view fraction = text.substr(0, counted);
  int value = take_digits(fraction, counted);
  for (std::size_t i = counted; i < 3; ++i) value *= 10;
  text.remove_prefix(digits);
  return std::chrono::milliseconds(value);
}

std::chrono::minutes take_offset(std::string_view text) noexcept {
  if (text.size() < 3) return std::chrono::minutes(0);
  const int sign = text.front() == '-' ? -1 : 1;
  text.remove_prefix(1);
  const int hours = take_digits(text, 2);
  if (text.starts_with(':')) text.remove_prefix(1);
  return std::chrono::minutes(sign * (hours * 60 + take_digits(text, 2)));
}

}  // namespace

std::string Date::written(Timestamp time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const int year = static_cast<int>(date.year());
  if (!date.ok() || year < 0 || year > 9999) {
    throw ValidationError(
        "the time point of a date is not in the years 0 to 9999; give an earlier or later one");
  }
  const std::chrono::hh_mm_ss clock(time - day);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", year, static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()), clock.hours().count(), clock.minutes().count(),
                     clock.seconds().count(), clock.subseconds().count());
}

std::optional<Timestamp> Date::time() const noexcept {
  if (!support::is_date(text_)) return std::nullopt;
  std::string_view rest = text_;
  const std::chrono::year year(take_digits(rest, 4));
  rest.remove_prefix(1);
  const std::chrono::month month(static_cast<unsigned>(take_digits(rest, 2)));
  rest.remove_prefix(1);
  const std::chrono::day day(static_cast<unsigned>(take_digits(rest, 2)));
  Timestamp time = std::chrono::sys_days(year / month / day);
  if (rest.empty()) return time;
  rest.remove_prefix(1);
  time += std::chrono::hours(take_digits(rest, 2));
  time += std::chrono::minutes(take_part(rest, ':'));
  time += std::chrono::seconds(take_part(rest, ':'));
  time += take_fraction(rest);
  return time - take_offset(rest);
}

}  // namespace kili
