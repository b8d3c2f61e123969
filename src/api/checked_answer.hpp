#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace kili::api {

// Read values out of answers, so that a strange service never ends in a crash; tests/answer_rules.py checks
// that nothing else does but support/json_lookup.hpp. All throw HttpError naming the operation when the value
// is not what the schema promises.

[[nodiscard]] const nlohmann::json& member(const nlohmann::json& object, const char* name,
                                           std::string_view operation);
[[nodiscard]] std::string text_member(const nlohmann::json& object, const char* name,
                                      std::string_view operation);
[[nodiscard]] const nlohmann::json& array(const nlohmann::json& value, std::string_view operation);
[[nodiscard]] std::vector<std::string> texts(const nlohmann::json& value, std::string_view operation);
/// A count: an integer of 0 or more.
[[nodiscard]] std::size_t natural_number(const nlohmann::json& value, std::string_view operation);
[[nodiscard]] bool boolean(const nlohmann::json& value, std::string_view operation);

[[noreturn]] void throw_unexpected_answer(std::string_view operation, std::string_view what);

}  // namespace kili::api
