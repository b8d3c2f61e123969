#pragma once

#include <span>
#include <string_view>

#include "kili/enums.hpp"

namespace kili::support {

/// Type of a file by the ending of its name, or empty (contract/README.md, "Content type by file name").
[[nodiscard]] std::string_view mime_type_of(std::string_view file_name) noexcept;

/// Types that a project accepts (contract/README.md, "Types accepted per project"); empty: none.
[[nodiscard]] std::span<const std::string_view> accepted_mime_types(InputType input_type) noexcept;

}  // namespace kili::support
