#include "kili/date.hpp"

#include <fmt/format.h>

#include "kili/errors.hpp"
#include "support/dates.hpp"

namespace kili {
inline namespace v0_1 {

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
  const auto date = support::parse_iso_date(text_);
  return date ? std::optional(date->begin) : std::nullopt;
}

}  // namespace v0_1
}  // namespace kili
