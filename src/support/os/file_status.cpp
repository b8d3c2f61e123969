#include "support/os/file_status.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include "support/os/errno_code.hpp"
#include "support/os/stat_conversion.hpp"

namespace kili::support {

FileStatus to_file_status(const struct stat& status) noexcept {
  constexpr std::int64_t nanoseconds_per_second = 1'000'000'000;
  FileStatus result;
  result.device = status.st_dev;
  result.inode = status.st_ino;
  result.is_own = status.st_uid == ::geteuid();
  result.links = status.st_nlink;
  if (S_ISREG(status.st_mode)) result.kind = FileKind::regular;
  if (S_ISDIR(status.st_mode)) result.kind = FileKind::directory;
  result.modified_at = std::int64_t{status.st_mtim.tv_sec} * nanoseconds_per_second + status.st_mtim.tv_nsec;
  result.size = static_cast<std::uint64_t>(status.st_size);
  return result;
}

FileStatus file_status(const std::filesystem::path& path, std::error_code& error) noexcept {
  struct stat status {};
  error = ::stat(path.c_str(), &status) == 0 ? std::error_code() : errno_code();
  return to_file_status(status);
}

FileStatus link_status(const std::filesystem::path& path, std::error_code& error) noexcept {
  struct stat status {};
  error = ::lstat(path.c_str(), &status) == 0 ? std::error_code() : errno_code();
  return to_file_status(status);
}

std::error_code check_writable(const std::filesystem::path& path) noexcept {
  return ::access(path.c_str(), W_OK) == 0 ? std::error_code() : errno_code();
}

}  // namespace kili::support
