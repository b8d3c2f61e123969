#pragma once

#include <cstdint>
#include <string_view>

#include "kili/assets/asset_filters.hpp"
#include "kili/issues/issue_filters.hpp"
#include "kili/labels/label_filters.hpp"
#include "kili/members/project_user_filters.hpp"
#include "kili/projects/project_filters.hpp"
#include "kili/users/user_filters.hpp"

namespace kili::use_cases {

// A number that listings with the same filters share, for cursors: the same on every machine.

[[nodiscard]] std::uint64_t fingerprint_of(std::string_view project_id, const AssetFilters& filters);
[[nodiscard]] std::uint64_t fingerprint_of(std::string_view project_id, const IssueFilters& filters);
[[nodiscard]] std::uint64_t fingerprint_of(std::string_view project_id, const LabelFilters& filters);
[[nodiscard]] std::uint64_t fingerprint_of(std::string_view project_id, const ProjectUserFilters& filters);
[[nodiscard]] std::uint64_t fingerprint_of(const ProjectFilters& filters);
[[nodiscard]] std::uint64_t fingerprint_of(const UserFilters& filters);

}  // namespace kili::use_cases
