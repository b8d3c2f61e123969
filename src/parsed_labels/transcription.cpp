#include "parsed_labels/transcription.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <optional>

#include "kili/labels/errors.hpp"
#include "parsed_labels/label_path.hpp"
#include "support/shown_text.hpp"
#include "support/text.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {
namespace {

constexpr std::size_t longest_excerpt = 80;

/// Takes a number of at least one and at most `most` digits from the beginning of the text.
std::optional<int> take_number(std::string_view& text, std::size_t most) noexcept {
  std::size_t digits = 0;
  int number = 0;
  while (digits < most && digits < text.size() && support::is_digit(text[digits])) {
    number = number * 10 + (text[digits] - '0');
    ++digits;
  }
  if (digits == 0) return std::nullopt;
  text.remove_prefix(digits);
  return number;
}

bool take_dash(std::string_view& text) noexcept {
  if (text.empty() || text.front() != '-') return false;
  text.remove_prefix(1);
  return true;
}

/// A day of the calendar as YYYY-MM-DD; month and day may have one digit.
bool is_day(std::string_view text) noexcept {
  const std::size_t length = text.size();
  const auto year = take_number(text, 4);
  if (!year || length - text.size() != 4 || !take_dash(text)) return false;
  const auto month = take_number(text, 2);
  if (!month || !take_dash(text)) return false;
  const auto day = take_number(text, 2);
  if (!day || !text.empty() || *year < 1) return false;
  return std::chrono::year_month_day(std::chrono::year(*year),
                                     std::chrono::month(static_cast<unsigned>(*month)),
                                     std::chrono::day(static_cast<unsigned>(*day)))
      .ok();
}

}  // namespace

void check_transcription(std::string_view text, const JobInterface& job) {
  if (!job.has_input()) return;
  if (job.input() == "date" && !is_day(text)) {
    throw InvalidMutationError(LabelPath(job).where(),
                               fmt::format("'{}' is not a date; give a day as YYYY-MM-DD",
                                           support::shown_text(text, longest_excerpt)));
  }
  if (job.input() == "number" &&
      (text.empty() || !std::all_of(text.begin(), text.end(), support::is_digit))) {
    throw InvalidMutationError(
        LabelPath(job).where(),
        fmt::format("'{}' is not a number; give digits", support::shown_text(text, longest_excerpt)));
  }
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
