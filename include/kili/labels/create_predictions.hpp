#pragma once

/// @file
/// Arguments of `Client::create_predictions()`.

#include <cstddef>
#include <optional>
#include <string>

#include "kili/labels/new_label.hpp"
#include "kili/list.hpp"

namespace kili {
inline namespace v0_1 {

/// Predictions to create, as parallel arrays. The assets are named by one of `asset_id_array` and
/// `external_id_array`.
struct CreatePredictions {
  List<std::string> asset_id_array{};
  /// Whether the answers are checked against the interface of the project before they are sent:
  /// costs one request.
  bool check_ontology = true;
  /// Hides the progress bar that is shown on a terminal.
  std::optional<bool> disable_tqdm{};
  List<std::string> external_id_array{};
  /// The predictions: Json, JSON text or ParsedLabel.
  List<LabelResponse> json_response_array{};
  /// Name of the model that made them. Needed, unless `model_name_array` has it.
  std::optional<std::string> model_name{};
  /// Deprecated: one and the same name for each prediction.
  List<std::string> model_name_array{};
  /// Removes the predictions of the same model on these assets first.
  bool overwrite = false;
};

/// How a range of `NewLabel` becomes predictions; see the members of the same names of CreatePredictions.
struct PredictionSettings {
  bool check_ontology = true;
  std::optional<bool> disable_tqdm{};
  std::string model_name{};
  bool overwrite = false;
};

/// Result of create_predictions().
struct CreatedPredictions {
  /// How many were created.
  std::size_t count = 0;
  /// Id of the project.
  std::string id{};
};

}  // namespace v0_1
}  // namespace kili
