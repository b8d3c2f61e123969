#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace kili::sandbox::graphql {

/// The character at the beginning of `text` (not empty). `length` is 0 when it is not well-formed UTF-8.
char32_t decode_utf8(std::string_view text, std::size_t& length) noexcept;

void append_utf8(std::string& out, char32_t code);

/// True for code points that are characters: not surrogates, not beyond U+10FFFF.
bool is_scalar_value(char32_t code) noexcept;

/// Up to 8 hexadecimal digits and nothing else.
std::optional<char32_t> parse_hexadecimal(std::string_view digits) noexcept;

}  // namespace kili::sandbox::graphql
