#pragma once

/// @file
/// A JSON value as an argument or result. The header includes only the declarations of the JSON library.

#include <concepts>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "kili/export.hpp"
#include "kili/json_version.hpp"

namespace kili {
inline namespace v0_1 {

#ifdef NLOHMANN_JSON_VERSION_MAJOR
// From 3.11 on the version is part of the names of all types of nlohmann/json, so that a library compiled
// with another version does not link.
static_assert(detail::compiled_json_version == 0 ||
                  detail::compiled_json_version == NLOHMANN_JSON_VERSION_MAJOR * 10000 +
                                                       NLOHMANN_JSON_VERSION_MINOR * 100 +
                                                       NLOHMANN_JSON_VERSION_PATCH,
              "kili was compiled with another version of nlohmann/json than the one included here; use the "
              "version in kili/json_version.hpp, or build kili with yours");
#endif

/// Subtype of the binary values that stand for integers beyond 64 bits in a `nlohmann::json`, which has no
/// such numbers: their bytes are the digits, with a minus sign before those of a negative integer.
inline constexpr std::uint64_t wide_integer_subtype = 0x696E74;

/// An immutable JSON value, cheap to copy (shared). Converts from and to `nlohmann::json`; include
/// `<nlohmann/json.hpp>` where values are built or read. The program must use the version of nlohmann/json
/// that the library was compiled with; this is checked when the program is configured and compiled.
class KILI_EXPORT Json {
 public:
  /// The value null.
  Json() noexcept = default;
  /// Any JSON value. @throws ValidationError when it has more than 512 nested levels.
  Json(const nlohmann::json& value);  // NOLINT(google-explicit-constructor): a value is its own argument
  Json(nlohmann::json&& value);       // NOLINT(google-explicit-constructor)
  /// A value whose objects keep the order of their keys wherever it is written.
  template <std::same_as<nlohmann::ordered_json> Value>
  Json(const Value& value) {  // NOLINT(google-explicit-constructor)
    assign(value);
  }

  /// Reads JSON text; objects keep the order of their keys wherever it is written, and integers their digits:
  /// those beyond 64 bits are binary values of wide_integer_subtype. Reads NaN, Infinity and -Infinity as
  /// Python does; a method that sends such a value refuses it.
  /// @throws ValidationError when the text is not JSON or is nested deeper than 512 levels.
  [[nodiscard]] static Json parse(std::string_view text);

  /// The value; valid as long as this object or a copy of it.
  [[nodiscard]] const nlohmann::json& get() const noexcept;
  [[nodiscard]] bool is_null() const noexcept;
  /// The value with its keys in the order in which they were given; null when it was made from a
  /// `nlohmann::json`, which sorts them.
  [[nodiscard]] const nlohmann::ordered_json* ordered() const noexcept { return ordered_.get(); }
  /// JSON text in UTF-8 without spaces; integers beyond 64 bits are written as integers.
  [[nodiscard]] std::string dump() const;

  [[nodiscard]] friend bool operator==(const Json& left, const Json& right) { return left.equals(right); }

 private:
  void assign(const nlohmann::ordered_json& value);
  [[nodiscard]] bool equals(const Json& other) const;

  std::shared_ptr<const nlohmann::ordered_json> ordered_;
  std::shared_ptr<const nlohmann::json> value_;
};

}  // namespace v0_1
}  // namespace kili
