#pragma once

#include <string>

#include <nlohmann/json.hpp>

namespace kili::sandbox {

/// The value of a key, or null when it is absent or JSON null.
[[nodiscard]] inline const nlohmann::json* present(const nlohmann::json& object, const char* key) {
  const auto found = object.find(key);
  return found == object.end() || found->is_null() ? nullptr : &*found;
}

/// A document as text; it may be given as text or as a JSON literal.
[[nodiscard]] inline std::string document_text(const nlohmann::json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

}  // namespace kili::sandbox
