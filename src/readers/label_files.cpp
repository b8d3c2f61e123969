#include "readers/label_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <system_error>

#include "kili/errors.hpp"
#include "support/os/file.hpp"
#include "support/shown_text.hpp"
#include "support/text.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t piece_size = std::size_t{1} << 16;

}  // namespace

std::vector<LabelFile> files_to_read(const fs::path& path, std::string_view extension, FileLosses& losses) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (!fs::exists(status)) {
    throw FileError(fmt::format("{}: there is no such file or folder{}", place_of_file(path.string()),
                                error && status.type() != fs::file_type::not_found
                                    ? " that can be read: " + error.message()
                                    : std::string()));
  }
  std::vector<LabelFile> files;
  if (!fs::is_directory(status)) {
    files.push_back({path.filename().generic_string(), path});
    return files;
  }
  fs::recursive_directory_iterator entry(path, error);
  while (!error && entry != fs::recursive_directory_iterator()) {
    std::error_code ignored;
    const fs::path& found = entry->path();
    if (entry->is_directory(ignored)) {
      if (entry->is_symlink(ignored))
        losses.add(place_of_file(found.string()), "a link to a folder is not followed");
    } else if (support::equal_ignoring_case(found.extension().string(), extension)) {
      if (entry->is_regular_file(ignored)) {
        files.push_back({found.lexically_relative(path).generic_string(), found});
      } else {
        losses.add(place_of_file(found.string()), "it is no regular file, or a link that leads nowhere");
      }
    }
    entry.increment(error);
  }
  if (error) {
    losses.add(place_of_file(path.string()), "the folder cannot be read to its end: " + error.message());
  }
  std::ranges::sort(files, {}, &LabelFile::name);
  return files;
}

fs::path folder_of_labels(const fs::path& path) {
  std::error_code error;
  return fs::is_directory(path / "labels", error) ? path / "labels" : path;
}

std::optional<std::string> content_of_file(const fs::path& path, std::uint64_t limit, std::string& problem) {
  std::error_code error;
  const support::File file = support::File::open(path, {.access = support::FileAccess::read}, error);
  std::string content;
  while (!error) {
    const std::size_t before = content.size();
    if (before > limit) {
      problem = fmt::format("it is larger than {} MiB", limit >> 20U);
      return std::nullopt;
    }
    content.resize(before + piece_size);
    const std::size_t got = file.read_at(before, content.data() + before, piece_size, error);
    content.resize(before + got);
    if (got == 0) break;
  }
  if (error) {
    problem = "it cannot be read: " + error.message();
    return std::nullopt;
  }
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (content.starts_with(byte_order_mark)) content.erase(0, byte_order_mark.size());
  return content;
}

std::optional<double> number_in(std::string_view text) noexcept {
  text = support::trim(text);
  if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
  double number = 0;
  const char* const end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || stopped != end || !std::isfinite(number)) return std::nullopt;
  return number;
}

const Ontology& interface_of_images(const Ontology& ontology, std::string_view format) {
  if (ontology.input_type() == InputType::image) return ontology;
  throw ValidationError(fmt::format(
      "{} files are read into projects of images; this interface is of a project of another type", format));
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
