#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kili/labels/ontology.hpp"
#include "readers/file_losses.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

/// A file to read, and its name below the folder that was given, with slashes.
struct LabelFile {
  std::string name;
  std::filesystem::path path;
};

/// The files below a folder whose names end so, in the order of their names; of a path that is a file, this
/// one. What cannot be looked into is a loss. @throws FileError nothing has the path.
[[nodiscard]] std::vector<LabelFile> files_to_read(const std::filesystem::path& path,
                                                   std::string_view extension, FileLosses& losses);

/// The folder "labels" of a folder that has one; otherwise the path itself.
[[nodiscard]] std::filesystem::path folder_of_labels(const std::filesystem::path& path);

/// The content of a file of at most `limit` bytes, without a byte order mark.
/// @param problem set to the reason when there is none.
[[nodiscard]] std::optional<std::string> content_of_file(const std::filesystem::path& path,
                                                         std::uint64_t limit, std::string& problem);

/// A number and nothing else, whatever the locale; nothing for what is not finite.
[[nodiscard]] std::optional<double> number_in(std::string_view text) noexcept;

/// The interface. @throws ValidationError the assets of the project are not images.
[[nodiscard]] const Ontology& interface_of_images(const Ontology& ontology, std::string_view format);

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
