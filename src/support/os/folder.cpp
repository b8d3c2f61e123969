#include "support/os/folder.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <utility>

#include "support/os/errno_code.hpp"
#include "support/os/open_descriptor.hpp"
#include "support/os/stat_conversion.hpp"

namespace kili::support {
namespace {

constexpr int folder_flags = O_CLOEXEC | O_DIRECTORY | O_RDONLY;

std::error_code success_or_error(int result) noexcept {
  return result == 0 ? std::error_code() : errno_code();
}

int open_folder_at(int folder, const char* path, int flags, std::error_code& error) noexcept {
  int descriptor = ::openat(folder, path, flags);
  while (descriptor < 0 && errno == EINTR) descriptor = ::openat(folder, path, flags);
  error = descriptor >= 0 ? std::error_code() : errno_code();
  return descriptor;
}

}  // namespace

Folder Folder::open(const std::filesystem::path& path, std::error_code& error) noexcept {
  return Folder(open_folder_at(AT_FDCWD, path.c_str(), folder_flags, error));
}

Folder::Folder(Folder&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

Folder& Folder::operator=(Folder&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

Folder::~Folder() {
  if (is_open()) ::close(descriptor_);
}

Folder Folder::open_folder(const std::string& name, std::error_code& error) const noexcept {
  return Folder(open_folder_at(descriptor_, name.c_str(), folder_flags | O_NOFOLLOW, error));
}

std::error_code Folder::make_folder(const std::string& name) const noexcept {
  return success_or_error(::mkdirat(descriptor_, name.c_str(), 0777));
}

File Folder::open_file(const std::string& name, FileOpening opening, std::error_code& error) const noexcept {
  opening.follow_links = false;
  return File(open_descriptor(descriptor_, name.c_str(), opening, error));
}

FileStatus Folder::status(std::error_code& error) const noexcept {
  struct stat status {};
  error = success_or_error(::fstat(descriptor_, &status));
  return to_file_status(status);
}

FileStatus Folder::status_of(const std::string& name, std::error_code& error) const noexcept {
  struct stat status {};
  error = success_or_error(::fstatat(descriptor_, name.c_str(), &status, AT_SYMLINK_NOFOLLOW));
  return to_file_status(status);
}

std::error_code Folder::rename(const std::string& from, const std::string& to) const noexcept {
  return success_or_error(::renameat(descriptor_, from.c_str(), descriptor_, to.c_str()));
}

std::error_code Folder::remove(const std::string& name) const noexcept {
  return success_or_error(::unlinkat(descriptor_, name.c_str(), 0));
}

}  // namespace kili::support
