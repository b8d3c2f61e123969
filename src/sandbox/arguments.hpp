#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "graphql_server/engine.hpp"
#include "sandbox/store/json_access.hpp"
#include "sandbox/store/store.hpp"

namespace kili::sandbox {

// Reads arguments of operations, which fit the schema.

/// The value under a path of keys, or null when one of them is absent or null.
[[nodiscard]] inline const nlohmann::json* value_under(const nlohmann::json& object,
                                                       std::initializer_list<const char*> keys) {
  const nlohmann::json* current = &object;
  for (const char* const key : keys) {
    current = present(*current, key);
    if (current == nullptr) return nullptr;
  }
  return current;
}

/// The same of a text.
[[nodiscard]] inline const std::string* text_under(const nlohmann::json& object,
                                                   std::initializer_list<const char*> keys) {
  const nlohmann::json* const value = value_under(object, keys);
  return value == nullptr ? nullptr : value->get_ptr<const std::string*>();
}

/// `skip` or `first`. @throws graphql::ResolverError when it is negative.
[[nodiscard]] inline std::size_t size_argument(const nlohmann::json& arguments, const char* name) {
  const auto value = arguments.at(name).get<std::int64_t>();
  if (value < 0) throw graphql::ResolverError(fmt::format("[invalidInput] {} must not be negative", name));
  return static_cast<std::size_t>(value);
}

/// What `skip` and `first` leave of a list.
/// @throws graphql::ResolverError when one of them is negative.
[[nodiscard]] inline nlohmann::json page_of(const nlohmann::json& all, const nlohmann::json& arguments) {
  nlohmann::json selected = nlohmann::json::array();
  const std::size_t first = size_argument(arguments, "first");
  for (std::size_t i = size_argument(arguments, "skip"); i < all.size() && selected.size() < first; ++i) {
    selected.push_back(all[i]);
  }
  return selected;
}

/// @throws graphql::ResolverError when there is no such project.
inline const Project& accessible_project(const Store& store, const std::string& id) {
  const Project* const project = store.find_project(id);
  if (project == nullptr || project->info.is_set("deleted"))
    throw graphql::ResolverError(fmt::format("[accessDenied] No access to project {}", id));
  return *project;
}

}  // namespace kili::sandbox
