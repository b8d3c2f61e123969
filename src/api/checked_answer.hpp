#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace kili::api {

// Reads values out of answers. All throw HttpError naming the operation when the value is not what the schema
// promises, so that a strange service never ends in a crash.

[[nodiscard]] const nlohmann::json& member(const nlohmann::json& object, const char* name,
                                           std::string_view operation);
[[nodiscard]] std::string text_member(const nlohmann::json& object, const char* name,
                                      std::string_view operation);
[[nodiscard]] const nlohmann::json& array(const nlohmann::json& value, std::string_view operation);
[[nodiscard]] std::vector<std::string> texts(const nlohmann::json& value, std::string_view operation);
[[noreturn]] void throw_unexpected_answer(std::string_view operation, std::string_view what);

}  // namespace kili::api
