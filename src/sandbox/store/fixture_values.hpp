#pragma once

// Reads values out of fixtures, and writes them.

#include <optional>
#include <stdexcept>
#include <string>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "sandbox/store/dates.hpp"
#include "sandbox/store/fixture_keys.hpp"
#include "sandbox/store/json_access.hpp"

namespace kili::sandbox {

/// @throws std::invalid_argument when it is no object, or has a key that such an object has not.
inline void check_keys(const nlohmann::json& object, FixtureObject kind) {
  if (!object.is_object()) {
    throw std::invalid_argument(
        fmt::format("fixture: {} must be a JSON object, not {}", name_of(kind), object.dump()));
  }
  const std::string known = fmt::format(" {} ", keys_of(kind));
  for (const auto& [key, value] : object.items()) {
    if (known.find(" " + key + " ") != std::string::npos) continue;
    throw std::invalid_argument(
        fmt::format("fixture: {} has no key '{}'; there are: {}", name_of(kind), key, keys_of(kind)));
  }
}

/// Reads a key that is there. @throws std::invalid_argument when it has another type.
template <typename Value>
void read(const nlohmann::json& object, const char* key, Value& target) {
  const nlohmann::json* const value = present(object, key);
  if (value == nullptr) return;
  try {
    target = value->get<Value>();
  } catch (const nlohmann::json::exception&) {
    throw std::invalid_argument(fmt::format("fixture: '{}' has a wrong value: {}", key, value->dump()));
  }
}

template <typename Value>
void read_optional(const nlohmann::json& object, const char* key, std::optional<Value>& target) {
  if (present(object, key) != nullptr) read(object, key, target.emplace());
}

/// Documents may be given as text or as JSON.
inline void read_document(const nlohmann::json& object, const char* key, std::string& target) {
  const nlohmann::json* const value = present(object, key);
  if (value != nullptr) target = document_text(*value);
}

/// @throws std::invalid_argument when it is no date.
inline void read_date(const nlohmann::json& object, const char* key, Milliseconds& target) {
  const nlohmann::json* const value = present(object, key);
  if (value == nullptr) return;
  const auto date = value->is_string() ? parse_date(value->get<std::string>()) : std::nullopt;
  if (!date) throw std::invalid_argument(fmt::format("fixture: '{}' is not a date: {}", key, value->dump()));
  target = date->begin;
}

[[nodiscard]] inline nlohmann::json text_or_null(const std::string& text) {
  return text.empty() ? nlohmann::json() : nlohmann::json(text);
}

template <typename Value>
[[nodiscard]] nlohmann::json value_or_null(const std::optional<Value>& value) {
  return value ? nlohmann::json(*value) : nlohmann::json();
}

}  // namespace kili::sandbox
