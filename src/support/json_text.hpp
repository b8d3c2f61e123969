#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "kili/json.hpp"

namespace kili::support {

/// Deepest nesting of JSON that is read, so that recursive algorithms over a value do not overflow the
/// stack.
inline constexpr std::size_t max_json_depth = 512;

/// Whether brackets outside strings are nested deeper than that.
[[nodiscard]] bool is_nested_too_deep(std::string_view text) noexcept;
/// Parses JSON text. @throws nlohmann::json::parse_error, or std::length_error when nested too deep.
[[nodiscard]] nlohmann::json parse_json(std::string_view text);

/// The same, with the keys of objects in the order of the text.
[[nodiscard]] nlohmann::ordered_json parse_ordered_json(std::string_view text);

/// JSON text as Python clients send it to the service: ", " and ": " between items, ASCII only. Equal values
/// are then stored as equal text, whichever client wrote them.
/// @throws std::invalid_argument for NaN and infinities, which JSON does not have, and for text not in UTF-8.
[[nodiscard]] std::string spaced_ascii_json(const nlohmann::json& value);
[[nodiscard]] std::string spaced_ascii_json(const nlohmann::ordered_json& value);
/// With the keys in their given order where the value keeps it.
[[nodiscard]] std::string spaced_ascii_json(const Json& value);

/// Length of that text, without writing it.
[[nodiscard]] std::size_t spaced_ascii_size(const nlohmann::json& value);
/// The same of a text as a JSON string, with its quotes.
[[nodiscard]] std::size_t ascii_string_size(std::string_view text) noexcept;

/// That a value can be written as JSON text; costs less than writing it.
/// @throws std::invalid_argument as above.
void check_writable_json(const nlohmann::json& value);

/// Appends a text in UTF-8 as a JSON string: quoted, what JSON demands escaped.
void append_json_string(std::string& out, std::string_view text);

}  // namespace kili::support
