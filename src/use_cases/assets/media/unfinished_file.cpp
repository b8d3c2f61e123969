#include "use_cases/assets/media/unfinished_file.hpp"

#include <fmt/format.h>

#include <system_error>

#include "kili/errors.hpp"
#include "support/media_file_name.hpp"
#include "support/shown_text.hpp"
#include "support/text_hash.hpp"

namespace kili::use_cases {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void throw_unwritable(const fs::path& path, const std::error_code& error) {
  throw FileWriteError(
      fmt::format("'{}' cannot be written: {}; check local_media_dir and its rights and space",
                  support::shown_text(path.string(), 300), error.message()));
}

void check_written(const fs::path& path, const std::error_code& error) {
  if (error) throw_unwritable(path, error);
}

std::string hidden_name(std::string_view name) {
  return fmt::format(".{}{}", name, support::unfinished_ending);
}

/// Whether it is such a file as this class makes. One with a second name is somebody else's too.
bool may_be_continued(const support::FileStatus& status) noexcept {
  return status.kind == support::FileKind::regular && status.is_own && status.links == 1;
}

/// Whether a file could not be opened because it is none, or not one of this user.
bool is_something_else(const std::error_code& error) noexcept {
  return error == std::errc::too_many_symbolic_link_levels || error == std::errc::permission_denied ||
         error == std::errc::no_such_device_or_address;
}

}  // namespace

UnfinishedFile::UnfinishedFile(const support::Folder& folder, const fs::path& path, std::string_view key,
                               const support::IdGenerator& ids)
    : folder_(folder), final_path_(path), resumable_(!key.empty()) {
  if (resumable_) {
    name_ = hidden_name(support::file_name_hash(fmt::format("{}\n{}", path.filename().string(), key)));
    if (open_and_lock()) return;
    resumable_ = false;
  }
  name_ = hidden_name(ids.uuid_hex());
  if (!open_and_lock()) {
    throw_unwritable(this->path(), std::make_error_code(std::errc::operation_would_block));
  }
}

/// Opens the file, or makes it.
UnfinishedFile::Opened UnfinishedFile::open() {
  std::error_code error;
  file_ = folder_.open_file(name_, {.access = support::FileAccess::read_write}, error);
  if (error == std::errc::no_such_file_or_directory) {
    file_ = folder_.open_file(
        name_, {.access = support::FileAccess::read_write, .creation = support::FileCreation::exclusive},
        error);
    if (error == std::errc::file_exists) return Opened::again;
    check_written(path(), error);
    return Opened::ready;
  }
  if (is_something_else(error)) return Opened::in_the_way;
  check_written(path(), error);
  const auto status = file_.status(error);
  check_written(path(), error);
  return may_be_continued(status) ? Opened::ready : Opened::in_the_way;
}

/// @return false when another download has the lock.
bool UnfinishedFile::open_and_lock() {
  constexpr int attempts = 1000;  // somebody who puts something there again and again is not waited for
  for (int attempt = 0; attempt < attempts; ++attempt) {
    const Opened outcome = open();
    if (outcome == Opened::again) continue;
    if (outcome == Opened::in_the_way) {  // the name is this library's, so what has it may be removed
      static_cast<void>(file_.close());
      const auto error = folder_.remove(name_);
      if (error != std::errc::no_such_file_or_directory) check_written(path(), error);
      continue;
    }
    // On a file system without locks, a file that others could find is taken for locked. Nobody else knows a
    // random name, so it is used without a lock.
    const auto refused = file_.try_lock();
    if (refused && (resumable_ || refused == std::errc::operation_would_block)) {
      check_written(path(), file_.close());
      return false;
    }
    std::error_code error;
    const auto opened = file_.status(error);
    check_written(path(), error);
    const auto named = folder_.status_of(name_, error);
    if (!error && named.is_same_file(opened)) return true;
    // The other download finished and renamed the file before the lock was given.
    check_written(path(), file_.close());
  }
  throw_unwritable(path(), std::make_error_code(std::errc::file_exists));
}

UnfinishedFile::~UnfinishedFile() {
  if (!name_.empty() && (!resumable_ || size() == 0)) static_cast<void>(folder_.remove(name_));
}

std::uint64_t UnfinishedFile::size() const {
  std::error_code error;
  const auto status = file_.status(error);
  return error ? 0 : status.size;
}

void UnfinishedFile::clear() { check_written(path(), file_.resize(0)); }

void UnfinishedFile::move_to(const std::string& name) {
  // Somebody may have put something else under the hidden name, which must not become the file.
  std::error_code error;
  const auto opened = file_.status(error);
  check_written(final_path_, error);
  const auto named = folder_.status_of(name_, error);
  check_written(final_path_, error);
  if (!named.is_same_file(opened)) check_written(final_path_, std::make_error_code(std::errc::file_exists));
  check_written(final_path_, folder_.rename(name_, name));
  name_.clear();
}

}  // namespace kili::use_cases
