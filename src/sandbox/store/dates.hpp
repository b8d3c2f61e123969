#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kili::sandbox {

/// Milliseconds since 1970, UTC.
using Milliseconds = std::int64_t;

struct ParsedDate {
  Milliseconds begin = 0;
  /// Last millisecond that the text stands for: a date without time stands for its whole day.
  Milliseconds end = 0;
};

/// Reads an ISO 8601 date, see support::parse_iso_date().
[[nodiscard]] std::optional<ParsedDate> parse_date(std::string_view text);

/// "2024-03-01T10:00:00.000Z".
[[nodiscard]] std::string format_date(Milliseconds when);

/// "Sun, 06 Nov 1994 08:49:37 GMT".
[[nodiscard]] std::string format_http_date(std::chrono::system_clock::time_point when);

[[nodiscard]] Milliseconds now();

}  // namespace kili::sandbox
