#pragma once

/// @file
/// The lazy range of `Client::project_users()`.

#include "kili/members/project_user.hpp"
#include "kili/record_range.hpp"

namespace kili {
inline namespace v0_1 {

/// Members in the order of the service.
using ProjectUserRange = RecordRange<ProjectUser>;
extern template class RecordRange<ProjectUser>;

}  // namespace v0_1
}  // namespace kili
