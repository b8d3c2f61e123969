#pragma once

/// @file
/// Which labels a call reads (Python SDK: `labels`, `count_labels`, `predictions`, `inferences`).

#include <optional>
#include <string>

#include "kili/date.hpp"
#include "kili/enums.hpp"
#include "kili/list.hpp"

namespace kili {
inline namespace v0_1 {

/// Filters of `labels()`, `count_labels()`, `predictions()` and `inferences()`. An absent member does not
/// filter; neither does an empty list of ids, external ids or groups. Dates are text, "YYYY-MM-DD" or
/// ISO 8601, or time points of `std::chrono::system_clock`. Marks are in 0..1; 0.0 is a value.
struct LabelFilters {
  List<std::string> asset_external_id_in{};           ///< External id of the asset contains one of these.
  List<std::string> asset_external_id_strictly_in{};  ///< External id of the asset is one of these.
  /// Names of groups of steps: labels of assets whose step is in one of them. Of projects with groups of
  /// steps (V3), on services from 26.2 on.
  List<std::string> asset_group_name_in{};
  List<std::string> asset_group_name_not_in{};  ///< As asset_group_name_in.
  std::optional<std::string> asset_id{};        ///< Internal id of the asset.
  List<AssetStatus> asset_status_in{};          ///< Of projects without workflow steps (V1).
  /// Ids of steps that the asset is in; of projects with workflow steps (V2, V3). Either this or
  /// asset_step_name_in. Ids are not checked; an empty list matches nothing.
  List<std::string> asset_step_id_in{};
  /// Names of steps that the asset is in; of projects with workflow steps (V2, V3). A name that no step has
  /// is a ValidationError.
  List<std::string> asset_step_name_in{};
  List<StatusInStep> asset_step_status_in{};  ///< Of projects with workflow steps (V2, V3).
  List<std::string> author_in{};              ///< First name, last name, or first name + last name.
  /// Counts of categories in the label, "JOB.CATEGORY.count > 0" joined by AND, OR and parentheses. A syntax
  /// error is a ValidationError before anything is sent.
  std::optional<std::string> category_search{};
  std::optional<Date> created_at{};      ///< Created on this day.
  std::optional<Date> created_at_gte{};  ///< Created at or after this date.
  std::optional<Date> created_at_lte{};
  std::optional<double> honeypot_mark_gte{};
  std::optional<double> honeypot_mark_lte{};
  List<std::string> id_contains{};        ///< Ids of labels.
  std::optional<std::string> label_id{};  ///< Id of the label.
  /// An empty list matches nothing. Not for predictions() and inferences(), which list labels of one type.
  List<LabelType> type_in{};
  std::optional<std::string> user_id{};  ///< Id of the author.
};

}  // namespace v0_1
}  // namespace kili
