#pragma once

#include <string>
#include <string_view>

#include "kili/json.hpp"
#include "use_cases/assets/importing/read/import_row.hpp"

namespace kili::use_cases {

/// False for null, an empty array, an empty object and an empty text.
[[nodiscard]] bool is_given(const Json& value);
/// Text as it is, anything else as JSON text, null as nothing.
[[nodiscard]] std::string text_of(const Json& value);
/// @param argument without its ending "_array", for the message.
/// @throws ValidationError when the value cannot be sent as JSON text.
void check_writable(const Json& value, std::string_view argument, const ImportRow& row);

}  // namespace kili::use_cases
