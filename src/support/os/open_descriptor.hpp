#pragma once

#include <system_error>

#include "support/os/file.hpp"

namespace kili::support {

/// For use inside support/os. @param folder descriptor of the folder that `path` begins in.
/// @return -1 when `error` is set.
[[nodiscard]] int open_descriptor(int folder, const char* path, const FileOpening& opening,
                                  std::error_code& error) noexcept;

}  // namespace kili::support
