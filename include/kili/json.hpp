#pragma once

/// @file
/// A JSON value as an argument or result, without the weight of the JSON library in the header.

#include <concepts>
#include <memory>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "kili/export.hpp"

namespace kili {

/// An immutable JSON value, cheap to copy (shared). Converts from and to `nlohmann::json`; include
/// `<nlohmann/json.hpp>` where values are built or taken apart.
class KILI_EXPORT Json {
 public:
  /// The value null.
  Json() noexcept = default;
  /// Any JSON value. @throws ValidationError when it is nested deeper than 512 levels.
  Json(const nlohmann::json& value);  // NOLINT(google-explicit-constructor): a value is its own argument
  Json(nlohmann::json&& value);       // NOLINT(google-explicit-constructor)
  /// A value whose objects keep the order of their keys wherever it is written.
  template <std::same_as<nlohmann::ordered_json> Value>
  Json(const Value& value) {  // NOLINT(google-explicit-constructor)
    assign(value);
  }

  /// Reads JSON text; objects keep the order of their keys wherever it is written.
  /// @throws ValidationError when the text is not JSON or is nested deeper than 512 levels.
  [[nodiscard]] static Json parse(std::string_view text);

  /// The value; lives as long as this object or a copy of it.
  [[nodiscard]] const nlohmann::json& get() const noexcept;
  [[nodiscard]] bool is_null() const noexcept;
  /// The value with its keys in the order in which they were given; null when it was made from a
  /// `nlohmann::json`, which sorts them.
  [[nodiscard]] const nlohmann::ordered_json* ordered() const noexcept { return ordered_.get(); }
  /// JSON text in UTF-8 without spaces.
  [[nodiscard]] std::string dump() const;

  [[nodiscard]] friend bool operator==(const Json& left, const Json& right) { return left.equals(right); }

 private:
  void assign(const nlohmann::ordered_json& value);
  [[nodiscard]] bool equals(const Json& other) const;

  std::shared_ptr<const nlohmann::ordered_json> ordered_;
  std::shared_ptr<const nlohmann::json> value_;
};

}  // namespace kili
