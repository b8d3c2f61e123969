#include "support/json_lookup.hpp"

namespace kili::support {

const nlohmann::json* find_member(const nlohmann::json& object, const char* name) {
  const auto found = object.is_object() ? object.find(name) : object.end();
  return found == object.end() || found->is_null() ? nullptr : &*found;
}

const std::string* find_text(const nlohmann::json& object, const char* name) {
  const auto* const value = find_member(object, name);
  return value == nullptr ? nullptr : value->get_ptr<const std::string*>();
}

std::string text_or_empty(const nlohmann::json& object, const char* name) {
  const auto* const text = find_text(object, name);
  return text == nullptr ? std::string() : *text;
}

bool is_true(const nlohmann::json& value) noexcept {
  const auto* const boolean = value.get_ptr<const bool*>();
  return boolean != nullptr && *boolean;
}

}  // namespace kili::support
