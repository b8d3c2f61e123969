#pragma once

#include <string>
#include <string_view>

namespace kili {
inline namespace v0_1 {
namespace labels {

/// The text as the content of an XML element. What XML 1.0 has no characters for (control characters other
/// than tab and line breaks, U+FFFE, U+FFFF, bytes that are not UTF-8) becomes U+FFFD.
[[nodiscard]] std::string xml_text(std::string_view text);
/// Whether a reader gets back the very text.
[[nodiscard]] bool fits_xml(std::string_view text) noexcept;

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
