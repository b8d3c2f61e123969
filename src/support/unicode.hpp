#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace kili::support {

/// The character at the beginning of `text` (not empty) and its length in bytes, 0 when it is not well-formed
/// UTF-8.
[[nodiscard]] char32_t decode_utf8(std::string_view text, std::size_t& length) noexcept;

/// @param code a code point that is a character.
void append_utf8(std::string& out, char32_t code);

/// True for code points that are characters: not surrogates, not beyond U+10FFFF.
[[nodiscard]] bool is_scalar_value(char32_t code) noexcept;

/// Up to 8 hexadecimal digits and nothing else.
[[nodiscard]] std::optional<char32_t> parse_hexadecimal(std::string_view digits) noexcept;

}  // namespace kili::support
