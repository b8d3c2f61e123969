#pragma once

#include <filesystem>
#include <optional>
#include <string_view>
#include <system_error>

namespace kili::support {

/// Waits until the names in a folder are on the disk: a file that was made or renamed there may otherwise be
/// missing after a power failure, although its content was flushed. Where folders cannot be flushed (Windows,
/// where the file system sees to it), nothing has to be done and no error is given.
[[nodiscard]] std::error_code flush_directory(const std::filesystem::path& directory) noexcept;

/// Makes a new folder of this name with a random ending in the folder for temporary files, for its owner
/// alone. Atomic: no two calls get the same one. Empty when `error` is set.
[[nodiscard]] std::filesystem::path make_temporary_directory(std::string_view name, std::error_code& error);

/// The home folder of the user: the environment variable HOME, else what the system has for the user. Nothing
/// when neither is set. A version for Windows takes USERPROFILE and FOLDERID_Profile.
[[nodiscard]] std::optional<std::filesystem::path> home_directory();

}  // namespace kili::support
