#pragma once

/// @file
/// The lazy range of `Client::labels()`, `predictions()` and `inferences()`.

#include "kili/labels/label.hpp"
#include "kili/record_range.hpp"

namespace kili {
inline namespace v0_1 {

/// Labels in the order of the service.
using LabelRange = RecordRange<Label>;
extern template class RecordRange<Label>;

}  // namespace v0_1
}  // namespace kili
