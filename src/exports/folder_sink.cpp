#include "exports/folder_sink.hpp"

#include <fmt/format.h>

#include <system_error>

#include "exports/file_bytes.hpp"
#include "kili/errors.hpp"
#include "support/shown_text.hpp"
#include "support/whole_file.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

void write_file(const std::filesystem::path& path, std::string_view content) {
  support::WholeFile file(path);
  file.write(content);
  file.commit();
}

std::filesystem::path FolderSink::place_of(const std::string& name) const {
  if (note_name_) note_name_(name);
  std::filesystem::path path = folder_ / name;
  std::error_code error;
  std::filesystem::create_directories(path.parent_path(), error);
  if (error) {
    throw FileWriteError(fmt::format("the folder {} cannot be made: {}",
                                     support::shown_path(path.parent_path().string()), error.message()));
  }
  return path;
}

void FolderSink::add(const std::string& name, std::string_view content) {
  write_file(place_of(name), content);
}

void FolderSink::add_parts(const std::string& name, std::uint64_t /*size*/, const NextBytes& next) {
  support::WholeFile file(place_of(name));
  for (std::string_view bytes = next(); !bytes.empty(); bytes = next()) {
    if (check_) check_();
    file.write(bytes);
  }
  file.commit();
}

void FolderSink::add_media(const std::string& name, const std::filesystem::path& file) {
  const std::filesystem::path place = place_of(name);
  std::error_code ignored;
  if (std::filesystem::equivalent(place, file, ignored)) return;
  FileBytes bytes(file);
  add_parts(name, bytes.size(), [&bytes] { return bytes.next(); });
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
