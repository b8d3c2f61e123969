#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace kili::support {

/// The time that an ISO 8601 date stands for, from its first to its last millisecond: "2024-03-01" stands for
/// the whole day, "2024-03-01T10:00" for a minute, "2024-03-01T10:00:00.5Z" for one millisecond.
struct IsoDate {
  using Time = std::chrono::sys_time<std::chrono::milliseconds>;

  Time begin{};
  Time end{};
};

/// Reads "2024-03-01", or a date with a time: "2024-03-01T10:00", "2024-03-01T10:00:00.123+02:00". 'T' may be
/// a space; seconds, fraction and zone ("Z", "+02", "+0200", "+02:00") may be missing; without a zone it is
/// UTC. Digits behind the milliseconds are cut off.
/// @return nothing when the text is something else, or names a day or a time that does not exist.
[[nodiscard]] std::optional<IsoDate> parse_iso_date(std::string_view text) noexcept;

/// The day YYYY-MM-DD that a text begins with, as it is written, whatever follows and in whatever zone.
[[nodiscard]] std::optional<std::chrono::sys_days> iso_day_at_begin(std::string_view text) noexcept;

/// "2024-03-01T10:00:00.123Z". The clock's own time points hold 584 years only, these all that have four
/// digits.
[[nodiscard]] std::string iso_8601(IsoDate::Time time);
[[nodiscard]] std::string iso_8601(std::chrono::system_clock::time_point time);

/// "20240301-100000", in UTC.
[[nodiscard]] std::string compact_date_time(std::chrono::system_clock::time_point time);

}  // namespace kili::support
