#pragma once

#include "kili/retry_options.hpp"

namespace kili {
inline namespace v0_1 {

/// @throws ValidationError naming an option that is not usable, or does not go with another.
void check_retry_options(const RetryOptions& options);

}  // namespace v0_1
}  // namespace kili
