#include "exports/xml_text.hpp"

#include <algorithm>
#include <cstddef>

#include "support/unicode.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {
namespace {

/// The bytes of the character that the text begins with, and removes them; nothing when XML lacks it.
std::string_view take_xml_character(std::string_view& text) noexcept {
  std::size_t length = 0;
  const char32_t character = support::decode_utf8(text, length);
  const bool is_control = character < 0x20 && character != U'\t' && character != U'\n' && character != U'\r';
  const bool exists = length > 0 && !is_control && character != 0xFFFE && character != 0xFFFF;
  const std::string_view bytes = text.substr(0, exists ? length : 0);
  text.remove_prefix(std::max<std::size_t>(length, 1));
  return bytes;
}

std::string_view escaped_for_xml(std::string_view character) noexcept {
  if (character.empty()) return "\xEF\xBF\xBD";
  switch (character.front()) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\r':
      return "&#13;";  // readers turn a bare one into a line feed
    default:
      return character;
  }
}

}  // namespace

std::string xml_text(std::string_view text) {
  std::string escaped;
  while (!text.empty()) escaped += escaped_for_xml(take_xml_character(text));
  return escaped;
}

bool fits_xml(std::string_view text) noexcept {
  while (!text.empty()) {
    if (take_xml_character(text).empty()) return false;
  }
  return true;
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
