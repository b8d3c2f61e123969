#pragma once

#include <cerrno>
#include <system_error>

namespace kili::support {

/// `errno` as an error code. For use inside support/os, right after the call that failed.
[[nodiscard]] inline std::error_code errno_code() noexcept { return {errno, std::generic_category()}; }

}  // namespace kili::support
