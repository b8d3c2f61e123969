#pragma once

#include <span>
#include <string_view>

#include "kili/enums.hpp"

namespace kili::support {

/// MIME type of a file by the extension of its name; empty when it is not known (docs/service.md,
/// "Importing").
[[nodiscard]] std::string_view mime_type_of(std::string_view file_name) noexcept;

/// The MIME type that a format tells: a media type ("image/jpeg", its parameters are ignored) or a file name
/// with an extension. Other spellings of a known type give that type. Empty when it is not known.
[[nodiscard]] std::string_view mime_type_of_format(std::string_view format) noexcept;
/// True when files of this type are known, and none of their extensions is among these.
[[nodiscard]] bool has_only_other_extensions(std::string_view mime_type,
                                             std::span<const std::string_view> extensions) noexcept;

/// MIME types of the files that a project of this type accepts; empty: none (docs/service.md, "Importing").
[[nodiscard]] std::span<const std::string_view> accepted_mime_types(InputType input_type) noexcept;

/// Extensions of the files and URLs that such a project accepts, with their dot, in lower case and
/// alphabetical order; empty: they are not limited (docs/service.md, "Importing").
[[nodiscard]] std::span<const std::string_view> accepted_extensions(InputType input_type) noexcept;

/// The extension of a file name or path, with its dot; empty when there is none.
[[nodiscard]] std::string_view extension_of(std::string_view path) noexcept;
/// The path of an absolute URL, without query and fragment.
[[nodiscard]] std::string_view path_of_url(std::string_view url) noexcept;

}  // namespace kili::support
