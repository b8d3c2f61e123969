#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "kili/json.hpp"

namespace kili::use_cases {

/// Variables of a document. @return an object. @throws ValidationError they are neither an object nor null,
/// or have values that JSON text does not have.
[[nodiscard]] nlohmann::json checked_variables(const Json& variables);
/// The same as JSON text, with the keys in their given order.
[[nodiscard]] std::string text_of_variables(const Json& variables);

}  // namespace kili::use_cases
