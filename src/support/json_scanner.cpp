#include "support/json_scanner.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <system_error>

#include "support/unicode.hpp"

namespace kili::support {
namespace {

constexpr std::uint32_t replacement_character = 0xFFFD;
constexpr std::size_t code_digits = 4;

/// The code of an escape that a scanner has checked.
std::uint32_t code_at(std::string_view raw, std::size_t digits) noexcept {
  std::uint32_t code = 0;
  static_cast<void>(std::from_chars(raw.data() + digits, raw.data() + digits + code_digits, code, 16));
  return code;
}

bool is_high_surrogate(std::uint32_t code) noexcept { return code >= 0xD800 && code <= 0xDBFF; }
bool is_low_surrogate(std::uint32_t code) noexcept { return code >= 0xDC00 && code <= 0xDFFF; }

/// Calls `on_text` with each run of plain characters, `on_escape` with what each simple escape names, and
/// `on_code` with each code point, which is a surrogate where it has no other half.
template <typename OnText, typename OnEscape, typename OnCode>
void for_each_part(std::string_view raw, OnText on_text, OnEscape on_escape, OnCode on_code) {
  constexpr std::size_t length_of_code = 2 + code_digits;  // \\uXXXX
  for (std::size_t at = 0; at < raw.size();) {
    const auto escape = std::min(raw.find('\\', at), raw.size());
    if (escape > at) on_text(raw.substr(at, escape - at));
    if (escape == raw.size()) return;
    if (raw[escape + 1] != 'u') {
      on_escape(raw[escape + 1]);
      at = escape + 2;
      continue;
    }
    std::uint32_t code = code_at(raw, escape + 2);
    at = escape + length_of_code;
    if (is_high_surrogate(code) && raw.substr(at).starts_with("\\u")) {
      const std::uint32_t low = code_at(raw, at + 2);
      if (is_low_surrogate(low)) {
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
        at += length_of_code;
      }
    }
    on_code(code);
  }
}

/// Whether a decimal number that no double holds is too large; otherwise it is too small.
bool is_too_large(std::string_view text) noexcept {
  const auto exponent_at = std::min(text.find_first_of("eE"), text.size());
  const auto digits = text.substr(0, exponent_at);
  const auto first = digits.find_first_of("123456789");
  if (first == std::string_view::npos) return false;
  const auto point = std::min(digits.find('.'), digits.size());
  const auto magnitude = first < point ? static_cast<std::int64_t>(point - first)
                                       : -static_cast<std::int64_t>(first - point - 1);
  if (exponent_at == text.size()) return magnitude > 0;
  auto exponent_text = text.substr(exponent_at + 1);
  const bool is_negative = exponent_text.starts_with('-');
  if (is_negative || exponent_text.starts_with('+')) exponent_text.remove_prefix(1);
  std::int64_t exponent = 0;
  constexpr std::int64_t beyond_any_text = std::numeric_limits<std::int64_t>::max() / 4;
  if (std::from_chars(exponent_text.data(), exponent_text.data() + exponent_text.size(), exponent).ec !=
      std::errc()) {
    exponent = beyond_any_text;
  }
  exponent = std::min(exponent, beyond_any_text);  // so that it can be added to
  return magnitude + (is_negative ? -exponent : exponent) > 0;
}

}  // namespace

std::string JsonString::value() const {
  if (!has_escapes) return std::string(raw);
  std::string text;
  text.reserve(raw.size());
  for_each_part(
      raw, [&](std::string_view part) { text += part; },
      [&](char name) {
        constexpr std::string_view names = "\"\\/bfnrt";
        constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
        text += meanings[names.find(name)];
      },
      [&](std::uint32_t code) {
        const bool is_half = is_high_surrogate(code) || is_low_surrogate(code);
        append_utf8(text, is_half ? replacement_character : code);
      });
  return text;
}

bool JsonString::has_half_pair() const noexcept {
  bool found = false;
  if (!has_escapes) return found;
  for_each_part(
      raw, [](std::string_view) {}, [](char) {},
      [&](std::uint32_t code) { found = found || is_high_surrogate(code) || is_low_surrogate(code); });
  return found;
}

double JsonNumber::value() const {
  const bool is_negative = text.starts_with('-');
  const double sign = is_negative ? -1.0 : 1.0;
  if (!is_finite) {
    return text == "NaN" ? std::numeric_limits<double>::quiet_NaN()
                         : sign * std::numeric_limits<double>::infinity();
  }
  double number = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), number);
  if (result.ec == std::errc()) return number;
  return sign * (is_too_large(text) ? std::numeric_limits<double>::infinity() : 0.0);
}

}  // namespace kili::support
