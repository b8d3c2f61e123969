#pragma once

/// @file
/// A date as an argument: text or a time point.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "kili/export.hpp"

namespace kili {
inline namespace v0_1 {

/// A point in time as the service writes it: UTC, milliseconds.
using Timestamp = std::chrono::sys_time<std::chrono::milliseconds>;

/// A date given as text or as a time point. Text is sent unchanged; the call that takes the date checks it. A
/// time point is sent as "2024-03-01T10:00:00.000Z"; what is finer than a millisecond is cut off.
class KILI_EXPORT Date {
 public:
  /// @param text "YYYY-MM-DD" or ISO 8601.
  Date(const char* text) : text_(text) {}             // NOLINT(google-explicit-constructor): a value is
  Date(std::string text) : text_(std::move(text)) {}  // NOLINT(google-explicit-constructor): its own
  Date(std::string_view text) : text_(text) {}        // NOLINT(google-explicit-constructor): argument
  /// @param time any time point of the system clock, for example `std::chrono::sys_days(day)`.
  /// @throws ValidationError when its year is not between 0 and 9999.
  template <typename Duration>
  Date(std::chrono::sys_time<Duration> time)  // NOLINT(google-explicit-constructor)
      : text_(written(std::chrono::floor<std::chrono::milliseconds>(time))) {}

  /// The text that is sent.
  [[nodiscard]] const std::string& text() const noexcept { return text_; }
  operator const std::string&() const noexcept { return text_; }  // NOLINT(google-explicit-constructor)
  /// The time point of the text. A date without time is its beginning; a time without zone is UTC. Nothing
  /// when the text is not a date.
  [[nodiscard]] std::optional<Timestamp> time() const noexcept;

  /// Whether both have the same text.
  [[nodiscard]] friend bool operator==(const Date& left, const Date& right) noexcept {
    return left.text_ == right.text_;
  }

 private:
  [[nodiscard]] static std::string written(Timestamp time);

  std::string text_;
};

}  // namespace v0_1
}  // namespace kili
