#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

#include "support/os/file.hpp"

namespace kili::support {

/// Short texts that the file system keeps with a file, under a name. They go with the file when it is
/// renamed, and are lost when it is copied to a file system without them. Links are not followed.
///
/// Where the operating system or the file system has no attributes, reading gives nothing and writing gives
/// std::errc::not_supported: callers must do without. A version for Windows may use alternate data streams
/// or say "not supported".

/// The longest value that read_file_attribute() gives.
inline constexpr std::size_t longest_file_attribute = 128;

/// @param name of this library's attributes, such as "kili.origin".
/// @return the value; nothing when there is none, it cannot be read or is longer than
/// longest_file_attribute.
[[nodiscard]] std::optional<std::string> read_file_attribute(const std::filesystem::path& path,
                                                             const std::string& name);

/// Sets the value, in one step.
[[nodiscard]] std::error_code write_file_attribute(const std::filesystem::path& path, const std::string& name,
                                                   std::string_view value);

/// The same for an open file.
[[nodiscard]] std::optional<std::string> read_file_attribute(const File& file, const std::string& name);
[[nodiscard]] std::error_code write_file_attribute(const File& file, const std::string& name,
                                                   std::string_view value);

}  // namespace kili::support
