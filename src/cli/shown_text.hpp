#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace kili::cli {

/// Text of somebody else for a terminal: control characters, marks that reorder text and bytes that are not
/// UTF-8 are written as escapes ("\x1b", "\u202e"), so that the text cannot steer the terminal.
[[nodiscard]] std::string shown(std::string_view text);
/// Text of several lines of the program's own, each shown() for itself.
[[nodiscard]] std::string shown_lines(std::string_view text);
/// JSON text whose remaining control characters (0x7f to 0x9f, marks that reorder text) are escaped as JSON
/// does it: the same value, harmless for a terminal.
[[nodiscard]] std::string shown_json(std::string_view json_text);

/// Rows of CSV of which cells are somebody else's text: as shown_lines(), without what is before a line feed.
[[nodiscard]] std::string shown_csv(std::string_view rows);
[[nodiscard]] bool is_utf8(std::string_view text);

/// Columns that a text takes on a terminal; wide characters take two, marks that combine none.
[[nodiscard]] std::size_t width_of(std::string_view text);
/// The text with spaces behind it, or its beginning and "…", in exactly that many columns.
[[nodiscard]] std::string fitted(std::string_view text, std::size_t columns);

}  // namespace kili::cli
