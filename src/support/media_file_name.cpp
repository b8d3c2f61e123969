#include "support/media_file_name.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "support/file_extensions.hpp"
#include "support/text.hpp"
#include "support/text_hash.hpp"

namespace kili::support {
namespace {

// Far below what file systems allow for a whole path, which begins with the user's own folder.
constexpr std::size_t longest_relative_path = 1024;
constexpr std::size_t most_folders = 32;

std::vector<std::string_view> components_of(std::string_view path) {
  std::vector<std::string_view> components;
  for (;;) {
    const auto slash = path.find('/');
    components.push_back(path.substr(0, slash));
    if (slash == std::string_view::npos) return components;
    path.remove_prefix(slash + 1);
  }
}

/// Names that Windows takes for devices, whatever their extension and case.
bool is_device(std::string_view component) {
  const std::string stem = to_lower(trim(component.substr(0, component.find('.'))));
  constexpr std::array devices = std::to_array<std::string_view>({"aux", "con", "nul", "prn"});
  if (std::find(devices.begin(), devices.end(), stem) != devices.end()) return true;
  return stem.size() == 4 && (stem.starts_with("com") || stem.starts_with("lpt")) && stem[3] >= '0' &&
         stem[3] <= '9';
}

bool is_harmless(std::string_view component) {
  return !component.empty() && component.size() <= longest_component && component.back() != '.' &&
         component.back() != ' ' && !is_device(component) && !component.ends_with(unfinished_ending) &&
         printable(component, '_') == component;
}

bool is_harmless_path(std::string_view path) {
  const auto components = components_of(path);
  return path.size() <= longest_relative_path && components.size() <= most_folders &&
         std::all_of(components.begin(), components.end(), is_harmless);
}

/// A safe component that is as close as possible and leaves room for `reserved` bytes; empty for "", "." and
/// "..".
std::string made_harmless(std::string_view component, std::size_t reserved) {
  if (component.empty() || component == "." || component == "..") return {};
  std::string result = printable(component, '_');
  if (is_device(result)) result.insert(0, 1, '_');
  const std::size_t room = longest_component - std::min(reserved, longest_component);
  result.resize(utf8_prefix(result, room).size());
  if (result.ends_with('.') || result.ends_with(' ')) result.back() = '_';
  if (result.ends_with(unfinished_ending)) result.back() = '_';
  return result;
}

struct Parts {
  std::string folders;  ///< Empty or ending in a slash.
  std::string stem;     ///< Of the file, harmless.
  std::string ending;   ///< "~" hash and tail.
};

Parts parts_of(std::string_view external_id, std::string_view tail, std::string_view hashed) {
  if (tail.empty()) {
    tail = known_extension_of(external_id);
    external_id.remove_suffix(tail.size());
  }
  Parts parts;
  parts.ending = fmt::format("~{}{}", file_name_hash(hashed), tail);
  const auto components = components_of(external_id);
  for (std::size_t i = 0; i + 1 < components.size(); ++i) {
    const std::string folder = made_harmless(components[i], 0);
    if (!folder.empty()) parts.folders += folder + '/';
  }
  parts.stem = made_harmless(components.back(), parts.ending.size());
  return parts;
}

}  // namespace

std::string media_file_name(std::string_view external_id, std::string_view tail) {
  std::string plain = fmt::format("{}{}", external_id, tail);
  if (is_harmless_path(plain)) return plain;
  const Parts parts = parts_of(external_id, tail, external_id);
  std::string full = parts.folders + parts.stem + parts.ending;
  return is_harmless_path(full) ? full : parts.stem + parts.ending;
}

std::string alternative_media_file_name(std::string_view external_id, std::string_view tail,
                                        std::string_view identity) {
  Parts parts = parts_of(external_id, tail, identity);
  std::replace(parts.folders.begin(), parts.folders.end(), '/', '_');
  std::string stem = parts.folders + parts.stem;
  return std::string(utf8_prefix(stem, longest_component - parts.ending.size())) + parts.ending;
}

}  // namespace kili::support
