#pragma once

/// @file
/// Which issues a call reads (`issues`, `count_issues`).

#include <optional>
#include <string>

#include "kili/enums.hpp"
#include "kili/list.hpp"

namespace kili {
inline namespace v0_1 {

/// Filters of `issues()` and `count_issues()`. An absent member does not filter.
struct IssueFilters {
  std::optional<std::string> asset_id{};  ///< Id of the asset. Not together with asset_id_in.
  List<std::string> asset_id_in{};        ///< Ids of assets; an empty list matches nothing.
  std::optional<IssueType> issue_type{};
  std::optional<IssueStatus> status{};
};

}  // namespace v0_1
}  // namespace kili
