#include "support/whole_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "kili/errors.hpp"

namespace kili::support {
namespace {

namespace fs = std::filesystem;

constexpr mode_t open_to_umask = 0666;

}  // namespace

WholeFile::WholeFile(const fs::path& path) : path_(path), target_(path) {
  std::error_code error;
  const auto status = fs::status(path, error);
  if (fs::is_directory(status)) fail(EISDIR);
  if (fs::exists(status) && !fs::is_regular_file(status)) {
    descriptor_ = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (descriptor_ < 0) fail(errno);
    return;
  }
  if (fs::exists(status) && ::access(path.c_str(), W_OK) != 0) fail(errno);
  constexpr int most_links = 40;  // as Linux has it
  for (int i = 0; i < most_links && fs::is_symlink(fs::symlink_status(target_, error)); ++i) {
    target_ = target_.parent_path() / fs::read_symlink(target_, error);
  }
  open_temporary();
  // A file that is replaced keeps who may read it.
  if (fs::exists(status) && ::fchmod(descriptor_, static_cast<mode_t>(status.permissions())) != 0) {
    const int reason = errno;
    discard();
    fail(reason);
  }
}

void WholeFile::open_temporary() {
  constexpr int attempts = 1000;  // files that are written now or were left by a crash
  for (int i = 0; i < attempts; ++i) {
    temporary_ = target_.parent_path() / fmt::format(".kili-{}-{}.part", ::getpid(), i);
    descriptor_ = ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, open_to_umask);
    if (descriptor_ >= 0) return;
    if (errno != EEXIST) break;
  }
  const int reason = errno;
  temporary_.clear();
  fail(reason);
}

WholeFile::~WholeFile() { discard(); }

void WholeFile::discard() noexcept {
  if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
  temporary_.clear();
}

void WholeFile::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      fail(errno);
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

void WholeFile::commit() {
  const bool is_temporary = !temporary_.empty();
  if (is_temporary && ::fsync(descriptor_) != 0) fail(errno);
  const int descriptor = std::exchange(descriptor_, -1);
  if (::close(descriptor) != 0) fail(errno);
  if (!is_temporary) return;
  if (::rename(temporary_.c_str(), target_.c_str()) != 0) fail(errno);
  temporary_.clear();
}

void WholeFile::fail(int error) const {
  throw FileWriteError(
      fmt::format("'{}' cannot be written: {}; give a path in a folder that exists, where you "
                  "may write and the disk has room",
                  path_.string(), std::generic_category().message(error)));
}

}  // namespace kili::support
