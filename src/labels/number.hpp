#pragma once

#include <nlohmann/json.hpp>

#include "kili/labels/category.hpp"

namespace kili::labels {

[[nodiscard]] inline double as_double(const detail::Number& number) noexcept {
  return number.form == detail::Number::Form::integer ? static_cast<double>(number.integer) : number.value;
}

/// A number given by a caller; whole numbers are written as integers.
[[nodiscard]] detail::Number to_number(double value) noexcept;

[[nodiscard]] inline nlohmann::json to_json(const detail::Number& number) {
  return number.form == detail::Number::Form::integer ? nlohmann::json(number.integer)
                                                      : nlohmann::json(number.value);
}

}  // namespace kili::labels
