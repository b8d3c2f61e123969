#include "kili/projects/project_range.hpp"

#include <ranges>

#include "types/record_range_members.hpp"

namespace kili {
inline namespace v0_1 {

template class RecordRange<Project>;
static_assert(std::ranges::input_range<ProjectRange>);

}  // namespace v0_1
}  // namespace kili
