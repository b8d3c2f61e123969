#include "kili/members/project_user_range.hpp"

#include <ranges>

#include "types/record_range_members.hpp"

namespace kili {
inline namespace v0_1 {

template class RecordRange<ProjectUser>;
static_assert(std::ranges::input_range<ProjectUserRange>);

}  // namespace v0_1
}  // namespace kili
