#pragma once

#include <sys/stat.h>

#include "support/os/file_status.hpp"

namespace kili::support {

/// For use inside support/os.
[[nodiscard]] FileStatus to_file_status(const struct stat& status) noexcept;

}  // namespace kili::support
