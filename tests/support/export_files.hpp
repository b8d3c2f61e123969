#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace kili::test {

/// Contents of the files of an archive or a folder, by path inside it.
using ExportFiles = std::map<std::string, std::string>;

/// The files of a zip archive, or below a folder. Folders themselves do not count.
/// @throws std::runtime_error when the archive is broken, holds a name twice or one that leaves the folder
/// that it is unpacked to.
[[nodiscard]] ExportFiles export_files(const std::filesystem::path& path);

}  // namespace kili::test
