#include "sandbox/store/dates.hpp"

#include <array>
#include <charconv>
#include <chrono>

#include <fmt/format.h>

namespace kili::sandbox {
namespace {

constexpr Milliseconds milliseconds_per_day = 86'400'000;

/// A cursor over the text; every reader leaves it untouched when it fails.
class DateReader {
 public:
  explicit DateReader(std::string_view text) : rest_(text) {}

  [[nodiscard]] bool done() const { return rest_.empty(); }

  bool skip(char expected) {
    if (rest_.empty() || rest_.front() != expected) return false;
    rest_.remove_prefix(1);
    return true;
  }

  std::optional<int> digits(std::size_t count) {
    if (rest_.size() < count) return std::nullopt;
    int value = 0;
    const char* const end = rest_.data() + count;
    const auto [stopped, error] = std::from_chars(rest_.data(), end, value);
    if (error != std::errc{} || stopped != end || value < 0) return std::nullopt;
    rest_.remove_prefix(count);
    return value;
  }

  Milliseconds fraction() {
    Milliseconds value = 0;
    Milliseconds unit = 100;
    while (!rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9') {
      value += (rest_.front() - '0') * unit;
      unit /= 10;
      rest_.remove_prefix(1);
    }
    return value;
  }

 private:
  std::string_view rest_;
};

std::optional<Milliseconds> read_day(DateReader& reader) {
  const auto year = reader.digits(4);
  if (!year || !reader.skip('-')) return std::nullopt;
  const auto month = reader.digits(2);
  if (!month || !reader.skip('-')) return std::nullopt;
  const auto day = reader.digits(2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year},
                                         std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days{date}.time_since_epoch().count() * milliseconds_per_day;
}

/// Offset of the zone, 0 when none is given.
std::optional<Milliseconds> read_zone(DateReader& reader) {
  if (reader.done() || reader.skip('Z')) return 0;
  const bool east = reader.skip('+');
  if (!east && !reader.skip('-')) return std::nullopt;
  const auto hours = reader.digits(2);
  if (!hours) return std::nullopt;
  reader.skip(':');
  const auto minutes = reader.done() ? std::optional<int>{0} : reader.digits(2);
  if (!minutes) return std::nullopt;
  const Milliseconds offset = (*hours * Milliseconds{60} + *minutes) * 60'000;
  return east ? offset : -offset;
}

}  // namespace

std::optional<ParsedDate> parse_date(std::string_view text) {
  DateReader reader{text};
  const auto day = read_day(reader);
  if (!day) return std::nullopt;
  if (reader.done()) return ParsedDate{*day, *day + milliseconds_per_day - 1};
  if (!reader.skip('T') && !reader.skip(' ')) return std::nullopt;
  const auto hour = reader.digits(2);
  if (!hour || !reader.skip(':')) return std::nullopt;
  const auto minute = reader.digits(2);
  if (!minute) return std::nullopt;
  std::optional<int> second = 0;
  Milliseconds covered = 59'999;
  Milliseconds fraction = 0;
  if (reader.skip(':')) {
    second = reader.digits(2);
    if (!second) return std::nullopt;
    covered = 999;
    if (reader.skip('.')) {
      fraction = reader.fraction();
      covered = 0;
    }
  }
  const auto zone = read_zone(reader);
  if (!zone || !reader.done()) return std::nullopt;
  const Milliseconds begin =
      *day + ((*hour * Milliseconds{60} + *minute) * 60 + *second) * 1000 + fraction - *zone;
  return ParsedDate{begin, begin + covered};
}

std::string format_date(Milliseconds when) {
  const Milliseconds days =
      when >= 0 ? when / milliseconds_per_day : -((-when - 1) / milliseconds_per_day) - 1;
  const Milliseconds rest = when - days * milliseconds_per_day;
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{static_cast<int>(days)}}};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), rest / 3'600'000,
                     rest / 60'000 % 60, rest / 1000 % 60, rest % 1000);
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
