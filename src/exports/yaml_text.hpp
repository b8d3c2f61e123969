#pragma once

#include <string>
#include <string_view>

namespace kili {
inline namespace v0_1 {
namespace labels {

/// The text as a YAML scalar that every reader of YAML 1.1 or 1.2 reads as this text: plain when that is
/// safe, otherwise quoted.
[[nodiscard]] std::string yaml_text(std::string_view text);
/// The same, always quoted: in single quotes, with control characters or line breaks in double quotes. What
/// is not UTF-8 becomes U+FFFD.
[[nodiscard]] std::string quoted_yaml_text(std::string_view text);
/// The text on one line: control characters and line breaks are blanks.
[[nodiscard]] std::string one_line(std::string_view text);

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
