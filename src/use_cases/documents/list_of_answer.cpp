#include "use_cases/documents/list_of_answer.hpp"

#include <fmt/format.h>

#include <string_view>
#include <vector>

#include "kili/errors.hpp"
#include "support/json_lookup.hpp"
#include "support/shown_text.hpp"

namespace kili::use_cases {
namespace {

void add_lists(const nlohmann::json& value, const std::string& path, std::vector<std::string>& paths) {
  if (value.is_array()) paths.push_back(path);
  if (!value.is_object()) return;
  for (const auto& [name, member] : value.items()) {
    std::string path_of_member = path;
    if (!path.empty()) path_of_member += '.';
    path_of_member += name;
    add_lists(member, path_of_member, paths);
  }
}

}  // namespace

std::string path_of_only_list(const nlohmann::json& data) {
  std::vector<std::string> paths;
  add_lists(data, {}, paths);
  if (paths.empty()) {
    throw ValidationError(
        "the answer to the document has no list; ask for one, such as \"data: assets(...) { id }\"");
  }
  if (paths.size() > 1) {
    throw ValidationError(fmt::format("the answer to the document has {} lists: {}; name one of them by path",
                                      paths.size(), support::shown_list(paths)));
  }
  return std::move(paths.front());
}

const nlohmann::json& list_at(const nlohmann::json& data, const std::string& path) {
  const nlohmann::json* value = &data;
  for (std::string_view rest = path; !rest.empty();) {
    const auto end = rest.find('.');
    const std::string name(rest.substr(0, end));
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    value = support::find_member(*value, name.c_str());
    if (value == nullptr) {
      throw ValidationError(
          fmt::format("path '{}': the answer has no '{}'; give the names from data to the list",
                      support::shown_text(path), support::shown_text(name)));
    }
  }
  if (!value->is_array()) {
    throw ValidationError(fmt::format("path '{}' leads to a value of type {}, not to a list",
                                      support::shown_text(path), value->type_name()));
  }
  return *value;
}

}  // namespace kili::use_cases
