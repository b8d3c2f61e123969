#pragma once

#include <filesystem>
#include <string_view>

#include "support/id_set.hpp"

namespace kili::use_cases {

/// Where the media go when the caller names no folder: ~/.cache/kili/projects/<project id>/assets
/// (specification, `local_media_dir`).
/// @throws ValidationError when there is no home, or the id is not usable as the name of a folder.
[[nodiscard]] std::filesystem::path default_media_directory(std::string_view project_id);

/// The folder that the media of one listing go to, and which of its files are given away. Not thread-safe.
class MediaDirectory {
 public:
  /// Makes the folder. @throws FileWriteError.
  explicit MediaDirectory(const std::filesystem::path& directory);

  /// Absolute path for a file of an asset, inside this folder, links and all. No two calls get the same one:
  /// the first gets the name that media_file_name() gives, whoever comes later or finds it occupied by a
  /// folder another one, which `identity` makes the same in each listing. Makes the sub-folders. @throws
  /// FileWriteError.
  [[nodiscard]] std::filesystem::path place_for(std::string_view external_id, std::string_view tail,
                                                std::string_view identity);

 private:
  [[nodiscard]] bool take(std::string_view name);
  [[nodiscard]] bool make_folders_of(std::string_view name) const;

  std::filesystem::path root_;
  support::IdSet taken_;
};

}  // namespace kili::use_cases
