#include "use_cases/assets/media/media_directory.hpp"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include "kili/errors.hpp"
#include "support/media_file_name.hpp"
#include "support/os/directories.hpp"
#include "support/shown_text.hpp"

namespace kili::use_cases {
namespace {

namespace fs = std::filesystem;

fs::path existing_home_directory() {
  if (auto home = support::home_directory()) return *std::move(home);
  throw ValidationError(
      "the user has no home folder, which is the default place of media; give local_media_dir");
}

[[noreturn]] void throw_unusable(const fs::path& directory, const std::error_code& error) {
  throw FileWriteError(
      fmt::format("local_media_dir '{}' cannot be used: {}; give a folder that can be written",
                  support::shown_text(directory.string(), 300), error.message()));
}

/// Whether a folder could not be opened because something else, or a link, has its name.
bool is_no_folder(const std::error_code& error) noexcept {
  return error == std::errc::not_a_directory || error == std::errc::too_many_symbolic_link_levels;
}

}  // namespace

fs::path default_media_directory(std::string_view project_id) {
  if (project_id.find('/') != std::string_view::npos ||
      support::media_file_name(project_id, {}) != project_id) {
    throw ValidationError(fmt::format("project_id '{}' cannot be the name of a folder; give local_media_dir",
                                      support::shown_text(project_id, 100)));
  }
  return existing_home_directory() / ".cache" / "kili" / "projects" / project_id / "assets";
}

support::Folder open_folder_of(const MediaPlace& place) {
  std::error_code error;
  auto folder = place.root->open_folder(".", error);
  std::size_t begin = 0;
  for (auto slash = place.name.find('/'); !error && slash != std::string::npos;
       slash = place.name.find('/', begin)) {
    folder = folder.open_folder(place.name.substr(begin, slash - begin), error);
    begin = slash + 1;
  }
  if (error) {
    throw FileWriteError(fmt::format(
        "'{}' cannot be written: {}; its folder was removed, or replaced by a link, while files were "
        "downloaded: list the assets again when nobody changes it",
        support::shown_text(place.path.string()), error.message()));
  }
  return folder;
}

MediaDirectory::MediaDirectory(const fs::path& directory) {
  std::error_code error;
  fs::create_directories(directory, error);
  // An existing folder is an error to some libraries when it is given with a slash at its end.
  std::error_code ignored;
  if (!fs::is_directory(directory, ignored)) {
    throw_unusable(directory, error ? error : std::make_error_code(std::errc::not_a_directory));
  }
  root_ = fs::canonical(directory, error);
  if (error) throw_unusable(directory, error);
  folder_ = std::make_shared<const support::Folder>(support::Folder::open(root_, error));
  if (error) throw_unusable(directory, error);
}

/// @return false when a folder has the name, or a sub-folder cannot be made because a file has its name, or a
/// link, which may lead out of the root.
bool MediaDirectory::make_room_for(std::string_view name) const {
  std::optional<support::Folder> folder;
  std::size_t begin = 0;
  for (auto slash = name.find('/'); slash != std::string_view::npos; slash = name.find('/', begin)) {
    const std::string part(name.substr(begin, slash - begin));
    begin = slash + 1;
    const support::Folder& parent = folder ? *folder : *folder_;
    const auto not_made = parent.make_folder(part);  // it may be there
    std::error_code error;
    auto opened = parent.open_folder(part, error);
    if (is_no_folder(error)) return false;
    if (error) {
      const bool is_missing = error == std::errc::no_such_file_or_directory && not_made;
      throw_unusable(root_ / name.substr(0, slash), is_missing ? not_made : error);
    }
    folder = std::move(opened);
  }
  std::error_code ignored;
  const std::string last(name.substr(begin));
  return (folder ? *folder : *folder_).status_of(last, ignored).kind != support::FileKind::directory ||
         ignored;
}

bool MediaDirectory::take(std::string_view name) {
  for (auto slash = name.find('/'); slash != std::string_view::npos; slash = name.find('/', slash + 1)) {
    if (taken_.contains(name.substr(0, slash))) return false;  // will be a file, so it cannot be a folder
  }
  if (taken_.contains(name) || !make_room_for(name)) return false;
  return taken_.insert(name);
}

MediaPlace MediaDirectory::place_for(std::string_view external_id, std::string_view tail,
                                     std::string_view identity) {
  std::string name = support::media_file_name(external_id, tail);
  for (std::size_t attempt = 0; !take(name); ++attempt) {
    const std::string distinct =
        attempt == 0 ? std::string(identity) : fmt::format("{} {}", identity, attempt);
    name = support::alternative_media_file_name(external_id, tail, distinct);
  }
  fs::path path = root_ / name;
  return {.name = std::move(name), .path = std::move(path), .root = folder_};
}

}  // namespace kili::use_cases
