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

fs::path hidden_path(const fs::path& path, std::string_view name) {
  return path.parent_path() / fmt::format(".{}{}", name, support::unfinished_ending);
}

/// Opens a regular file that stands under this name itself; else the result is not open.
support::File open_regular_file(const fs::path& path, support::FileStatus& status) {
  std::error_code error;
  auto file = support::File::open(path,
                                  {.access = support::FileAccess::read_write,
                                   .creation = support::FileCreation::if_missing,
                                   .follow_links = false},
                                  error);
  if (error == std::errc::too_many_symbolic_link_levels) return {};
  check_written(path, error);
  status = file.status(error);
  if (error || status.kind != support::FileKind::regular) return {};
  return file;
}

}  // namespace

UnfinishedFile::UnfinishedFile(const fs::path& path, std::string_view key, const support::IdGenerator& ids)
    : resumable_(!key.empty()) {
  if (resumable_) {
    path_ = hidden_path(path, support::file_name_hash(fmt::format("{}\n{}", path.filename().string(), key)));
    if (open_and_lock()) return;
    resumable_ = false;
  }
  path_ = hidden_path(path, ids.uuid_hex());
  if (!open_and_lock()) {
    throw_unwritable(path_, std::make_error_code(std::errc::operation_would_block));
  }
}

/// @return false when another download has the lock.
bool UnfinishedFile::open_and_lock() {
  for (;;) {
    support::FileStatus opened;
    file_ = open_regular_file(path_, opened);
    std::error_code error;
    if (!file_.is_open()) {  // a link, a pipe or a device: the name is this library's, so it may be removed
      fs::remove(path_, error);
      check_written(path_, error);
      continue;
    }
    // On a file system without locks, a file that others could find is taken for locked. Nobody else knows a
    // random name, so it is used without a lock.
    const auto refused = file_.try_lock();
    if (refused && (resumable_ || refused == std::errc::operation_would_block)) {
      check_written(path_, file_.close());
      return false;
    }
    const auto named = support::link_status(path_, error);
    if (!error && named.is_same_file(opened)) return true;
    check_written(
        path_,
        file_.close());  // the other download finished and renamed the file before the lock was given
  }
}

UnfinishedFile::~UnfinishedFile() {
  std::error_code ignored;
  if (!path_.empty() && (!resumable_ || size() == 0)) fs::remove(path_, ignored);
}

std::uint64_t UnfinishedFile::size() const {
  std::error_code error;
  const auto status = file_.status(error);
  return error ? 0 : status.size;
}

void UnfinishedFile::clear() { check_written(path_, file_.resize(0)); }

void UnfinishedFile::move_to(const fs::path& path) {
  std::error_code error;
  fs::rename(path_, path, error);
  check_written(path, error);
  path_.clear();
}

}  // namespace kili::use_cases
