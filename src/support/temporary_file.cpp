#include "support/temporary_file.hpp"

#include <fmt/format.h>

#include <system_error>

#include "kili/errors.hpp"
#include "support/os/platform.hpp"
#include "support/shown_text.hpp"

namespace kili::support {
namespace {

[[noreturn]] void fail_in_folder(const std::filesystem::path& folder, const std::error_code& error) {
  throw FileWriteError(fmt::format(
      "no temporary file can be written in {}: {}; make room there, or let TMPDIR name a folder "
      "with room where you may write",
      folder.empty() ? "the folder for temporary files" : shown_path(folder.string()), error.message()));
}

}  // namespace

TemporaryFile::TemporaryFile() {
  constexpr int attempts = 100'000;  // files that are in use now, or were left when a program was killed
  std::error_code error;
  const auto folder = std::filesystem::temp_directory_path(error);
  if (error) fail_in_folder(folder, error);
  for (int i = 0; i < attempts && !file_.is_open(); ++i) {
    path_ = folder / fmt::format("kili-{}-{}.content", process_id(), i);
    file_ = File::open(
        path_,
        {.access = FileAccess::write, .creation = FileCreation::exclusive, .rights = FileRights::owner},
        error);
    if (error && error != std::errc::file_exists) break;
  }
  if (!file_.is_open()) fail_in_folder(folder, error);
}

TemporaryFile::~TemporaryFile() {
  static_cast<void>(file_.close());
  std::error_code ignored;
  if (process_.is_of_this_process()) std::filesystem::remove(path_, ignored);
}

void TemporaryFile::write(std::string_view bytes) {
  if (const auto error = file_.write(bytes)) fail_in_folder(path_.parent_path(), error);
  size_ += bytes.size();
}

void TemporaryFile::close() {
  if (const auto error = file_.close()) fail_in_folder(path_.parent_path(), error);
}

}  // namespace kili::support
