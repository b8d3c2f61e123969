#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kili::test {

/// The text of a C++ source with its comments replaced by blanks; string literals stay.
[[nodiscard]] std::string without_comments(std::string_view source);

/// Whether `word` occurs in the text as a whole identifier.
[[nodiscard]] bool has_identifier(std::string_view text, std::string_view word);

/// The data members that a struct declares itself, in order; those of nested types, functions and type
/// aliases are not among them.
/// @param header the text of the header that defines the struct at any namespace.
/// @throws std::runtime_error when the header does not define it.
[[nodiscard]] std::vector<std::string> data_members(std::string_view header, std::string_view struct_name);

}  // namespace kili::test
