#pragma once

#include <cstdint>
#include <filesystem>
#include <system_error>

namespace kili::support {

/// What a file is, as far as the library tells them apart.
enum class FileKind {
  directory,
  other,  ///< A device, a pipe, a socket, or a link that was not followed.
  regular
};

/// Facts about a file at one moment.
struct FileStatus {
  std::uint64_t device = 0;  ///< Volume of the file; `device` and `inode` together identify the file.
  std::uint64_t inode = 0;
  bool is_own = false;  ///< Its owner is the user of this process.
  FileKind kind = FileKind::other;
  std::uint64_t links = 0;  ///< Names that it has; more than one: writing to it changes other names' content.
  std::int64_t modified_at = 0;  ///< Last change of the content, nanoseconds since 1970.
  std::uint64_t size = 0;        ///< In bytes.

  /// Whether both were taken of the same file, whatever its content was at either time.
  [[nodiscard]] bool is_same_file(const FileStatus& other) const noexcept {
    return device == other.device && inode == other.inode;
  }
};

/// Facts about the file that a path leads to; links are followed. When `error` is set, the result means
/// nothing.
[[nodiscard]] FileStatus file_status(const std::filesystem::path& path, std::error_code& error) noexcept;

/// The same for what stands under the name itself: a link is not followed.
[[nodiscard]] FileStatus link_status(const std::filesystem::path& path, std::error_code& error) noexcept;

/// Whether this process may write to an existing file. @return no error when it may.
[[nodiscard]] std::error_code check_writable(const std::filesystem::path& path) noexcept;

}  // namespace kili::support
