#include "labels/number.hpp"

#include <cmath>

#include "labels/json_source.hpp"

namespace kili::labels {

detail::Number to_number(double value) noexcept {
  using Form = detail::Number::Form;
  if (std::trunc(value) == value && std::abs(value) < 1e15) {
    return {.integer = static_cast<std::int64_t>(value), .value = 0, .form = Form::integer};
  }
  return {.integer = 0, .value = value, .form = Form::floating};
}

}  // namespace kili::labels
