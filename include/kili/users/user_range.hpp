#pragma once

/// @file
/// The lazy range of `Client::users()`.

#include "kili/record_range.hpp"
#include "kili/users/user.hpp"

namespace kili {
inline namespace v0_1 {

/// Users in the order of the service.
using UserRange = RecordRange<User>;
extern template class RecordRange<User>;

}  // namespace v0_1
}  // namespace kili
