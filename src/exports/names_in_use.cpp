#include "exports/names_in_use.hpp"

#include <fmt/format.h>

#include "support/shown_text.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

std::optional<std::string> NamesInUse::take(const std::string& name, std::string_view owner) {
  for (auto slash = name.find('/'); slash != std::string::npos; slash = name.find('/', slash + 1)) {
    const auto file = owners_.find(name.substr(0, slash));
    if (file != owners_.end()) {
      return fmt::format("its file '{}' needs a folder of the name of the file of '{}'",
                         support::shown_text(name), support::shown_text(file->second));
    }
  }
  if (folders_.contains(name))
    return fmt::format("its file '{}' would have the name of a folder", support::shown_text(name));
  const auto [place, is_free] = owners_.try_emplace(name, owner);
  if (!is_free) {
    return fmt::format(
        "its file '{}' would take the place of that of '{}'; write them with another writer, "
        "in another folder",
        support::shown_text(name), support::shown_text(place->second));
  }
  for (auto slash = name.find('/'); slash != std::string::npos; slash = name.find('/', slash + 1))
    folders_.insert(name.substr(0, slash));
  return std::nullopt;
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
