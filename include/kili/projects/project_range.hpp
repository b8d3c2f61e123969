#pragma once

/// @file
/// The lazy range of `Client::projects()`.

#include "kili/projects/project.hpp"
#include "kili/record_range.hpp"

namespace kili {
inline namespace v0_1 {

/// Projects in the order of the service.
using ProjectRange = RecordRange<Project>;
extern template class RecordRange<Project>;

}  // namespace v0_1
}  // namespace kili
