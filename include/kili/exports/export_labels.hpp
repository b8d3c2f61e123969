#pragma once

/// @file
/// Arguments and result of `Client::export_labels()`.

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kili/assets/asset_filters.hpp"
#include "kili/enums.hpp"
#include "kili/export.hpp"
#include "kili/exports/annotation_modifier.hpp"
#include "kili/exports/export_loss.hpp"
#include "kili/list.hpp"

namespace kili {
inline namespace v0_1 {

/// Format of exported labels (`fmt`).
enum class ExportFormat {
  coco,
  geojson,
  kili,
  pascal_voc,
  raw,  ///< As kili.
  yolo_v4,
  yolo_v5,
  yolo_v7,
  yolo_v8
};
/// Whether jobs are written apart (`layout`).
enum class ExportLayout {
  merged,  ///< All jobs together.
  split    ///< A folder for each job. Kili's own format has no such folders.
};
/// Which labels of an asset are exported (`export_type`).
enum class ExportType {
  latest,                 ///< Deprecated: latest_from_last_step. The latest label.
  latest_from_all_steps,  ///< The latest label of each labeler in each step.
  latest_from_last_step,  ///< The latest label of each labeler in the last step.
  normal                  ///< All labels.
};
/// What an export is written as.
enum class ExportContainer {
  archive,  ///< A ZIP archive.
  folder
};
/// How masks with holes are written in COCO.
enum class ExportMasks {
  polygons,    ///< As Kili does: each hole is a further polygon.
  run_lengths  ///< {"size": [height, width], "counts": [...]}, which pycocotools reads with their holes.
};

/// Word of the Python SDK, for example "yolo_v5" or "latest_from_last_step".
[[nodiscard]] KILI_EXPORT std::string_view to_string(ExportFormat value) noexcept;
[[nodiscard]] KILI_EXPORT std::string_view to_string(ExportLayout value) noexcept;
[[nodiscard]] KILI_EXPORT std::string_view to_string(ExportType value) noexcept;
template <>
KILI_EXPORT ExportFormat from_string<ExportFormat>(std::string_view word);
template <>
KILI_EXPORT ExportLayout from_string<ExportLayout>(std::string_view word);
template <>
KILI_EXPORT ExportType from_string<ExportType>(std::string_view word);

/// How assets are divided into sets to train, validate and test with. An asset is in the same set in every
/// export, on every machine: a hash of its external id decides.
struct TrainingSplit {
  std::string seed{};  ///< Another text gives another division.
  double test = 0.1;   ///< Share of the assets, 0 to 1; the shares are taken relative to their sum.
  double train = 0.8;
  double validation = 0.1;
};

/// What `export_labels()` exports, and how.
struct ExportLabels {
  /// Of COCO: changes each annotation before it is written.
  AnnotationModifier annotation_modifier{};
  /// Which assets are exported, beside `asset_ids`. `label_type_in` stands below.
  std::optional<AssetFilters> asset_filter_kwargs{};
  List<std::string> asset_ids{};  ///< Not given or empty: all assets.
  ExportContainer container = ExportContainer::archive;
  /// Hides the progress bar that is shown on a terminal.
  std::optional<bool> disable_tqdm{};
  ExportType export_type = ExportType::latest;
  /// Instead of `asset_ids`.
  List<std::string> external_ids{};
  /// Ends the export with ExportLossError, without a file, when something would be left out.
  bool fail_on_loss = false;
  /// Path of the archive, which is replaced when it exists, or of the folder, which must not exist or must be
  /// empty. Folders on the way are made. Needed.
  std::filesystem::path filename{};
  std::optional<ExportFormat> fmt{};  ///< Needed.
  /// Whether labels are exported that were sent back to the queue. Absent: true.
  std::optional<bool> include_sent_back_labels{};
  /// Types of the labels to export. Not given or empty: DEFAULT and REVIEW.
  List<LabelType> label_type_in{};
  ExportLayout layout = ExportLayout::split;
  ExportMasks masks = ExportMasks::polygons;
  /// Of Kili's own format. True: fractions alone. False and absent: pixels beside them, where the size of the
  /// image is known. YOLO has fractions only, COCO and Pascal VOC pixels only, GeoJSON neither.
  std::optional<bool> normalized_coordinates{};
  std::string project_id{};  ///< Needed.
  /// Kili's own format as one file, "data.json".
  bool single_file = false;
  /// Divides the assets: COCO has a file for each set ("labels_train.json"), YOLO lists of the images
  /// ("train.txt") that "data.yaml" names, the other formats lists of external ids.
  std::optional<TrainingSplit> training_split{};
  /// Downloads the media of the assets into the export.
  bool with_assets = true;
};

/// What was exported.
struct ExportReport {
  std::size_t assets = 0;  ///< Assets with labels in the export.
  std::size_t labels = 0;  ///< Their labels.
  /// Things that were left out. All are in the export, in "losses.kili.jsonl", one JSON object a line.
  std::size_t loss_count = 0;
  std::vector<ExportLoss> losses{};  ///< The first 1,000 of them.
  std::size_t media_files = 0;
  std::filesystem::path path{};  ///< What was written; empty when `written` is false.
  /// False when the project has no job that the format can express: nothing was written, with a warning.
  bool written = false;
};

}  // namespace v0_1
}  // namespace kili
