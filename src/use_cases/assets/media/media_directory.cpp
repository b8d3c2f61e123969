#include "use_cases/assets/media/media_directory.hpp"

#include <fmt/format.h>

#include <string>
#include <system_error>

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

}  // namespace

fs::path default_media_directory(std::string_view project_id) {
  if (project_id.find('/') != std::string_view::npos ||
      support::media_file_name(project_id, {}) != project_id) {
    throw ValidationError(fmt::format("project_id '{}' cannot be the name of a folder; give local_media_dir",
                                      support::shown_text(project_id, 100)));
  }
  return existing_home_directory() / ".cache" / "kili" / "projects" / project_id / "assets";
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
}

/// @return false when a sub-folder cannot be made because a file has its name, or a link, which may lead out
/// of the root.
bool MediaDirectory::make_folders_of(std::string_view name) const {
  for (auto slash = name.find('/'); slash != std::string_view::npos; slash = name.find('/', slash + 1)) {
    const fs::path folder = root_ / name.substr(0, slash);
    std::error_code error;
    auto status = fs::symlink_status(folder, error);
    if (status.type() == fs::file_type::not_found) {
      fs::create_directory(folder, error);
      std::error_code ignored;
      status = fs::symlink_status(folder, ignored);  // another process may have made it meanwhile
      if (status.type() == fs::file_type::not_found) throw_unusable(folder, error);
    }
    if (!fs::is_directory(status)) return false;
  }
  return true;
}

bool MediaDirectory::take(std::string_view name) {
  for (auto slash = name.find('/'); slash != std::string_view::npos; slash = name.find('/', slash + 1)) {
    if (taken_.contains(name.substr(0, slash))) return false;  // will be a file, so it cannot be a folder
  }
  if (taken_.contains(name) || !make_folders_of(name)) return false;
  std::error_code error;
  if (fs::is_directory(fs::symlink_status(root_ / name, error))) return false;
  return taken_.insert(name);
}

fs::path MediaDirectory::place_for(std::string_view external_id, std::string_view tail,
                                   std::string_view identity) {
  std::string name = support::media_file_name(external_id, tail);
  for (std::size_t attempt = 0; !take(name); ++attempt) {
    const std::string distinct =
        attempt == 0 ? std::string(identity) : fmt::format("{} {}", identity, attempt);
    name = support::alternative_media_file_name(external_id, tail, distinct);
  }
  return root_ / name;
}

}  // namespace kili::use_cases
