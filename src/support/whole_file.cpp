#include "support/whole_file.hpp"

#include <fmt/format.h>

#include "kili/errors.hpp"
#include "support/os/platform.hpp"
#include "support/shown_text.hpp"

namespace kili::support {

namespace fs = std::filesystem;

WholeFile::WholeFile(const fs::path& path) : path_(path), target_(path) {
  std::error_code error;
  const auto status = fs::status(path, error);
  if (fs::is_directory(status)) fail(std::make_error_code(std::errc::is_a_directory));
  if (fs::exists(status) && !fs::is_regular_file(status)) {
    file_ = File::open(path, {.access = FileAccess::write}, error);
    check(error);
    return;
  }
  if (fs::exists(status)) check(check_writable(path));
  constexpr int most_links = 40;  // as Linux has it
  for (int i = 0; i < most_links && fs::is_symlink(fs::symlink_status(target_, error)); ++i) {
    target_ = target_.parent_path() / fs::read_symlink(target_, error);
  }
  open_temporary();
  if (!fs::exists(status)) return;
  // A file that is replaced keeps who may read it.
  if (const auto refused = file_.set_permissions(status.permissions())) {
    discard();
    fail(refused);
  }
}

void WholeFile::open_temporary() {
  constexpr int attempts = 1000;  // files that are written now or were left by a crash
  std::error_code error;
  for (int i = 0; i < attempts; ++i) {
    temporary_ = target_.parent_path() / fmt::format(".kili-{}-{}.part", process_id(), i);
    file_ = File::open(temporary_, {.access = FileAccess::write, .creation = FileCreation::exclusive}, error);
    if (file_.is_open()) return;
    if (error != std::errc::file_exists) break;
  }
  temporary_.clear();
  fail(error);
}

WholeFile::~WholeFile() { discard(); }

void WholeFile::discard() noexcept {
  static_cast<void>(file_.close());
  std::error_code ignored;
  if (!temporary_.empty() && process_.is_of_this_process()) fs::remove(temporary_, ignored);
  temporary_.clear();
}

void WholeFile::write(std::string_view bytes) {
  process_.check();
  check(file_.write(bytes));
}

void WholeFile::commit() {
  process_.check();
  const bool is_temporary = !temporary_.empty();
  if (is_temporary) check(file_.flush());
  check(file_.close());
  if (!is_temporary) return;
  std::error_code error;
  fs::rename(temporary_, target_, error);
  check(error);
  temporary_.clear();
}

void WholeFile::check(const std::error_code& error) const {
  if (error) fail(error);
}

void WholeFile::fail(const std::error_code& error) const {
  throw FileWriteError(
      fmt::format("'{}' cannot be written: {}; give a path in a folder that exists, where you "
                  "may write and the disk has room",
                  shown_text(path_.string(), 300), error.message()));
}

}  // namespace kili::support
