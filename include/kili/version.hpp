#pragma once

/// @file
/// The version of the library.

#include <string_view>

#include "kili/export.hpp"

namespace kili {
inline namespace v0_1 {

/// Version of the library that runs, "MAJOR.MINOR.PATCH".
[[nodiscard]] KILI_EXPORT std::string_view version() noexcept;

}  // namespace v0_1
}  // namespace kili
