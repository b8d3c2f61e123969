#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

#include "support/os/file_status.hpp"

/// @file
/// Files as the operating system has them. The folder support/os is the only place in the libraries that
/// includes headers of POSIX; everything above calls it and std::filesystem.
///
/// Contract of the whole folder:
/// - Nothing throws but std::bad_alloc. An operation that can fail returns a std::error_code or sets its last
///   parameter. The codes are values of std::errc in std::generic_category(), so that callers can compare
///   them and messages are the same on all systems.
/// - A call that a signal interrupts is repeated.
/// - Nothing is buffered here: what write() has accepted is seen by other processes at once, and survives the
///   end of this process, but not a power failure before flush().
/// - Descriptors are not inherited by programs that are started.
///
/// A version for Windows has to give the same: exclusive creation (CREATE_NEW), locks that end with the
/// process (LockFileEx), writes at the end of the file that other writers cannot get between
/// (FILE_APPEND_DATA), a flush that reaches the disk (FlushFileBuffers), the identity of a file (volume
/// serial number and file index), and opening with FILE_SHARE_DELETE, since callers rename and remove files
/// that are open. Attributes of files may be left out (see file_attributes.hpp).

namespace kili::support {

/// What a file is opened for.
enum class FileAccess {
  read,
  read_write,
  write
};

/// What becomes of a file that is not there.
enum class FileCreation {
  exclusive,   ///< It is made; one that is there is an error (std::errc::file_exists). Atomic.
  if_missing,  ///< It is made; one that is there is opened with its content.
  never        ///< An error (std::errc::no_such_file_or_directory).
};

/// Who may read and write a file that is made.
enum class FileRights {
  owner,            ///< Its owner alone.
  owner_writes,     ///< Its owner; all others may read. The umask of the process takes away from that.
  umask_of_process  ///< Everybody, but for what the umask of the process takes away.
};

/// How a file is opened.
struct FileOpening {
  FileAccess access = FileAccess::read;
  /// Every write() goes to the end of the file, in one step with finding where that is.
  bool append = false;
  FileCreation creation = FileCreation::never;
  /// False: a path that is a link is an error (std::errc::too_many_symbolic_link_levels). Links in the
  /// folders before the last name are followed in any case.
  bool follow_links = true;
  FileRights rights = FileRights::umask_of_process;
};

/// An open file. Not thread-safe, but for read_at() and write_at(). Movable; what was moved from is closed.
class File {
 public:
  File() noexcept = default;
  /// Opens a file; the result is not open when `error` is set. A pipe is opened without waiting for its other
  /// end, unless it is opened for writing alone.
  [[nodiscard]] static File open(const std::filesystem::path& path, const FileOpening& opening,
                                 std::error_code& error) noexcept;
  File(File&& other) noexcept;
  File& operator=(File&& other) noexcept;
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  /// Closes, and gives up the lock.
  ~File();

  [[nodiscard]] bool is_open() const noexcept { return descriptor_ >= 0; }
  /// Closes, and gives up the lock. Some file systems report only here that a write failed. The file is
  /// closed in any case; one that is closed already is no error.
  [[nodiscard]] std::error_code close() noexcept;

  /// Reads at most `size` bytes from a position on. @return the bytes read; 0 at the end of the file and on
  /// an error.
  [[nodiscard]] std::size_t read_at(std::uint64_t position, char* target, std::size_t size,
                                    std::error_code& error) const noexcept;
  /// Writes all bytes behind those written before, or at the end of the file when it was opened to append.
  /// On an error some of the bytes may be in the file.
  [[nodiscard]] std::error_code write(std::string_view bytes) noexcept;
  /// Writes all bytes from a position on. Between the old end of the file and the position there are zeros,
  /// which take no room on the disk where the file system can leave them out.
  [[nodiscard]] std::error_code write_at(std::uint64_t position, std::string_view bytes) noexcept;
  /// Sets the length: cuts the end off or adds zeros.
  [[nodiscard]] std::error_code resize(std::uint64_t size) noexcept;

  /// Waits until content and facts of the file are on the disk.
  [[nodiscard]] std::error_code flush() noexcept;
  /// Waits until the content is on the disk, with what is needed to read it; the times of the file may be
  /// lost.
  [[nodiscard]] std::error_code flush_content() noexcept;

  [[nodiscard]] FileStatus status(std::error_code& error) const noexcept;
  [[nodiscard]] std::error_code set_permissions(std::filesystem::perms permissions) noexcept;
  /// @param time of the last change of the content, nanoseconds since 1970.
  [[nodiscard]] std::error_code set_modified_at(std::int64_t time) noexcept;

  /// Another object for the same open file, with a position that both share. It has no lock, and does not
  /// keep that of this object.
  [[nodiscard]] File duplicate(std::error_code& error) const noexcept;

  /// Locks the whole file against other calls of try_lock(), of this process or another, without waiting. The
  /// lock is advisory and belongs to this object: it ends with it, also when the process is killed.
  /// @return std::errc::operation_would_block when somebody else has the lock; another error when the file
  /// system has no locks.
  [[nodiscard]] std::error_code try_lock() noexcept;

 private:
  friend class Folder;
  friend std::optional<std::string> read_file_attribute(const File& file, const std::string& name);
  friend std::error_code write_file_attribute(const File& file, const std::string& name,
                                              std::string_view value);

  explicit File(int descriptor) noexcept : descriptor_(descriptor) {}

  int descriptor_ = -1;
  std::int64_t locked_by_ = 0;  ///< The process; 0: not locked.
};

}  // namespace kili::support
