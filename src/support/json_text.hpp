#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <limits>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

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

/// JSON text whose values take more memory than they may have.
class JsonTooLarge : public std::length_error {
 public:
  explicit JsonTooLarge(std::size_t bytes);
};

/// How much memory the values that are read from JSON text may take, since a text of a few megabytes can
/// become gigabytes of them, and who may interrupt the reading. One budget may serve several texts, one after
/// the other.
class JsonBudget {
 public:
  static constexpr std::size_t unlimited = (std::numeric_limits<std::size_t>::max)();

  /// @param bytes of memory. @param check called every few thousand values; throws to end the reading.
  explicit JsonBudget(std::size_t bytes = unlimited, std::function<void()> check = {})
      : bytes_(bytes), check_(std::move(check)) {}

  /// A value needs so much. @throws JsonTooLarge, and what the check throws.
  void take(std::size_t bytes) {
    used_ += bytes;
    if (used_ > bytes_) throw JsonTooLarge(bytes_);
    if (++values_ % values_per_check == 0 && check_) check_();
  }
  /// So much of it was released.
  void give_back(std::size_t bytes) noexcept { used_ -= std::min(used_, bytes); }
  [[nodiscard]] std::size_t used() const noexcept { return used_; }

 private:
  static constexpr std::size_t values_per_check = 4096;

  std::size_t bytes_;
  std::function<void()> check_;
  std::size_t used_ = 0;
  std::size_t values_ = 0;
};

/// What integers that 64 bits do not hold are read into.
enum class WideIntegers {
  doubles,  ///< The nearest double.
  digits    ///< A binary value of kili::wide_integer_subtype, which the writers below write as the integer.
};

/// Parses JSON text, and what Python's json writes besides: NaN and infinite numbers; numbers too large for a
/// double are infinite.
/// @param budget what the values may take; null: no limit, for texts of the caller's own.
/// @throws std::invalid_argument the text is not such JSON, nested too deep, or has half of a surrogate pair,
/// which UTF-8 cannot tell (HalfSurrogatePair); what JsonBudget::take() throws.
[[nodiscard]] nlohmann::json parse_json(std::string_view text,
                                        WideIntegers wide_integers = WideIntegers::doubles,
                                        JsonBudget* budget = nullptr);

/// The same, with the keys of objects in the order of the text.
[[nodiscard]] nlohmann::ordered_json parse_ordered_json(std::string_view text,
                                                        WideIntegers wide_integers = WideIntegers::doubles,
                                                        JsonBudget* budget = nullptr);

/// Parses JSON text, as parse_json() does, that is an array, and hands out its elements one after the other,
/// so that they need not all be held.
/// @param take what it throws ends the reading.
/// @throws std::invalid_argument as parse_json(), also for JSON that is no array; elements before were handed
/// out.
void for_each_json_element(std::string_view text, const std::function<void(nlohmann::json)>& take);

/// Whether two texts are equal or the same JSON document. Documents that take more than 64 MiB as values are
/// told by their texts alone.
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
