#include "kili/members/member_enums.hpp"

#include <array>
#include <cstddef>

#include "types/enum_words.hpp"

namespace kili {
inline namespace v0_1 {
namespace {

using MemberWord = std::string_view;

// In the order of the enumerators.
constexpr auto project_role_words =
    std::to_array<MemberWord>({"ADMIN", "TEAM_MANAGER", "REVIEWER", "LABELER"});
constexpr auto project_user_status_words =
    std::to_array<MemberWord>({"ACTIVATED", "ORG_ADMIN", "ORG_SUSPENDED"});
constexpr auto organization_role_words = std::to_array<MemberWord>({"ADMIN", "USER"});

}  // namespace

std::string_view to_string(ProjectRole value) noexcept {
  return project_role_words[static_cast<std::size_t>(value)];
}
std::string_view to_string(ProjectUserStatus value) noexcept {
  return project_user_status_words[static_cast<std::size_t>(value)];
}
std::string_view to_string(OrganizationRole value) noexcept {
  return organization_role_words[static_cast<std::size_t>(value)];
}

template <>
ProjectRole from_string<ProjectRole>(std::string_view word) {
  return detail::find_word<ProjectRole>(project_role_words, word, "role in a project");
}
template <>
ProjectUserStatus from_string<ProjectUserStatus>(std::string_view word) {
  return detail::find_word<ProjectUserStatus>(project_user_status_words, word, "status of a member");
}
template <>
OrganizationRole from_string<OrganizationRole>(std::string_view word) {
  return detail::find_word<OrganizationRole>(organization_role_words, word, "role in the organisation");
}

}  // namespace v0_1
}  // namespace kili
