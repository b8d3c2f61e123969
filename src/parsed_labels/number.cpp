#include "parsed_labels/number.hpp"

#include <cmath>

namespace kili {
inline namespace v0_1 {
namespace labels {

using Form = detail::Number::Form;

double as_double(const detail::Number& number) noexcept {
  return number.form == Form::floating ? number.value : static_cast<double>(number.integer);
}

detail::Number to_number(double value) noexcept {
  if (std::trunc(value) == value && std::abs(value) < 1e15) {
    return {.integer = static_cast<std::int64_t>(value), .value = 0, .form = Form::integer};
  }
  return {.integer = 0, .value = value, .form = Form::floating};
}

nlohmann::json to_json(const detail::Number& number) {
  switch (number.form) {
    case Form::boolean:
      return number.integer != 0;
    case Form::floating:
      return number.value;
    case Form::integer:
      return number.integer;
    case Form::absent:
      break;
  }
  return nullptr;
}

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
