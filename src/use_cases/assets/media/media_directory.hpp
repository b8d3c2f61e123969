#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "support/id_set.hpp"
#include "support/os/folder.hpp"

namespace kili::use_cases {

/// Folder of the media when the caller gives none: ~/.cache/kili/projects/<project id>/assets
/// (specification, `local_media_dir`).
/// @throws ValidationError when the user has no home folder, or the id cannot be the name of a folder.
[[nodiscard]] std::filesystem::path default_media_directory(std::string_view project_id);

/// Where a file of an asset goes: a name with its sub-folders, in an open folder. The path tells the same to
/// people; it may lead elsewhere by now.
struct MediaPlace {
  std::string name;
  std::filesystem::path path;
  std::shared_ptr<const support::Folder> root;
};

/// Opens the folder of the place, one sub-folder after the other, without following links.
/// @throws FileWriteError when one of them is missing or is a link by now.
[[nodiscard]] support::Folder open_folder_of(const MediaPlace& place);

/// The folder of the media of one listing, and the names in it that are given to assets. Not thread-safe.
class MediaDirectory {
 public:
  /// Makes the folder. @throws FileWriteError.
  explicit MediaDirectory(const std::filesystem::path& directory);

  /// Place for a file of an asset, inside this folder even when there are links in it. No two calls
  /// get the same one. The first call gets the name of support::media_file_name(). A later call for that
  /// name, or one that finds a folder there, gets another name, which depends on `identity` and is therefore
  /// the same in each listing. Makes the sub-folders. @throws FileWriteError.
  [[nodiscard]] MediaPlace place_for(std::string_view external_id, std::string_view tail,
                                     std::string_view identity);

 private:
  [[nodiscard]] bool take(std::string_view name);
  [[nodiscard]] bool make_room_for(std::string_view name) const;

  std::shared_ptr<const support::Folder> folder_;
  std::filesystem::path root_;
  support::IdSet taken_;
};

}  // namespace kili::use_cases
