#pragma once

#include <string>

#include <nlohmann/json.hpp>

namespace kili::support {

// Looks into a value of any shape; never throws for the shape.

/// Null when the value is no object, or has no such member, or null.
[[nodiscard]] const nlohmann::json* find_member(const nlohmann::json& object, const char* name);
/// Null when there is no such member, or it is not a text.
[[nodiscard]] const std::string* find_text(const nlohmann::json& object, const char* name);
/// Empty when there is no such member, or it is not a text.
[[nodiscard]] std::string text_or_empty(const nlohmann::json& object, const char* name);
[[nodiscard]] bool is_true(const nlohmann::json& value) noexcept;

}  // namespace kili::support
