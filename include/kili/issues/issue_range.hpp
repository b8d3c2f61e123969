#pragma once

/// @file
/// The lazy range of `Client::issues()`.

#include "kili/issues/issue.hpp"
#include "kili/record_range.hpp"

namespace kili {
inline namespace v0_1 {

/// Issues in the order of the service.
using IssueRange = RecordRange<Issue>;
extern template class RecordRange<Issue>;

}  // namespace v0_1
}  // namespace kili
