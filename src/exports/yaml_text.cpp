#include "exports/yaml_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "support/text.hpp"
#include "support/unicode.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {
namespace {

constexpr char32_t replacement_character = 0xFFFD;

/// The character that the text begins with, and removes it; U+FFFD for a byte that is not UTF-8.
char32_t take_character(std::string_view& text) {
  std::size_t length = 0;
  const char32_t character = support::decode_utf8(text, length);
  text.remove_prefix(std::max<std::size_t>(length, 1));
  return length == 0 ? replacement_character : character;
}

/// Characters that YAML does not take as they are, and those that it or other readers take for line breaks.
bool needs_escape(char32_t character) noexcept {
  return character < 0x20 || (character >= 0x7F && character < 0xA0) || character == 0x2028 ||
         character == 0x2029 || character == 0xFEFF || character == 0xFFFE || character == 0xFFFF;
}

std::string escaped(char32_t character) {
  switch (character) {
    case '"':
      return "\\\"";
    case '\\':
      return "\\\\";
    case '\n':
      return "\\n";
    case '\r':
      return "\\r";
    case '\t':
      return "\\t";
    default:
      break;
  }
  const auto code = static_cast<std::uint32_t>(character);
  return code < 0x100 ? fmt::format("\\x{:02X}", code) : fmt::format("\\u{:04X}", code);
}

/// Words that YAML 1.1 takes for something else than a text, in lower case.
bool is_word_of_yaml(std::string_view text) {
  static constexpr auto words = std::to_array<std::string_view>(
      {"y", "yes", "n", "no", "true", "false", "on", "off", "null", "nan", "inf"});
  return std::ranges::any_of(words,
                             [&](std::string_view word) { return support::equal_ignoring_case(word, text); });
}

bool is_letter(char c) noexcept { return ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z'); }

bool is_plain(std::string_view text) {
  if (text.empty() || !(is_letter(text.front()) || text.front() == '_') || text.back() == ' ') return false;
  const bool all_are_plain = std::ranges::all_of(text, [](char c) {
    return is_letter(c) || support::is_digit(c) || c == '_' || c == '-' || c == '/' || c == '.' || c == ' ';
  });
  return all_are_plain && !is_word_of_yaml(text);
}

}  // namespace

std::string yaml_text(std::string_view text) {
  return is_plain(text) ? std::string(text) : quoted_yaml_text(text);
}

std::string quoted_yaml_text(std::string_view text) {
  std::string single = "'";
  std::string escapes = "\"";
  bool is_single = true;
  for (std::string_view rest = text; !rest.empty();) {
    const std::string_view before = rest;
    const char32_t character = take_character(rest);
    const std::string_view bytes = before.substr(0, before.size() - rest.size());
    if (needs_escape(character) || (character == replacement_character && bytes.size() == 1)) {
      is_single = false;
      escapes += escaped(character);
      continue;
    }
    single += bytes;
    if (character == '\'') single += '\'';
    escapes += character == '"' || character == '\\' ? escaped(character) : std::string(bytes);
  }
  return is_single ? single + "'" : escapes + "\"";
}

std::string one_line(std::string_view text) {
  std::string line;
  for (std::string_view rest = text; !rest.empty();) {
    const std::string_view before = rest;
    line += needs_escape(take_character(rest)) ? std::string(" ")
                                               : std::string(before.substr(0, before.size() - rest.size()));
  }
  return line;
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
