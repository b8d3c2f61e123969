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
  /// Last millisecond that the text covers: a date without time covers its whole day.
  Milliseconds end = 0;
};

/// Reads "2024-03-01", "2024-03-01T10:00:00", with optional fraction and zone ("Z", "+02:00").
[[nodiscard]] std::optional<ParsedDate> parse_date(std::string_view text);

/// "2024-03-01T10:00:00.000Z".
[[nodiscard]] std::string format_date(Milliseconds when);

/// "Sun, 06 Nov 1994 08:49:37 GMT".
[[nodiscard]] std::string format_http_date(std::chrono::system_clock::time_point when);

[[nodiscard]] Milliseconds now();

}  // namespace kili::sandbox
