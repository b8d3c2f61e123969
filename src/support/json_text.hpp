#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "kili/json.hpp"

namespace kili::support {

/// JSON text with half of a surrogate pair, which Python's json writes and reads, but UTF-8 does not have.
class HalfSurrogatePair : public std::invalid_argument {
 public:
  /// @param path of the text, such as data[3].externalId.
  /// @param id value of the member `id` of the innermost object around it that has one, or empty.
  HalfSurrogatePair(std::string path, std::string id);

  [[nodiscard]] const std::string& path() const noexcept { return path_; }
  [[nodiscard]] const std::string& id() const noexcept { return id_; }

 private:
  std::string path_;
  std::string id_;
};

/// Deepest nesting of JSON that is read, so that recursive algorithms over a value do not overflow the
/// stack.
inline constexpr std::size_t max_json_depth = 512;

/// Whether brackets outside strings are nested deeper than that.
[[nodiscard]] bool is_nested_too_deep(std::string_view text) noexcept;

/// What integers that 64 bits do not hold are read into.
enum class WideIntegers {
  doubles,  ///< The nearest double.
  digits    ///< A binary value of kili::wide_integer_subtype, which the writers below write as the integer.
};

/// Parses JSON text, and what Python's json writes besides: NaN and infinite numbers; numbers too large for a
/// double are infinite.
/// @throws std::invalid_argument the text is not such JSON, nested too deep, or has half of a surrogate pair,
/// which UTF-8 cannot tell (HalfSurrogatePair).
[[nodiscard]] nlohmann::json parse_json(std::string_view text,
                                        WideIntegers wide_integers = WideIntegers::doubles);

/// The same, with the keys of objects in the order of the text.
[[nodiscard]] nlohmann::ordered_json parse_ordered_json(std::string_view text,
                                                        WideIntegers wide_integers = WideIntegers::doubles);

/// Whether two texts are equal or the same JSON document.
[[nodiscard]] bool is_same_json(std::string_view left, std::string_view right) noexcept;

/// JSON text in UTF-8 without spaces; U+FFFD stands in the place of what is not UTF-8.
[[nodiscard]] std::string compact_json(const nlohmann::json& value);
[[nodiscard]] std::string compact_json(const nlohmann::ordered_json& value);

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
