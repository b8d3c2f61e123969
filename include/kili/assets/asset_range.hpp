#pragma once

/// @file
/// The lazy range of `Client::assets()`.

#include "kili/assets/asset.hpp"
#include "kili/record_range.hpp"

namespace kili {
inline namespace v0_1 {

/// Assets in order of creation.
using AssetRange = RecordRange<Asset>;
extern template class RecordRange<Asset>;

}  // namespace v0_1
}  // namespace kili
