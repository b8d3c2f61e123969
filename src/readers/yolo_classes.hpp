#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "readers/file_losses.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

/// The file with the names of the classes of a folder of YOLO files. @param labels the folder of its labels.
/// @throws FileError there is none, or there are several.
[[nodiscard]] std::filesystem::path find_yolo_classes(const std::filesystem::path& folder,
                                                      const std::filesystem::path& labels);
/// The names in it, by number. @throws FileError, ValidationError
[[nodiscard]] std::vector<std::string> read_yolo_classes(const std::filesystem::path& file,
                                                         FileLosses& losses);

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
