#pragma once

/// @file
/// Which assets a call reads (specification: `assets`, `count_assets`; section "Parameters").

#include <optional>
#include <string>

#include "kili/date.hpp"
#include "kili/enums.hpp"
#include "kili/json.hpp"
#include "kili/list.hpp"

namespace kili {
inline namespace v0_1 {

/// A step of a workflow, by its id, and a status of assets in it.
struct StepIdAndStatus {
  std::string id{};
  StatusInStep status = StatusInStep::to_do;

  friend bool operator==(const StepIdAndStatus&, const StepIdAndStatus&) = default;
};

/// A step of a workflow, by its name, and a status of assets in it. In a project with groups of steps the
/// name stands for the step of that name in every group.
struct StepNameAndStatus {
  std::string name{};
  StatusInStep status = StatusInStep::to_do;

  friend bool operator==(const StepNameAndStatus&, const StepNameAndStatus&) = default;
};

/// Filters of `assets()` and `count_assets()`. An absent member does not filter; neither does an empty list.
/// Filters on `label_*` keep an asset as soon as one label matches all of them. Dates are text,
/// "YYYY-MM-DD" or ISO 8601, or time points of `std::chrono::system_clock`. Marks are in 0..1; 0.0 is a
/// value.
struct AssetFilters {
  std::optional<std::string> asset_id{};  ///< Internal id of the asset.
  List<std::string> asset_id_in{};
  List<std::string> asset_id_not_in{};
  List<std::string> assignee_in{};  ///< Ids of users one of whom is assigned.
  List<std::string> assignee_not_in{};
  std::optional<double> consensus_mark_gt{};  ///< Deprecated: consensus_mark_gte.
  std::optional<double> consensus_mark_gte{};
  std::optional<double> consensus_mark_lt{};  ///< Deprecated: consensus_mark_lte.
  std::optional<double> consensus_mark_lte{};
  std::optional<Date> created_at_gte{};  ///< Imported at or after this date.
  std::optional<Date> created_at_lte{};
  List<std::string> external_id_contains{};     ///< Deprecated: external_id_strictly_in.
  List<std::string> external_id_in{};           ///< External id contains one of these.
  List<std::string> external_id_strictly_in{};  ///< External id is one of these.
  /// Names of groups of steps; an asset matches when its step is in one of them. Of projects with groups of
  /// steps (V3), on services from 26.2 on. A name that no group has matches nothing.
  List<std::string> group_name_in{};
  List<std::string> group_name_not_in{};     ///< As group_name_in.
  std::optional<double> honeypot_mark_gt{};  ///< Deprecated: honeypot_mark_gte.
  std::optional<double> honeypot_mark_gte{};
  std::optional<double> honeypot_mark_lt{};  ///< Deprecated: honeypot_mark_lte.
  std::optional<double> honeypot_mark_lte{};
  std::optional<double> inference_mark_gte{};  ///< Human/model IoU.
  std::optional<double> inference_mark_lte{};
  std::optional<IssueStatus> issue_status{};
  std::optional<IssueType> issue_type{};
  List<std::string> label_author_in{};  ///< First name, last name, or first name + last name.
  /// Counts of categories in a label, "JOB.CATEGORY.count > 0" joined by AND, OR and parentheses (section
  /// "How to filter based on label categories"). A syntax error is a ValidationError before anything is sent.
  std::optional<std::string> label_category_search{};
  std::optional<double> label_consensus_mark_gt{};  ///< Deprecated: label_consensus_mark_gte.
  std::optional<double> label_consensus_mark_gte{};
  std::optional<double> label_consensus_mark_lt{};  ///< Deprecated: label_consensus_mark_lte.
  std::optional<double> label_consensus_mark_lte{};
  std::optional<Date> label_created_at{};
  std::optional<Date> label_created_at_gt{};  ///< Deprecated: label_created_at_gte.
  std::optional<Date> label_created_at_gte{};
  std::optional<Date> label_created_at_lt{};  ///< Deprecated: label_created_at_lte.
  std::optional<Date> label_created_at_lte{};
  std::optional<double> label_honeypot_mark_gt{};  ///< Deprecated: label_honeypot_mark_gte.
  std::optional<double> label_honeypot_mark_gte{};
  std::optional<double> label_honeypot_mark_lt{};  ///< Deprecated: label_honeypot_mark_lte.
  std::optional<double> label_honeypot_mark_lte{};
  List<std::string> label_labeler_in{};
  List<std::string> label_labeler_not_in{};
  List<std::string> label_reviewer_in{};
  List<std::string> label_reviewer_not_in{};
  List<LabelType> label_type_in{};
  Json metadata_where{};  ///< {key: value}, {key: [any, of]}, {key: [low, high]}; null: absent.
  std::optional<bool> skipped{};
  List<AssetStatus> status_in{};  ///< Of projects without workflow steps (V1).
  /// Pairs of which an asset matches at least one. Of projects with workflow steps (V2, V3), on services from
  /// 26.2 on, as are all filters by pairs. Either this or step_name_and_status_in.
  List<StepIdAndStatus> step_id_and_status_in{};
  List<StepIdAndStatus> step_id_and_status_not_in{};  ///< Pairs of which an asset matches none.
  /// Ids of steps; of projects with workflow steps (V2, V3). Either this or step_name_in. Ids are not
  /// checked.
  List<std::string> step_id_in{};
  List<std::string> step_id_not_in{};  ///< As step_id_in; either this or step_name_not_in.
  /// As step_id_and_status_in, with names of steps. A name that no step has is a ValidationError.
  List<StepNameAndStatus> step_name_and_status_in{};
  List<StepNameAndStatus> step_name_and_status_not_in{};  ///< Pairs of which an asset matches none.
  /// Names of steps; of projects with workflow steps (V2, V3). In a project with groups of steps (V3) a name
  /// stands for the step of that name in every group; group_name_in narrows it down. A name that no step has
  /// is a ValidationError.
  List<std::string> step_name_in{};
  List<std::string> step_name_not_in{};     ///< As step_name_in.
  List<StatusInStep> step_status_in{};      ///< Of projects with workflow steps (V2, V3).
  List<StatusInStep> step_status_not_in{};  ///< Of projects with workflow steps (V2, V3).
  std::optional<Date> updated_at_gte{};
  std::optional<Date> updated_at_lte{};
};

}  // namespace v0_1
}  // namespace kili
