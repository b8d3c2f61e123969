#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace kili::support {

[[nodiscard]] std::string to_lower(std::string_view text);
[[nodiscard]] bool equal_ignoring_case(std::string_view left, std::string_view right) noexcept;
[[nodiscard]] std::string_view trim(std::string_view text) noexcept;
/// 0 to 9, whatever the locale.
[[nodiscard]] constexpr bool is_digit(char c) noexcept { return '0' <= c && c <= '9'; }
/// Not empty, and digits alone.
[[nodiscard]] bool has_only_digits(std::string_view text) noexcept;
/// True for http:// and https://: the content is hosted, not a local file or a text.
[[nodiscard]] bool is_url(std::string_view text) noexcept;
[[nodiscard]] bool is_valid_utf8(std::string_view text) noexcept;
/// Length in bytes of the UTF-8 character at the beginning of a text that is not empty; 0 when it is not one.
[[nodiscard]] std::size_t utf8_length(std::string_view text) noexcept;
/// The longest beginning of at most `limit` bytes that does not end inside a UTF-8 character.
[[nodiscard]] std::string_view utf8_prefix(std::string_view text, std::size_t limit) noexcept;
/// The text with `replacement` for every control character and every byte that is not UTF-8.
[[nodiscard]] std::string printable(std::string_view text, char replacement);

}  // namespace kili::support
