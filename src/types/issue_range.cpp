#include "kili/issues/issue_range.hpp"

#include <ranges>

#include "types/record_range_members.hpp"

namespace kili {
inline namespace v0_1 {

template class RecordRange<Issue>;
static_assert(std::ranges::input_range<IssueRange>);

}  // namespace v0_1
}  // namespace kili
