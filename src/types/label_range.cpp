#include "kili/labels/label_range.hpp"

#include <ranges>

#include "types/record_range_members.hpp"

namespace kili {
inline namespace v0_1 {

template class RecordRange<Label>;
static_assert(std::ranges::input_range<LabelRange>);

}  // namespace v0_1
}  // namespace kili
