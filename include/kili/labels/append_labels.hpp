#pragma once

/// @file
/// Arguments of `Client::append_labels()`.

#include <cstdint>
#include <optional>
#include <string>

#include "kili/enums.hpp"
#include "kili/labels/new_label.hpp"
#include "kili/list.hpp"

namespace kili {
inline namespace v0_1 {

/// Labels to create, as parallel arrays. The assets are named by `asset_id_array`, or by
/// `asset_external_id_array` with `project_id`.
struct AppendLabels {
  List<std::string> asset_external_id_array{};
  List<std::string> asset_id_array{};
  /// Id of the author of each label. Not given: the owner of the API key.
  List<std::string> author_id_array{};
  /// Whether the answers are checked against the interface of the project before they are sent, where the
  /// call names the project: costs one request.
  bool check_ontology = true;
  /// Hides the progress bar that is shown on a terminal.
  std::optional<bool> disable_tqdm{};
  /// Name of the group of the step; with `step_name`, in workflow V3.
  std::optional<std::string> group_name{};
  /// The answers of each label: Json, JSON text or ParsedLabel.
  List<LabelResponse> json_response_array{};
  LabelType label_type = LabelType::default_;
  /// Name of the model that made the labels; needed for PREDICTION and INFERENCE.
  std::optional<std::string> model_name{};
  /// Of PREDICTION and INFERENCE: removes the labels of the same type and model on these assets first.
  bool overwrite = false;
  std::optional<std::string> project_id{};
  /// Of REVIEW: id of the label that each label reviews.
  List<std::string> reviewed_label_id_array{};
  /// How long it took to make each label, in seconds; 0 or more.
  List<std::int64_t> seconds_to_label_array{};
  /// Id of the step in which the labels are made. Service 26.2.
  std::optional<std::string> step_id{};
  /// Name of that step; with `group_name` where several groups have it. Service 26.2.
  std::optional<std::string> step_name{};
};

/// How a range of `NewLabel` is written; see the members of the same names of AppendLabels.
struct AppendLabelsSettings {
  bool check_ontology = true;
  std::optional<bool> disable_tqdm{};
  std::optional<std::string> group_name{};
  LabelType label_type = LabelType::default_;
  std::optional<std::string> model_name{};
  bool overwrite = false;
  std::optional<std::string> project_id{};
  std::optional<std::string> step_id{};
  std::optional<std::string> step_name{};
};

}  // namespace v0_1
}  // namespace kili
