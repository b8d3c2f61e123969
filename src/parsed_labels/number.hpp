#pragma once

#include <nlohmann/json.hpp>

#include "kili/labels/category.hpp"

namespace kili {
inline namespace v0_1 {
namespace labels {

[[nodiscard]] double as_double(const detail::Number& number) noexcept;

/// A number given by a caller; integral values are written as integers.
[[nodiscard]] detail::Number to_number(double value) noexcept;

[[nodiscard]] nlohmann::json to_json(const detail::Number& number);

}  // namespace labels
}  // namespace v0_1
}  // namespace kili
