#include "kili/assets/asset_range.hpp"

#include <ranges>

#include "types/record_range_members.hpp"

namespace kili {
inline namespace v0_1 {

template class RecordRange<Asset>;
static_assert(std::ranges::input_range<AssetRange>);

}  // namespace v0_1
}  // namespace kili
