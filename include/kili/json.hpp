#pragma once

/// @file
/// A JSON value as an argument or result, without the weight of the JSON library in the header.

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

  /// Reads JSON text.
  /// @throws ValidationError when the text is not JSON or is nested deeper than 512 levels.
  [[nodiscard]] static Json parse(std::string_view text);

  /// The value; lives as long as this object or a copy of it.
  [[nodiscard]] const nlohmann::json& get() const noexcept;
  [[nodiscard]] bool is_null() const noexcept;
  /// JSON text in UTF-8 without spaces.
  [[nodiscard]] std::string dump() const;

  [[nodiscard]] friend bool operator==(const Json& left, const Json& right) { return left.equals(right); }

 private:
  [[nodiscard]] bool equals(const Json& other) const;

  std::shared_ptr<const nlohmann::json> value_;
};

}  // namespace kili
