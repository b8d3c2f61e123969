#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <system_error>

#include "support/os/file.hpp"
#include "support/os/file_status.hpp"

namespace kili::support {

/// An open folder. Names in it mean this folder whatever becomes of its path: when the path is moved, or
/// replaced by a link to elsewhere, they do not lead there. A name is one component, not a path; no link is
/// followed. The contract is that of file.hpp. Movable; what was moved from is closed. A version for Windows
/// opens folders with FILE_FLAG_BACKUP_SEMANTICS and names relative to their handle (NtCreateFile).
class Folder {
 public:
  Folder() noexcept = default;
  /// Opens the folder that a path leads to; links are followed.
  [[nodiscard]] static Folder open(const std::filesystem::path& path, std::error_code& error) noexcept;
  Folder(Folder&& other) noexcept;
  Folder& operator=(Folder&& other) noexcept;
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder();

  [[nodiscard]] bool is_open() const noexcept { return descriptor_ >= 0; }

  /// Opens a folder of this one. std::errc::not_a_directory or std::errc::too_many_symbolic_link_levels when
  /// the name is a file or a link.
  [[nodiscard]] Folder open_folder(const std::string& name, std::error_code& error) const noexcept;
  /// Makes a folder. std::errc::file_exists when something has the name.
  [[nodiscard]] std::error_code make_folder(const std::string& name) const noexcept;
  /// Opens a file of this folder; `opening.follow_links` is taken for false.
  [[nodiscard]] File open_file(const std::string& name, FileOpening opening,
                               std::error_code& error) const noexcept;
  /// Facts about the folder.
  [[nodiscard]] FileStatus status(std::error_code& error) const noexcept;
  /// Facts about what has the name.
  [[nodiscard]] FileStatus status_of(const std::string& name, std::error_code& error) const noexcept;
  /// Gives a file another name in this folder, in one step; what had that name is replaced.
  [[nodiscard]] std::error_code rename(const std::string& from, const std::string& to) const noexcept;
  /// Removes a file or a link.
  [[nodiscard]] std::error_code remove(const std::string& name) const noexcept;

 private:
  explicit Folder(int descriptor) noexcept : descriptor_(descriptor) {}

  int descriptor_ = -1;
};

}  // namespace kili::support
