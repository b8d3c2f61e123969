#include "readers/yolo_classes.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <system_error>

#include "kili/errors.hpp"
#include "readers/label_files.hpp"
#include "readers/yaml_names.hpp"
#include "support/text.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t largest_classes = std::uint64_t{16} << 20U;

bool is_yaml(const fs::path& path) {
  const std::string extension = support::to_lower(path.extension().string());
  return extension == ".yaml" || extension == ".yml";
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.emplace_back(support::trim(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  while (!lines.empty() && lines.back().empty()) lines.pop_back();
  return lines;
}

/// The names after "0 ", "1 " and so on; nothing when the lines do not all begin so.
std::optional<std::vector<std::string>> numbered_names(const std::vector<std::string>& lines) {
  std::vector<std::string> names;
  for (const std::string& line : lines) {
    const std::string number = std::to_string(names.size()) + " ";
    if (!line.starts_with(number)) return std::nullopt;
    names.emplace_back(support::trim(std::string_view(line).substr(number.size())));
  }
  return names;
}

}  // namespace

fs::path find_yolo_classes(const fs::path& folder, const fs::path& labels) {
  std::error_code error;
  for (const char* name : {"data.yaml", "classes.txt", "obj.names"}) {
    if (fs::is_regular_file(folder / name, error)) return folder / name;
  }
  if (fs::is_regular_file(labels / "classes.txt", error)) return labels / "classes.txt";
  std::vector<fs::path> found;
  for (fs::directory_iterator entry(folder, error); !error && entry != fs::directory_iterator();
       entry.increment(error)) {
    if (is_yaml(entry->path())) found.push_back(entry->path());
  }
  if (found.size() == 1) return found.front();
  throw FileError(fmt::format(
      "{}: {}; set classes to the file with the names of the classes", place_of_file(folder.string()),
      found.empty() ? "it has no data.yaml, classes.txt or obj.names" : "it has several YAML files"));
}

std::vector<std::string> read_yolo_classes(const fs::path& file, FileLosses& losses) {
  const std::string place = place_of_file(file.string());
  std::string problem;
  const auto content = content_of_file(file, largest_classes, problem);
  if (!content) throw FileError(fmt::format("{}: {}", place, problem));
  if (!is_yaml(file)) {
    if (!support::is_valid_utf8(*content)) throw ValidationError(fmt::format("{}: it is not UTF-8", place));
    auto lines = lines_of(*content);
    if (lines.empty()) throw ValidationError(fmt::format("{}: it has no names of classes", place));
    auto numbered = numbered_names(lines);
    return numbered ? *std::move(numbered) : std::move(lines);
  }
  try {
    YamlNames read = yaml_names(*content);
    if (read.has_poses) {
      throw ValidationError("its label files are of poses (\"kpt_shape\"), which are not read");
    }
    if (read.count && *read.count != read.names.size()) {
      losses.add(place, fmt::format("\"nc\" is {}, but there are {} names of classes, which are taken",
                                    *read.count, read.names.size()));
    }
    return std::move(read.names);
  } catch (const ValidationError& error) {
    throw ValidationError(fmt::format("{}: {}", place, error.what()));
  }
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
