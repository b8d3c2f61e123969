#include "support/unicode.hpp"

namespace kili::support {

char32_t decode_utf8(std::string_view text, std::size_t& length) noexcept {
  const auto byte = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned first = byte(0);
  length = 0;
  if (first < 0x80) {
    length = 1;
    return first;
  }
  const std::size_t size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || text.size() < size) return 0;
  char32_t code = first & (0xffU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xc0U) != 0x80U) return 0;
    code = (code << 6U) | (byte(i) & 0x3fU);
  }
  const char32_t smallest = size == 4 ? 0x10000 : size == 3 ? 0x800 : 0x80;
  if (code < smallest || !is_scalar_value(code)) return 0;
  length = size;
  return code;
}

void append_utf8(std::string& out, char32_t code) {
  const auto append = [&out](char32_t byte) { out += static_cast<char>(static_cast<unsigned char>(byte)); };
  if (code < 0x80) {
    append(code);
  } else if (code < 0x800) {
    append(0xc0U | (code >> 6U));
    append(0x80U | (code & 0x3fU));
  } else if (code < 0x10000) {
    append(0xe0U | (code >> 12U));
    append(0x80U | ((code >> 6U) & 0x3fU));
    append(0x80U | (code & 0x3fU));
  } else {
    append(0xf0U | (code >> 18U));
    append(0x80U | ((code >> 12U) & 0x3fU));
    append(0x80U | ((code >> 6U) & 0x3fU));
    append(0x80U | (code & 0x3fU));
  }
}

bool is_scalar_value(char32_t code) noexcept { return code < 0xd800 || (code > 0xdfff && code <= 0x10ffff); }

std::optional<char32_t> parse_hexadecimal(std::string_view digits) noexcept {
  if (digits.empty() || digits.size() > 8) return std::nullopt;
  char32_t code = 0;
  for (const char c : digits) {
    const int digit = c >= '0' && c <= '9'   ? c - '0'
                      : c >= 'a' && c <= 'f' ? c - 'a' + 10
                      : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                             : -1;
    if (digit < 0) return std::nullopt;
    code = (code << 4U) | static_cast<char32_t>(digit);
  }
  return code;
}

}  // namespace kili::support
