#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "sandbox/store/dates.hpp"

namespace kili::sandbox {

inline constexpr std::array<std::string_view, 5> asset_statuses{"TODO", "ONGOING", "LABELED", "TO_REVIEW",
                                                                "REVIEWED"};
/// In the order of StepState, which databases keep: new ones go to the end.
inline constexpr std::array<std::string_view, 8> step_statuses{
    "TO_DO", "DOING", "PARTIALLY_DONE", "REDO", "DONE", "SKIPPED", "IN_PROGRESS", "REWORK"};

enum class AssetState : std::uint8_t {
  todo,
  ongoing,
  labeled,
  to_review,
  reviewed
};

enum class StepState : std::uint8_t {
  to_do,
  doing,
  partially_done,
  redo,
  done,
  skipped,
  in_progress,
  rework
};

/// The state under its present name: DOING is called IN_PROGRESS now, and REDO is called REWORK.
[[nodiscard]] constexpr StepState present_name(StepState state) noexcept {
  if (state == StepState::doing) return StepState::in_progress;
  return state == StepState::redo ? StepState::rework : state;
}
/// The name that a service before 26.2 has for the state.
[[nodiscard]] constexpr StepState former_name(StepState state) noexcept {
  if (state == StepState::in_progress) return StepState::doing;
  return state == StepState::rework ? StepState::redo : state;
}

struct User {
  std::string email;
  std::string firstname;
  std::string id;
  std::string lastname;
  bool activated = true;
  std::string organization_role = "USER";  ///< Or ADMIN.
};

struct Label {
  std::string annotations;  ///< JSON text, an array in the form of the schema; empty: none.
  User author;
  Milliseconds created_at = 0;
  std::optional<double> consensus_mark;
  std::optional<double> honeypot_mark;
  std::string id;
  std::optional<double> inference_mark;
  /// Given by a fixture; nothing: the newest DEFAULT or REVIEW label of its step is the last one.
  std::optional<bool> is_last_for_step;
  bool is_latest_for_user = true;
  bool is_sent_back_to_queue = false;
  std::string json_response = "{}";
  std::string label_type = "DEFAULT";
  std::string labeler;  ///< Email, for the filters labelerIn and labelerNotIn.
  std::optional<std::string> model_name;
  std::string referenced_label_id;  ///< Empty: none.
  std::string reviewer;             ///< Email or empty.
  std::optional<double> seconds_to_label;
  bool skipped = false;
  std::string step_id;  ///< Of the project's steps; empty: unknown.
};

struct Issue {
  std::string author_id;  ///< Empty: unknown.
  Milliseconds created_at = 0;
  std::string id;
  std::optional<int> issue_number;
  std::string label_id;                   ///< Empty: none.
  std::optional<std::string> object_mid;  ///< The object of the label.
  std::string status = "OPEN";
  std::optional<std::string> text;
  std::string type = "ISSUE";
  Milliseconds updated_at = 0;
};

/// Rarely used members, stored separately so that most assets stay small.
struct AssetDetails {
  std::vector<std::string> assignees;  ///< Ids of users.
  std::optional<double> consensus_mark;
  std::string geospatial_export_metadata;  ///< JSON text; empty: null.
  std::optional<double> honeypot_mark;
  std::optional<double> inference_mark;
  std::vector<Issue> issues;
  std::string json_content;
  std::string json_metadata = "{}";
  std::vector<Label> labels;
  std::optional<std::string> ocr_metadata;
  std::string page_resolutions;  ///< JSON text; empty: null.
  std::string resolution;        ///< JSON text; empty: null.
  std::string skip_reason;
  std::vector<std::string> to_be_labeled_by;  ///< Ids or emails of users.
};

/// An asset. Kept small, for projects with a million assets: no JSON, no empty containers.
struct Asset {
  Asset() = default;
  Asset(const Asset& other);
  Asset(Asset&&) noexcept = default;
  Asset& operator=(const Asset& other);
  Asset& operator=(Asset&&) noexcept = default;
  ~Asset() = default;

  /// The details, or the defaults when there are none.
  [[nodiscard]] const AssetDetails& details() const;
  /// The details, created on first use.
  AssetDetails& edit_details();

  std::string id;
  std::string external_id;
  std::string content;
  Milliseconds created_at = 0;
  Milliseconds updated_at = 0;
  std::int64_t sequence = 0;  ///< Order of creation over all projects.
  std::unique_ptr<AssetDetails> extra;
  std::int32_t priority = 0;
  std::uint32_t project = 0;  ///< Index in the store's list of projects.
  AssetState status = AssetState::todo;
  StepState step_status = StepState::to_do;
  std::uint8_t step = 0;  ///< Index in the steps of the project.
  bool is_honeypot = false;
  bool is_used_for_consensus = false;
  bool skipped = false;
};

/// A step of a workflow. Its name is unique within its group.
struct ProjectStep {
  std::vector<std::string> assignees;  ///< Ids of users.
  std::string id;
  std::string name;
  std::string send_back_step_id;  ///< Empty: assets go back to the first labeling step of the group.
  std::string step_group_id;      ///< Empty: none, as in workflows V1 and V2.
  std::string type = "DEFAULT";   ///< Or REVIEW.
};

/// A group of steps of a workflow V3.
struct StepGroup {
  std::string id;
  std::string name;
};

/// The steps of a project that none are given for.
[[nodiscard]] std::vector<ProjectStep> default_steps();

struct ProjectInfo {
  Milliseconds created_at = 0;
  std::vector<std::string> data_connections;  ///< Ids.
  std::string description;
  std::string id;
  std::string input_type = "IMAGE";
  std::string json_interface = R"({"jobs":{}})";
  /// What else is known of the project, by the name of the field in the schema: `archived`, `reviewCoverage`
  /// ...
  nlohmann::json settings = nlohmann::json::object();
  std::vector<StepGroup> step_groups;
  std::vector<ProjectStep> steps = default_steps();  ///< At least one.
  std::string title;
  Milliseconds updated_at = 0;
  std::string workflow_version = "V1";

  /// Whether the setting of that name is true.
  [[nodiscard]] bool is_set(const char* name) const { return settings.value(name, false); }
};

/// A user in a project.
struct Member {
  bool activated = true;
  bool deleted = false;
  std::string id;
  std::string project_id;
  std::string role = "LABELER";  ///< Or ADMIN, TEAM_MANAGER, REVIEWER.
  bool starred = false;
  std::string status = "ACTIVATED";  ///< Or ORG_ADMIN, ORG_SUSPENDED.
  std::string user_id;
};

/// A label of the organisation for its projects.
struct Tag {
  std::vector<std::string> checked_for_projects;  ///< Ids.
  std::string color = "#888888";
  std::string id;
  std::string label;
};

/// default_steps(), for projects of the legacy workflow, which have none.
[[nodiscard]] const std::vector<ProjectStep>& first_steps();

/// The step that an asset of the project is in.
[[nodiscard]] inline const ProjectStep& step_of(const ProjectInfo& project, const Asset& asset) {
  const std::vector<ProjectStep>& steps = project.steps.empty() ? first_steps() : project.steps;
  return steps[asset.step < steps.size() ? asset.step : 0];
}
/// Name of the group of a step, empty when it is in none.
[[nodiscard]] std::string_view group_name_of(const ProjectInfo& project, const ProjectStep& step);

struct Notification {
  Milliseconds created_at = 0;
  std::string id;
  std::string message;
  std::string project_id;
  std::string status = "PENDING";
  std::string user_id;
};

/// Index of `name` in a list of names.
template <std::size_t size>
[[nodiscard]] std::optional<std::size_t> index_of(const std::array<std::string_view, size>& names,
                                                  std::string_view name) {
  for (std::size_t i = 0; i < size; ++i) {
    if (names[i] == name) return i;
  }
  return std::nullopt;
}

}  // namespace kili::sandbox
