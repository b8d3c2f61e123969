#pragma once

#include <exception>

namespace kili::use_cases {

/// A refusal that says why an asset cannot be edited becomes a ValidationError in plain words; any other
/// error stays.
[[nodiscard]] std::exception_ptr with_lock_reason(const std::exception_ptr& error);

}  // namespace kili::use_cases
