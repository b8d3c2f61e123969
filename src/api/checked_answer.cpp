#include "api/checked_answer.hpp"

#include <fmt/format.h>

#include "kili/errors.hpp"
#include "support/json_lookup.hpp"

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

std::size_t natural_number(const nlohmann::json& value, std::string_view operation) {
  const auto* const number = value.get_ptr<const nlohmann::json::number_unsigned_t*>();
  if (number == nullptr) throw_unexpected_answer(operation, "the count is not a number");
  return *number;
}

bool boolean(const nlohmann::json& value, std::string_view operation) {
  if (!value.is_boolean()) throw_unexpected_answer(operation, "neither true nor false");
  return support::is_true(value);
}

}  // namespace kili::api
