#pragma once

/// @file
/// Which projects a call reads: `Client::projects()`, `Client::count_projects()`.

#include <optional>
#include <string>

#include "kili/date.hpp"
#include "kili/list.hpp"

namespace kili {
inline namespace v0_1 {

/// Filters of `projects()` and `count_projects()`. An absent member does not filter. Dates are text,
/// "YYYY-MM-DD" or ISO 8601, or time points of `std::chrono::system_clock`.
struct ProjectFilters {
  std::optional<bool> archived{};  ///< Only archived projects, or only those that are not. Absent: both.
  std::optional<bool> deleted{};   ///< True: deleted projects too. Else only those that are not deleted.
  std::optional<std::string> organization_id{};
  std::optional<std::string> project_id{};
  /// A pattern that title or description fit, in any case: `%` stands for any characters, `_` for one. So
  /// "cat" finds only "cat", and "%cat%" whatever contains it. For one exact title there is
  /// `find_project_by_title()`.
  std::optional<std::string> search_query{};
  std::optional<bool> should_relaunch_kpi_computation{};
  std::optional<bool> starred{};
  /// Labels of tags; a project matches when it has one of them. An empty list does not filter.
  List<std::string> tags_in{};
  std::optional<Date> updated_at_gte{};  ///< Changed at or after this date.
  std::optional<Date> updated_at_lte{};  ///< Changed at or before this date.
};

}  // namespace v0_1
}  // namespace kili
