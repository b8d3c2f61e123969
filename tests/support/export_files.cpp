#include "export_files.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>

#include <fmt/format.h>

#include "support/os/utf8_locale.hpp"

namespace kili::test {
namespace {

namespace fs = std::filesystem;

using Reader = std::unique_ptr<archive, decltype(&archive_read_free)>;

[[noreturn]] void fail(const fs::path& path, std::string_view what) {
  throw std::runtime_error(fmt::format("{}: {}", path.filename().string(), what));
}

std::string message_of(archive* reader) {
  const char* const text = archive_error_string(reader);
  return text != nullptr ? text : "not readable";
}

std::string name_of(archive_entry* entry) {
  const char* name = archive_entry_pathname_utf8(entry);
  if (name == nullptr) name = archive_entry_pathname(entry);
  return name != nullptr ? name : "";
}

bool leaves_the_folder(const std::string& name) {
  const fs::path path(name);
  if (name.empty() || path.is_absolute()) return true;
  for (const auto& part : path) {
    if (part == "..") return true;
  }
  return false;
}

std::string read_entry(archive* reader, const fs::path& path) {
  std::string content;
  std::string chunk(65536, '\0');
  for (;;) {
    const auto count = archive_read_data(reader, chunk.data(), chunk.size());
    if (count < 0) fail(path, message_of(reader));
    if (count == 0) return content;
    content.append(chunk, 0, static_cast<std::size_t>(count));
  }
}

ExportFiles files_of_archive(const fs::path& path) {
  constexpr std::size_t block_size = 65536;
  const Reader reader(archive_read_new(), archive_read_free);
  archive_read_support_format_zip(reader.get());
  if (archive_read_open_filename(reader.get(), path.c_str(), block_size) != ARCHIVE_OK)
    fail(path, message_of(reader.get()));
  ExportFiles files;
  for (archive_entry* entry = nullptr;;) {
    const int outcome = archive_read_next_header(reader.get(), &entry);
    if (outcome == ARCHIVE_EOF) return files;
    // A warning is about a name that the locale cannot show.
    if (outcome != ARCHIVE_OK && outcome != ARCHIVE_WARN) fail(path, message_of(reader.get()));
    const std::string name = name_of(entry);
    if (leaves_the_folder(name)) fail(path, fmt::format("the name '{}' leaves the folder", name));
    if (archive_entry_filetype(entry) == AE_IFDIR) continue;
    if (!files.emplace(name, read_entry(reader.get(), path)).second)
      fail(path, fmt::format("holds '{}' twice", name));
  }
}

ExportFiles files_of_folder(const fs::path& folder) {
  ExportFiles files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    files[fs::relative(entry.path(), folder).generic_string()] = {std::istreambuf_iterator<char>(file), {}};
  }
  return files;
}

}  // namespace

ExportFiles export_files(const fs::path& path) {
  const kili::support::Utf8Locale names_are_utf8;
  return fs::is_directory(path) ? files_of_folder(path) : files_of_archive(path);
}

}  // namespace kili::test
