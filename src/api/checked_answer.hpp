#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace kili::api {

// Reads values out of answers, so that a strange service never ends in a crash; tests/answer_rules.py checks
// that nothing else does. Those with an operation throw HttpError naming it when the value is not what the
// schema promises.

[[nodiscard]] const nlohmann::json& member(const nlohmann::json& object, const char* name,
                                           std::string_view operation);
[[nodiscard]] std::string text_member(const nlohmann::json& object, const char* name,
                                      std::string_view operation);
[[nodiscard]] const nlohmann::json& array(const nlohmann::json& value, std::string_view operation);
[[nodiscard]] std::vector<std::string> texts(const nlohmann::json& value, std::string_view operation);
[[nodiscard]] bool boolean(const nlohmann::json& value, std::string_view operation);

/// Null when the value is no object, or has no such member, or null.
[[nodiscard]] const nlohmann::json* find_member(const nlohmann::json& object, const char* name);
/// Null when there is no such member, or it is not a text.
[[nodiscard]] const std::string* find_text(const nlohmann::json& object, const char* name);
/// Empty when there is no such member, or it is not a text.
[[nodiscard]] std::string text_or_empty(const nlohmann::json& object, const char* name);
[[nodiscard]] bool is_true(const nlohmann::json& value) noexcept;

[[noreturn]] void throw_unexpected_answer(std::string_view operation, std::string_view what);

}  // namespace kili::api
