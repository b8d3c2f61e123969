#pragma once

#include "kili/enums.hpp"
#include "kili/json.hpp"

namespace kili::use_cases {

/// Checks that a value can be sent as the interface of a project: an object whose jobs can be read, or
/// without any jobs. @throws ValidationError saying what is wrong.
void check_interface(const Json& json_interface, InputType input_type);

}  // namespace kili::use_cases
