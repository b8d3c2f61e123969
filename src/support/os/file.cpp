#include "support/os/file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <ctime>
#include <utility>

#include "support/os/errno_code.hpp"
#include "support/os/open_descriptor.hpp"
#include "support/os/stat_conversion.hpp"

namespace kili::support {
namespace {

int flags_of(const FileOpening& opening) noexcept {
  int flags = O_CLOEXEC;
  switch (opening.access) {
    case FileAccess::read:
      flags |= O_RDONLY | O_NONBLOCK;
      break;
    case FileAccess::read_write:
      flags |= O_RDWR | O_NONBLOCK;
      break;
    case FileAccess::write:
      flags |= O_WRONLY;
      break;
  }
  if (opening.append) flags |= O_APPEND;
  if (opening.creation != FileCreation::never) flags |= O_CREAT;
  if (opening.creation == FileCreation::exclusive) flags |= O_EXCL;
  if (!opening.follow_links) flags |= O_NOFOLLOW;
  return flags;
}

mode_t mode_of(FileRights rights) noexcept {
  switch (rights) {
    case FileRights::owner:
      return 0600;
    case FileRights::owner_writes:
      return 0644;
    case FileRights::umask_of_process:
      break;
  }
  return 0666;
}

/// Calls until no signal interrupts the call. @return its result.
template <typename Call>
auto uninterrupted(Call call) noexcept {
  auto result = call();
  while (result < 0 && errno == EINTR) result = call();
  return result;
}

std::error_code code_of(int result) noexcept { return result == 0 ? std::error_code() : errno_code(); }

}  // namespace

int open_descriptor(int folder, const char* path, const FileOpening& opening,
                    std::error_code& error) noexcept {
  const int descriptor =
      uninterrupted([&] { return ::openat(folder, path, flags_of(opening), mode_of(opening.rights)); });
  error = descriptor >= 0 ? std::error_code() : errno_code();
  return descriptor;
}

File File::open(const std::filesystem::path& path, const FileOpening& opening,
                std::error_code& error) noexcept {
  return File(open_descriptor(AT_FDCWD, path.c_str(), opening, error));
}

File::File(File&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), locked_by_(std::exchange(other.locked_by_, 0)) {}

File& File::operator=(File&& other) noexcept {
  if (this != &other) {
    static_cast<void>(close());
    descriptor_ = std::exchange(other.descriptor_, -1);
    locked_by_ = std::exchange(other.locked_by_, 0);
  }
  return *this;
}

File::~File() { static_cast<void>(close()); }

std::error_code File::close() noexcept {
  if (!is_open()) return {};
  // A child process has inherited the descriptor, and would keep the lock for as long as it runs.
  if (locked_by_ == ::getpid()) static_cast<void>(::flock(descriptor_, LOCK_UN));
  locked_by_ = 0;
  // Not repeated when interrupted: the descriptor is free by then and may be another file's.
  return code_of(::close(std::exchange(descriptor_, -1)));
}

std::size_t File::read_at(std::uint64_t position, char* target, std::size_t size,
                          std::error_code& error) const noexcept {
  const auto got =
      uninterrupted([&] { return ::pread(descriptor_, target, size, static_cast<off_t>(position)); });
  error = got >= 0 ? std::error_code() : errno_code();
  return got > 0 ? static_cast<std::size_t>(got) : 0;
}

// The following change the file, so they are not const, although they leave the object as it is.
// NOLINTBEGIN(readability-make-member-function-const)

std::error_code File::write(std::string_view bytes) noexcept {
  while (!bytes.empty()) {
    const auto written = uninterrupted([&] { return ::write(descriptor_, bytes.data(), bytes.size()); });
    if (written < 0) return errno_code();
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

std::error_code File::write_at(std::uint64_t position, std::string_view bytes) noexcept {
  while (!bytes.empty()) {
    const auto written = uninterrupted(
        [&] { return ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(position)); });
    if (written < 0) return errno_code();
    position += static_cast<std::uint64_t>(written);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

std::error_code File::resize(std::uint64_t size) noexcept {
  return code_of(uninterrupted([&] { return ::ftruncate(descriptor_, static_cast<off_t>(size)); }));
}

std::error_code File::flush() noexcept {
  return code_of(uninterrupted([&] { return ::fsync(descriptor_); }));
}

std::error_code File::flush_content() noexcept {
  return code_of(uninterrupted([&] { return ::fdatasync(descriptor_); }));
}

File File::duplicate(std::error_code& error) const noexcept {
  const int descriptor = ::fcntl(descriptor_, F_DUPFD_CLOEXEC, 0);
  error = descriptor >= 0 ? std::error_code() : errno_code();
  return File(descriptor);
}

FileStatus File::status(std::error_code& error) const noexcept {
  struct stat status {};
  error = code_of(::fstat(descriptor_, &status));
  return to_file_status(status);
}

std::error_code File::set_permissions(std::filesystem::perms permissions) noexcept {
  return code_of(::fchmod(descriptor_, static_cast<mode_t>(permissions)));
}

std::error_code File::set_modified_at(std::int64_t time) noexcept {
  constexpr std::int64_t nanoseconds_per_second = 1'000'000'000;
  std::int64_t seconds = time / nanoseconds_per_second;
  std::int64_t rest = time % nanoseconds_per_second;
  if (rest < 0) {
    --seconds;
    rest += nanoseconds_per_second;
  }
  const std::array<struct timespec, 2> times{
      {{.tv_sec = 0, .tv_nsec = UTIME_OMIT},
       {.tv_sec = static_cast<time_t>(seconds), .tv_nsec = static_cast<long>(rest)}}};
  return code_of(::futimens(descriptor_, times.data()));
}

std::error_code File::try_lock() noexcept {
  const auto refused = code_of(uninterrupted([&] { return ::flock(descriptor_, LOCK_EX | LOCK_NB); }));
  if (!refused) locked_by_ = ::getpid();
  return refused;
}

// NOLINTEND(readability-make-member-function-const)

}  // namespace kili::support
