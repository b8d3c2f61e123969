#include "use_cases/exports/export_checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <system_error>

#include "exports/coco_objects.hpp"
#include "exports/pascal_voc_objects.hpp"
#include "exports/yolo_files.hpp"
#include "kili/errors.hpp"
#include "kili/exports/errors.hpp"
#include "support/shown_text.hpp"
#include "use_cases/argument_checks.hpp"

namespace kili::use_cases {

namespace {

[[noreturn]] void refuse_options(ExportFormat format, std::string_view what) {
  throw NotCompatibleOptionsError(fmt::format("{} {}", to_string(format), what));
}

bool is_whole_file_format(ExportFormat format) { return is_kili(format) || format == ExportFormat::coco; }

bool is_merged_alone(ExportFormat format) {
  return format == ExportFormat::pascal_voc || format == ExportFormat::geojson;
}

void check_coordinates(ExportFormat format, const std::optional<bool>& normalized) {
  if (!normalized) return;
  if (format == ExportFormat::geojson)
    refuse_options(format, "has longitudes and latitudes; leave normalized_coordinates out");
  if (is_yolo(format) && !*normalized)
    refuse_options(format, "has fractions of the image; leave normalized_coordinates out");
  if ((format == ExportFormat::coco || format == ExportFormat::pascal_voc) && *normalized)
    refuse_options(format, "has pixels; leave normalized_coordinates out");
}

void check_options(const ExportLabels& arguments) {
  const ExportFormat format = *arguments.fmt;
  if (arguments.single_file && !is_whole_file_format(format))
    refuse_options(format, "has a file for each image; leave single_file out");
  if (arguments.layout != ExportLayout::merged && is_merged_alone(format))
    refuse_options(format, "has all jobs together; give ExportLayout::merged as layout");
  check_coordinates(format, arguments.normalized_coordinates);
  if (arguments.annotation_modifier && format != ExportFormat::coco)
    refuse_options(format, "takes no annotation_modifier; it is for coco alone");
}

void check_assets(const ExportLabels& arguments) {
  if (arguments.asset_ids.has_elements() && arguments.external_ids.has_elements()) {
    throw IncompatibleArgumentsError(
        "asset_ids and external_ids are given together; name the assets by one of them");
  }
  check_texts("asset_ids", arguments.asset_ids);
  check_texts("external_ids", arguments.external_ids);
  if (!arguments.asset_filter_kwargs) return;
  const AssetFilters& filters = *arguments.asset_filter_kwargs;
  if (filters.label_type_in.has_elements()) {
    throw IncompatibleArgumentsError(
        "asset_filter_kwargs.label_type_in is given; give label_type_in of the export instead");
  }
  const bool names_assets = arguments.asset_ids.has_elements() || arguments.external_ids.has_elements();
  if (names_assets && (filters.asset_id_in.has_elements() || filters.asset_id)) {
    throw IncompatibleArgumentsError(
        "asset_filter_kwargs names assets by id beside asset_ids or external_ids; name them once");
  }
}

void check_target(const ExportLabels& arguments) {
  if (arguments.filename.empty())
    throw ValidationError("filename is empty; give the path of the archive or folder to write");
  if (arguments.filename.native().find('\0') != std::string::npos) {
    throw ValidationError(
        fmt::format("filename {} has a zero byte, where the operating system would cut it off; leave it out",
                    support::shown_path(arguments.filename.string())));
  }
  std::error_code ignored;
  const bool is_folder = std::filesystem::is_directory(arguments.filename, ignored);
  if (arguments.container == ExportContainer::archive) {
    if (!is_folder) return;
    throw ValidationError(fmt::format("filename {} is a folder; give the path of the archive to write",
                                      support::shown_path(arguments.filename.string())));
  }
  if (!std::filesystem::exists(std::filesystem::symlink_status(arguments.filename, ignored))) return;
  if (is_folder && std::filesystem::is_empty(arguments.filename, ignored)) return;
  throw ValidationError(fmt::format("filename {} exists; give the path of a new folder",
                                    support::shown_path(arguments.filename.string())));
}

void check_split(const TrainingSplit& split) {
  check_text("training_split.seed", split.seed);
  double sum = 0;
  for (const double share : {split.train, split.validation, split.test}) {
    if (!std::isfinite(share) || share < 0 || share > 1)
      throw ValidationError(fmt::format("training_split: the share {} is not between 0 and 1", share));
    sum += share;
  }
  if (sum <= 0) throw ValidationError("training_split: all shares are 0; give at least one");
}

using IsSuited = bool (*)(const JobInterface&);

/// Tells which jobs the format can express; null: all of them.
IsSuited suited_jobs(ExportFormat format) noexcept {
  if (format == ExportFormat::coco) return labels::is_suited_to_coco;
  if (format == ExportFormat::pascal_voc) return labels::is_suited_to_pascal_voc;
  return is_yolo(format) ? labels::is_suited_to_yolo : nullptr;
}

bool has_job(const ExportedProject& project, IsSuited is_suited) {
  return std::ranges::any_of(project.ontology.jobs(), is_suited);
}

}  // namespace

bool is_yolo(ExportFormat format) noexcept {
  return format == ExportFormat::yolo_v4 || format == ExportFormat::yolo_v5 ||
         format == ExportFormat::yolo_v7 || format == ExportFormat::yolo_v8;
}

bool is_kili(ExportFormat format) noexcept {
  return format == ExportFormat::kili || format == ExportFormat::raw;
}

void check_export_arguments(const ExportLabels& arguments) {
  check_given("project_id", arguments.project_id);
  if (!arguments.fmt) throw MissingArgumentError("fmt is not given; give the format of the export");
  check_target(arguments);
  check_options(arguments);
  check_assets(arguments);
  if (arguments.training_split) check_split(*arguments.training_split);
}

void check_exported_project(const ExportLabels& arguments, const ExportedProject& project) {
  const ExportFormat format = *arguments.fmt;
  const InputType type = project.ontology.input_type();
  const bool has_images = type == InputType::image || project.ontology.is_video();
  const bool may_have_places = type == InputType::image || type == InputType::geospatial;
  if (!is_kili(format) && !(format == ExportFormat::geojson ? may_have_places : has_images)) {
    throw NotCompatibleInputTypeError(
        fmt::format("a project of type {} cannot be exported as {}; export it as kili", to_string(type),
                    to_string(format)));
  }
  if (format == ExportFormat::geojson && project.has_pixel_labeling) {
    throw NotCompatibleInputTypeError(
        "the project is labeled in pixels of its images, which geojson does not have; export it as kili");
  }
  if (arguments.with_assets && project.has_data_connections) {
    throw NotCompatibleOptionsError(
        "the media of the project lie in a cloud storage of its own and cannot be downloaded; give "
        "with_assets false");
  }
}

std::string missing_job(ExportFormat format, const ExportedProject& project) {
  const auto is_suited = suited_jobs(format);
  if (is_suited == nullptr || has_job(project, is_suited)) return {};
  if (format == ExportFormat::coco) return "the project has no job that detects objects with boxes or masks";
  if (format == ExportFormat::pascal_voc) return "the project has no job that detects objects with boxes";
  return "the project has no job that detects objects with boxes, polygons and masks alone";
}

std::vector<std::string> jobs_without_place(ExportFormat format, const ExportedProject& project) {
  std::vector<std::string> names;
  const auto is_suited = suited_jobs(format);
  if (is_suited == nullptr) return names;
  for (const JobInterface& job : project.ontology.jobs()) {
    if (!is_suited(job)) names.push_back(job.name());
  }
  return names;
}

}  // namespace kili::use_cases
