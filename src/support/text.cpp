#include "support/text.hpp"

#include <algorithm>
#include <cctype>

#include "support/unicode.hpp"

namespace kili::support {
namespace {

char lower(char character) noexcept {
  return character >= 'A' && character <= 'Z' ? static_cast<char>(character - 'A' + 'a') : character;
}

}  // namespace

std::string to_lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), lower);
  return result;
}

bool equal_ignoring_case(std::string_view left, std::string_view right) noexcept {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [](char a, char b) { return lower(a) == lower(b); });
}

std::string_view trim(std::string_view text) noexcept {
  constexpr std::string_view blanks = " \t\r\n";
  const auto begin = text.find_first_not_of(blanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

bool has_only_digits(std::string_view text) noexcept {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

bool is_url(std::string_view text) noexcept {
  return equal_ignoring_case(text.substr(0, 7), "http://") ||
         equal_ignoring_case(text.substr(0, 8), "https://");
}

bool is_valid_utf8(std::string_view text) noexcept {
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

std::string_view utf8_prefix(std::string_view text, std::size_t limit) noexcept {
  if (text.size() <= limit) return text;
  while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xc0U) == 0x80) --limit;
  return text.substr(0, limit);
}

std::size_t utf8_length(std::string_view text) noexcept {
  std::size_t length = 0;
  static_cast<void>(decode_utf8(text, length));
  return length;
}

std::string printable(std::string_view text, char replacement) {
  std::string result;
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    const bool bad = length == 0 || (length == 1 && std::iscntrl(static_cast<unsigned char>(text[0])) != 0);
    if (bad) {
      result += replacement;
    } else {
      result += text.substr(0, length);
    }
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return result;
}

}  // namespace kili::support
