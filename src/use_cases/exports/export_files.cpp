#include "use_cases/exports/export_files.hpp"

#include <optional>
#include <utility>

#include "exports/coco_files.hpp"
#include "exports/geojson_files.hpp"
#include "exports/kili_files.hpp"
#include "exports/pascal_voc_files.hpp"
#include "exports/spool.hpp"
#include "exports/training_sets.hpp"
#include "exports/yolo_files.hpp"

namespace kili::use_cases {

namespace {

YoloVersion yolo_version_of(ExportFormat format) noexcept {
  switch (format) {
    case ExportFormat::yolo_v4:
      return YoloVersion::v4;
    case ExportFormat::yolo_v5:
      return YoloVersion::v5;
    case ExportFormat::yolo_v7:
      return YoloVersion::v7;
    default:
      return YoloVersion::v8;
  }
}

std::optional<labels::TrainingSets> sets_of(const ExportLabels& arguments) {
  if (!arguments.training_split) return std::nullopt;
  return labels::TrainingSets(*arguments.training_split);
}

std::unique_ptr<labels::AssetFiles> yolo_files(const ExportLabels& arguments, const ExportedProject& project,
                                               ExportWorkspace& workspace, labels::Losses& losses) {
  labels::YoloExtras extras{.video_metadata = project.ontology.is_video()};
  extras.sets = sets_of(arguments);
  extras.spools = workspace.folder();
  if (!arguments.with_assets) extras.remote_assets = std::make_unique<labels::Spool>(workspace.folder());
  const YoloOptions options{.merged = arguments.layout == ExportLayout::merged,
                            .version = yolo_version_of(*arguments.fmt)};
  return std::make_unique<labels::YoloFiles>(project.ontology, options, workspace.sink(), losses,
                                             std::move(extras));
}

std::unique_ptr<labels::AssetFiles> coco_files(const ExportLabels& arguments, const ExportedProject& project,
                                               ExportWorkspace& workspace, labels::Losses& losses) {
  const CocoOptions options{
      .holes = arguments.masks == ExportMasks::polygons ? CocoHoles::polygons : CocoHoles::run_lengths,
      .merged = arguments.layout == ExportLayout::merged,
      .title = project.title};
  return std::make_unique<labels::CocoFiles>(project.ontology, options, arguments.annotation_modifier,
                                             sets_of(arguments), workspace.folder(), workspace.sink(),
                                             losses);
}

std::unique_ptr<labels::AssetFiles> kili_files(const ExportLabels& arguments, const ExportedProject& project,
                                               ExportWorkspace& workspace, labels::Losses& losses) {
  labels::KiliFilesOptions options{.names = &workspace.names_of_records(),
                                   .pixels = !arguments.normalized_coordinates.value_or(false),
                                   .pixel_labeling = project.has_pixel_labeling};
  if (arguments.single_file) options.single_file = std::make_unique<labels::Spool>(workspace.folder());
  return std::make_unique<labels::KiliFiles>(project.ontology, std::move(options), workspace.sink(), losses);
}

}  // namespace

std::string media_folder_of(ExportFormat format) {
  switch (format) {
    case ExportFormat::kili:
    case ExportFormat::raw:
      return "assets";
    case ExportFormat::coco:
      return "data";
    default:
      return "images";
  }
}

std::unique_ptr<labels::AssetFiles> files_of_format(const ExportLabels& arguments,
                                                    const ExportedProject& project,
                                                    ExportWorkspace& workspace, labels::Losses& losses) {
  switch (*arguments.fmt) {
    case ExportFormat::coco:
      return coco_files(arguments, project, workspace, losses);
    case ExportFormat::geojson:
      return std::make_unique<labels::GeoJsonFiles>(project.ontology, GeoJsonOptions{}, workspace.sink(),
                                                    losses);
    case ExportFormat::kili:
    case ExportFormat::raw:
      return kili_files(arguments, project, workspace, losses);
    case ExportFormat::pascal_voc:
      return std::make_unique<labels::PascalVocFiles>(project.ontology, List<std::string>{}, workspace.sink(),
                                                      losses);
    default:
      return yolo_files(arguments, project, workspace, losses);
  }
}

}  // namespace kili::use_cases
