#pragma once

#include <span>
#include <string_view>

#include "kili/enums.hpp"

namespace kili::support {

/// MIME type of a file by the extension of its name; empty when it is not known (docs/service.md,
/// "Importing").
[[nodiscard]] std::string_view mime_type_of(std::string_view file_name) noexcept;

/// MIME types of the files that a project of this type accepts; empty: none (docs/service.md, "Importing").
[[nodiscard]] std::span<const std::string_view> accepted_mime_types(InputType input_type) noexcept;

}  // namespace kili::support
