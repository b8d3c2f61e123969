#pragma once

#include <string_view>

namespace kili::support {

/// Extension (".png") for the value of a Content-Type header, whose parameters are ignored; empty when
/// the type is not known.
[[nodiscard]] std::string_view extension_of_type(std::string_view content_type) noexcept;

/// The extension (".PNG") at the end of a file name when it is that of a known type, else empty.
[[nodiscard]] std::string_view known_extension_of(std::string_view file_name) noexcept;

/// The extension (".JPG") at the end of a file name when images have it, in any case, else empty. Includes
/// what trainers read and the service does not take, such as ".dng".
[[nodiscard]] std::string_view image_extension_of(std::string_view file_name) noexcept;

}  // namespace kili::support
