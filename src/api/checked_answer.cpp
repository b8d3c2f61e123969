#include "api/checked_answer.hpp"

#include <fmt/format.h>

#include "kili/errors.hpp"

namespace kili::api {

void throw_unexpected_answer(std::string_view operation, std::string_view what) {
  throw HttpError(
      fmt::format("{}: the answer of the service is not what its schema promises ({}); check that "
                  "api_endpoint is the address of a Kili API",
                  operation, what));
}

const nlohmann::json& member(const nlohmann::json& object, const char* name, std::string_view operation) {
  const auto found = object.is_object() ? object.find(name) : object.end();
  if (found == object.end()) throw_unexpected_answer(operation, fmt::format("no '{}'", name));
  return *found;
}

std::string text_member(const nlohmann::json& object, const char* name, std::string_view operation) {
  const auto* const text = member(object, name, operation).get_ptr<const std::string*>();
  if (text == nullptr) throw_unexpected_answer(operation, fmt::format("'{}' is not a text", name));
  return *text;
}

const nlohmann::json& array(const nlohmann::json& value, std::string_view operation) {
  if (!value.is_array()) throw_unexpected_answer(operation, "no list");
  return value;
}

std::vector<std::string> texts(const nlohmann::json& value, std::string_view operation) {
  std::vector<std::string> result;
  for (const auto& item : array(value, operation)) {
    const auto* const text = item.get_ptr<const std::string*>();
    if (text == nullptr) throw_unexpected_answer(operation, "a list with something that is not a text");
    result.push_back(*text);
  }
  return result;
}

bool boolean(const nlohmann::json& value, std::string_view operation) {
  if (!value.is_boolean()) throw_unexpected_answer(operation, "neither true nor false");
  return is_true(value);
}

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
  const auto* const boolean_value = value.get_ptr<const bool*>();
  return boolean_value != nullptr && *boolean_value;
}

}  // namespace kili::api
