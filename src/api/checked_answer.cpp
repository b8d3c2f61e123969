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
  if (!object.is_object() || found == object.end())
    throw_unexpected_answer(operation, fmt::format("no '{}'", name));
  return *found;
}

std::string text_member(const nlohmann::json& object, const char* name, std::string_view operation) {
  const auto& value = member(object, name, operation);
  if (!value.is_string()) throw_unexpected_answer(operation, fmt::format("'{}' is not a text", name));
  return value.get<std::string>();
}

const nlohmann::json& array(const nlohmann::json& value, std::string_view operation) {
  if (!value.is_array()) throw_unexpected_answer(operation, "no list");
  return value;
}

std::vector<std::string> texts(const nlohmann::json& value, std::string_view operation) {
  std::vector<std::string> result;
  for (const auto& item : array(value, operation)) {
    if (!item.is_string()) throw_unexpected_answer(operation, "a list with something that is not a text");
    result.push_back(item.get<std::string>());
  }
  return result;
}

}  // namespace kili::api
