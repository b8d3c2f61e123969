#include "cli/shown_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace kili::cli {
namespace {

struct CodePoint {
  char32_t value = 0;
  std::size_t size = 1;  ///< Bytes.
  bool valid = false;
};

/// The first character of a text that is not empty.
CodePoint first_of(std::string_view text) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return {.value = lead, .size = 1, .valid = true};
  const std::size_t size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || text.size() < size) return {};
  auto value = static_cast<char32_t>(lead & (0xffU >> (size + 1)));
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xc0U) != 0x80U) return {};
    value = (value << 6U) | (byte(i) & 0x3fU);
  }
  constexpr std::array<char32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
  if (value < least[size] || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff)) return {};
  return {.value = value, .size = size, .valid = true};
}

bool steers_terminal(char32_t c) {
  return c < 0x20 || (c >= 0x7f && c <= 0x9f) || c == 0x061c || (c >= 0x200e && c <= 0x200f) ||
         (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0xfeff ||
         (c >= 0xe0000 && c <= 0xe007f);
}

using Interval = std::pair<char32_t, char32_t>;

bool is_in(const auto& intervals, char32_t c) {
  return std::any_of(intervals.begin(), intervals.end(),
                     [&](const Interval& each) { return c >= each.first && c <= each.second; });
}

std::size_t columns_of(char32_t c) {
  // Unicode's classes, as far as terminals agree on them.
  constexpr std::array<Interval, 8> combining{{{0x0300, 0x036f},
                                               {0x0483, 0x0489},
                                               {0x0591, 0x05bd},
                                               {0x064b, 0x065f},
                                               {0x200b, 0x200d},
                                               {0x20d0, 0x20ff},
                                               {0xfe00, 0xfe0f},
                                               {0xfe20, 0xfe2f}}};
  constexpr std::array<Interval, 10> wide{{{0x1100, 0x115f},
                                           {0x2e80, 0x303e},
                                           {0x3041, 0xa4cf},
                                           {0xac00, 0xd7a3},
                                           {0xf900, 0xfaff},
                                           {0xfe30, 0xfe6f},
                                           {0xff00, 0xff60},
                                           {0xffe0, 0xffe6},
                                           {0x1f300, 0x1faff},
                                           {0x20000, 0x3fffd}}};
  if (c < 0x0300) return 1;
  if (is_in(combining, c)) return 0;
  return is_in(wide, c) ? 2 : 1;
}

/// Calls `visit` with the bytes and the code point of each character.
template <typename Visit>
void for_each_character(std::string_view text, const Visit& visit) {
  while (!text.empty()) {
    const CodePoint point = first_of(text);
    visit(text.substr(0, point.size), point);
    text.remove_prefix(point.size);
  }
}

}  // namespace

std::string shown(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for_each_character(text, [&](std::string_view bytes, const CodePoint& point) {
    if (!point.valid || (point.value < 0xa0 && steers_terminal(point.value))) {
      const unsigned value = point.valid ? static_cast<unsigned>(point.value)
                                         : static_cast<unsigned>(static_cast<unsigned char>(bytes.front()));
      result += fmt::format("\\x{:02x}", value);
    } else if (steers_terminal(point.value)) {
      result += fmt::format("\\u{:04x}", static_cast<std::uint32_t>(point.value));
    } else {
      result += bytes;
    }
  });
  return result;
}

std::string shown_lines(std::string_view text) {
  std::string result;
  for (;;) {
    const auto end = text.find('\n');
    result += shown(text.substr(0, end));
    if (end == std::string_view::npos) return result;
    result += '\n';
    text.remove_prefix(end + 1);
  }
}

std::string shown_csv(std::string_view rows) {
  std::string result;
  while (!rows.empty()) {
    const auto end = rows.find('\n');
    std::string_view line = rows.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    result += shown(line);
    if (end == std::string_view::npos) break;
    result += '\n';
    rows.remove_prefix(end + 1);
  }
  return result;
}

bool is_utf8(std::string_view text) {
  bool valid = true;
  for_each_character(
      text, [&](std::string_view /*bytes*/, const CodePoint& point) { valid = valid && point.valid; });
  return valid;
}

std::string shown_json(std::string_view json_text) {
  std::string result;
  result.reserve(json_text.size());
  for_each_character(json_text, [&](std::string_view bytes, const CodePoint& point) {
    if (!point.valid || !steers_terminal(point.value)) {
      result += bytes;
      return;
    }
    const auto value = static_cast<std::uint32_t>(point.value);
    if (value < 0x10000) {
      result += fmt::format("\\u{:04x}", value);
    } else {
      result += fmt::format("\\u{:04x}\\u{:04x}", 0xd800U + ((value - 0x10000U) >> 10U),
                            0xdc00U + ((value - 0x10000U) & 0x3ffU));
    }
  });
  return result;
}

std::size_t width_of(std::string_view text) {
  std::size_t width = 0;
  for_each_character(text, [&](std::string_view /*bytes*/, const CodePoint& point) {
    width += point.valid ? columns_of(point.value) : 1;
  });
  return width;
}

std::string fitted(std::string_view text, std::size_t columns) {
  const std::size_t width = width_of(text);
  if (width <= columns) return std::string(text) + std::string(columns - width, ' ');
  if (columns == 0) return {};
  std::string result;
  std::size_t used = 0;
  bool full = false;
  for_each_character(text, [&](std::string_view bytes, const CodePoint& point) {
    const std::size_t more = point.valid ? columns_of(point.value) : 1;
    full = full || used + more > columns - 1;
    if (full) return;
    result += bytes;
    used += more;
  });
  result += "…";
  return result + std::string(columns - 1 - used, ' ');
}

}  // namespace kili::cli
