#include "kili/users/user_range.hpp"

#include <ranges>

#include "types/record_range_members.hpp"

namespace kili {
inline namespace v0_1 {

template class RecordRange<User>;
static_assert(std::ranges::input_range<UserRange>);

}  // namespace v0_1
}  // namespace kili
