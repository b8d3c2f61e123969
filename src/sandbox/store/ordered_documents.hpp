#pragma once

#include <string_view>

#include <nlohmann/json.hpp>

namespace kili::sandbox {

/// Reads JSON in the format of fixtures and keeps the order of keys in the documents of users
/// (`jsonInterface`, `jsonMetadata`, `jsonResponse` ...): they become the text that the store keeps.
/// Everything else is looked up by key, so its order does not matter.
/// @throws std::invalid_argument when the text is not JSON.
[[nodiscard]] nlohmann::json parse_with_documents(std::string_view text);

}  // namespace kili::sandbox
