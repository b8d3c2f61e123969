#include "support/dates.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "support/text.hpp"

namespace kili::support {
namespace {

using std::chrono::milliseconds;

/// Reads a text from its beginning. What fails reads nothing.
class DateReader {
 public:
  explicit DateReader(std::string_view text) noexcept : rest_(text) {}

  [[nodiscard]] bool at_end() const noexcept { return rest_.empty(); }

  bool take_any_of(std::string_view characters) noexcept {
    if (rest_.empty() || characters.find(rest_.front()) == std::string_view::npos) return false;
    rest_.remove_prefix(1);
    return true;
  }

  /// Exactly `count` digits with a value of at most `limit`.
  std::optional<int> number(std::size_t count, int limit) noexcept {
    if (rest_.size() < count) return std::nullopt;
    int value = 0;
    for (const char c : rest_.substr(0, count)) {
      if (!is_digit(c)) return std::nullopt;
      value = value * 10 + (c - '0');
    }
    if (value > limit) return std::nullopt;
    rest_.remove_prefix(count);
    return value;
  }

  /// The digits behind a decimal point of seconds.
  std::optional<milliseconds> fraction() noexcept {
    if (rest_.empty() || !is_digit(rest_.front())) return std::nullopt;
    milliseconds value{};
    milliseconds unit{100};
    for (; !rest_.empty() && is_digit(rest_.front()); rest_.remove_prefix(1)) {
      value += unit * (rest_.front() - '0');
      unit /= 10;
    }
    return value;
  }

 private:
  std::string_view rest_;
};

std::optional<std::chrono::sys_days> read_day(DateReader& reader) noexcept {
  const auto year = reader.number(4, 9999);
  if (!year || !reader.take_any_of("-")) return std::nullopt;
  const auto month = reader.number(2, 12);
  if (!month || !reader.take_any_of("-")) return std::nullopt;
  const auto day = reader.number(2, 31);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date);
}

struct TimeOfDay {
  milliseconds since_midnight{};
  milliseconds precision{};  ///< How long the time that was written lasts.
};

std::optional<TimeOfDay> read_time_of_day(DateReader& reader) noexcept {
  const auto hours = reader.number(2, 23);
  if (!hours || !reader.take_any_of(":")) return std::nullopt;
  const auto minutes = reader.number(2, 59);
  if (!minutes) return std::nullopt;
  TimeOfDay time{.since_midnight = std::chrono::hours(*hours) + std::chrono::minutes(*minutes),
                 .precision = std::chrono::minutes(1)};
  if (!reader.take_any_of(":")) return time;
  const auto seconds = reader.number(2, 60);  // 60: a leap second
  if (!seconds) return std::nullopt;
  time.since_midnight += std::chrono::seconds(*seconds);
  time.precision = std::chrono::seconds(1);
  if (!reader.take_any_of(".")) return time;
  const auto fraction = reader.fraction();
  if (!fraction) return std::nullopt;
  time.since_midnight += *fraction;
  time.precision = milliseconds(1);
  return time;
}

/// What the zone is ahead of UTC.
std::optional<std::chrono::minutes> read_zone(DateReader& reader) noexcept {
  if (reader.at_end() || reader.take_any_of("Zz")) return std::chrono::minutes(0);
  const bool is_east = reader.take_any_of("+");
  if (!is_east && !reader.take_any_of("-")) return std::nullopt;
  const auto hours = reader.number(2, 14);
  if (!hours) return std::nullopt;
  const bool must_have_minutes = reader.take_any_of(":");
  const auto minutes = reader.at_end() && !must_have_minutes ? std::optional(0) : reader.number(2, 59);
  if (!minutes) return std::nullopt;
  const auto offset = std::chrono::hours(*hours) + std::chrono::minutes(*minutes);
  return is_east ? offset : -offset;
}

}  // namespace

std::optional<IsoDate> parse_iso_date(std::string_view text) noexcept {
  DateReader reader(text);
  const auto day = read_day(reader);
  if (!day) return std::nullopt;
  if (reader.at_end()) return IsoDate{*day, *day + std::chrono::days(1) - milliseconds(1)};
  if (!reader.take_any_of("Tt ")) return std::nullopt;
  const auto time = read_time_of_day(reader);
  if (!time) return std::nullopt;
  const auto zone = read_zone(reader);
  if (!zone || !reader.at_end()) return std::nullopt;
  const IsoDate::Time begin = *day + time->since_midnight - *zone;
  return IsoDate{begin, begin + time->precision - milliseconds(1)};
}

std::optional<std::chrono::sys_days> iso_day_at_begin(std::string_view text) noexcept {
  DateReader reader(text);
  return read_day(reader);
}

std::string iso_8601(std::chrono::system_clock::time_point time) {
  return iso_8601(std::chrono::floor<milliseconds>(time));
}

std::string iso_8601(IsoDate::Time time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss since_midnight{time - day};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     since_midnight.hours().count(), since_midnight.minutes().count(),
                     since_midnight.seconds().count(), since_midnight.subseconds().count());
}

std::string compact_date_time(std::chrono::system_clock::time_point time) {
  constexpr std::size_t length_of_seconds = 19;  // "2024-03-01T10:00:00"
  std::string text = iso_8601(time).substr(0, length_of_seconds);
  std::erase_if(text, [](char each) { return each == '-' || each == ':'; });
  std::ranges::replace(text, 'T', '-');
  return text;
}

}  // namespace kili::support
