#include "use_cases/assets/media/unfinished_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "kili/errors.hpp"
#include "support/stable_hash.hpp"
#include "support/text.hpp"
#include "use_cases/assets/media/media_file_name.hpp"

namespace kili::use_cases {
namespace {

[[noreturn]] void throw_unusable(const std::filesystem::path& path, int error) {
  throw FileWriteError(
      fmt::format("'{}' cannot be written: {}; check local_media_dir and its rights and space",
                  support::excerpt(path.string(), 300), std::generic_category().message(error)));
}

std::filesystem::path hidden_name(const std::filesystem::path& place, std::string_view name) {
  return place.parent_path() / fmt::format(".{}{}", name, unfinished_ending);
}

bool is_same_file(const struct stat& left, const struct stat& right) noexcept {
  return left.st_dev == right.st_dev && left.st_ino == right.st_ino;
}

}  // namespace

UnfinishedFile::UnfinishedFile(const std::filesystem::path& place, std::string_view key,
                               const support::IdGenerator& ids)
    : findable_(!key.empty()) {
  if (findable_) {
    path_ = hidden_name(place, support::stable_hash(fmt::format("{}\n{}", place.filename().string(), key)));
    if (open_and_lock()) return;
    findable_ = false;
  }
  path_ = hidden_name(place, ids.uuid_hex());
  if (!open_and_lock()) throw_unusable(path_, EWOULDBLOCK);
}

/// False when somebody else has the lock.
bool UnfinishedFile::open_and_lock() {
  for (;;) {
    descriptor_ = open(path_.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0666);
    if (descriptor_ < 0 && errno != ELOOP) throw_unusable(path_, errno);
    struct stat opened {};
    const bool is_ours = descriptor_ >= 0 && fstat(descriptor_, &opened) == 0 && S_ISREG(opened.st_mode);
    if (!is_ours) {  // a link or something stranger under a name that nobody else has a use for
      if (descriptor_ >= 0) close(std::exchange(descriptor_, -1));
      if (unlink(path_.c_str()) != 0) throw_unusable(path_, errno);
      continue;
    }
    // A file system without locks is as good as one where somebody has the lock, except for a name of our
    // own.
    if (flock(descriptor_, LOCK_EX | LOCK_NB) != 0 && (findable_ || errno == EWOULDBLOCK)) {
      close(std::exchange(descriptor_, -1));
      return false;
    }
    struct stat named {};
    if (lstat(path_.c_str(), &named) == 0 && is_same_file(opened, named)) return true;
    close(std::exchange(descriptor_, -1));  // it was finished and moved away before we had the lock
  }
}

UnfinishedFile::~UnfinishedFile() {
  if (!path_.empty() && (!findable_ || size() == 0)) unlink(path_.c_str());
  if (descriptor_ >= 0) close(descriptor_);
}

std::uint64_t UnfinishedFile::size() const {
  struct stat status {};
  return fstat(descriptor_, &status) == 0 ? static_cast<std::uint64_t>(status.st_size) : 0;
}

void UnfinishedFile::clear() {
  if (ftruncate(descriptor_, 0) != 0) throw_unusable(path_, errno);
}

void UnfinishedFile::move_to(const std::filesystem::path& place) {
  std::error_code error;
  std::filesystem::rename(path_, place, error);
  if (error) throw_unusable(place, error.value());
  path_.clear();
}

}  // namespace kili::use_cases
