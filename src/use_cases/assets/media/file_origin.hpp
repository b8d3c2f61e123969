#pragma once

#include <optional>
#include <string>

#include "support/os/file.hpp"

namespace kili::use_cases {

/// The origin of a downloaded file: a hash of its address and version, which is kept with the file as an
/// extended attribute. Nothing when the file has none, or the file system has no attributes.
[[nodiscard]] std::optional<std::string> read_origin(const support::File& file);
/// Sets the origin. On a file system without attributes nothing is kept.
void write_origin(const support::File& file, const std::string& origin);

}  // namespace kili::use_cases
