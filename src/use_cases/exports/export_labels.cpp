#include "use_cases/exports/export_labels.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "exports/asset_files.hpp"
#include "exports/training_sets.hpp"
#include "kili/exports/errors.hpp"
#include "support/call_progress.hpp"
#include "support/dates.hpp"
#include "support/json_lookup.hpp"
#include "use_cases/assets/listing/asset_listing.hpp"
#include "use_cases/assets/listing/filter_checks.hpp"
#include "use_cases/exports/annotation_files.hpp"
#include "use_cases/exports/export_checks.hpp"
#include "use_cases/exports/export_files.hpp"
#include "use_cases/exports/export_workspace.hpp"
#include "use_cases/exports/exported_project.hpp"
#include "use_cases/exports/geotiff.hpp"
#include "use_cases/exports/label_selection.hpp"
#include "use_cases/exports/loss_report.hpp"
#include "use_cases/named_assets.hpp"

namespace kili::use_cases {

namespace {

using nlohmann::json;

constexpr std::size_t many_media = 1000;

constexpr auto exported_fields = std::to_array<std::string_view>(
    {"resolution.height", "resolution.width", "pageResolutions.pageNumber", "pageResolutions.height",
     "pageResolutions.width", "pageResolutions.rotation", "id", "externalId", "content", "jsonContent",
     "jsonMetadata", "status"});

/// Answers that were not at their URLs. Noted by jobs, asked for by the thread of the call.
class MissingResponses {
 public:
  void note(const std::string& asset_id) {
    const std::scoped_lock lock(mutex_);
    ++counts_[asset_id];
  }
  [[nodiscard]] std::size_t take(const std::string& asset_id) {
    const std::scoped_lock lock(mutex_);
    const auto found = counts_.find(asset_id);
    if (found == counts_.end()) return 0;
    const std::size_t count = found->second;
    counts_.erase(found);
    return count;
  }

 private:
  std::unordered_map<std::string, std::size_t> counts_;
  std::mutex mutex_;
};

bool has_own_sets(ExportFormat format) noexcept { return format == ExportFormat::coco || is_yolo(format); }

[[noreturn]] void refuse_geotiff(ExportFormat format) {
  if (!is_kili(format)) {
    throw NotCompatibleOptionsError(
        fmt::format("images with longitudes and latitudes cannot be exported as {}; export them as kili or "
                    "geojson",
                    to_string(format)));
  }
  throw NotCompatibleOptionsError(
      "normalized_coordinates has no meaning for images with longitudes and latitudes; leave it out");
}

/// One export of a project whose arguments are checked.
class Export {
 public:
  Export(Resources resources, const ExportLabels& arguments, const ExportedProject& project,
         const support::CallContext& context)
      : resources_(std::move(resources)),
        arguments_(arguments),
        project_(project),
        context_(context),
        selection_(selection_of(arguments)),
        workspace_(arguments.filename, arguments.container, media_folder_of(*arguments.fmt),
                   [this] { context_.check(resources_.clock->now()); }),
        losses_(workspace_.folder()),
        files_(files_of_format(arguments, project, workspace_, losses_.losses())),
        annotation_files_(resources_, project.id, workspace_, context) {
    for (const auto& job : jobs_without_place(*arguments.fmt, project)) {
      labels::LossNotes(losses_.losses(), {.job = job})
          .add(fmt::format("its answers have no place in {}", to_string(*arguments.fmt)));
    }
    if (arguments.training_split && !has_own_sets(*arguments.fmt)) {
      sets_ = std::make_unique<labels::SetLists>(labels::TrainingSets(*arguments.training_split),
                                                 workspace_.folder());
    }
  }

  [[nodiscard]] ExportReport run(api::AssetQuery query) {
    const auto listing = list(std::move(query));
    const std::size_t total = listing->total();
    if (arguments_.export_type == ExportType::latest) {
      resources_.log.warn_deprecated(
          "export_type latest is deprecated by the service; give ExportType::latest_from_last_step");
    }
    if (arguments_.with_assets && total > many_media) {
      resources_.log.warn(fmt::format(
          "the media of {} assets are downloaded, which may take a while; give with_assets false to leave "
          "them out",
          total));
    }
    support::CallProgress progress(context_, resources_.clock, "Exporting labels", total,
                                   support::bar_unless(arguments_.disable_tqdm));
    for (listing->start(); !listing->at_end(); listing->advance()) {
      context_.check(resources_.clock->now());
      add(listing->current().json());
      progress.advance(1);
    }
    files_->finish();
    if (sets_) sets_->write({}, workspace_.sink());
    if (arguments_.fail_on_loss) losses_.check_none();
    losses_.write(workspace_.sink());
    workspace_.sink().add("README.kili.txt", readme());
    context_.check(resources_.clock->now());
    workspace_.commit();
    report_.loss_count = losses_.count();
    report_.losses = losses_.take_first();
    report_.path = arguments_.filename.lexically_normal();
    if (!report_.path.has_filename()) report_.path = report_.path.parent_path();
    report_.written = true;
    return std::move(report_);
  }

 private:
  [[nodiscard]] std::vector<std::string> fields() const {
    std::vector<std::string> fields(exported_fields.begin(), exported_fields.end());
    for (auto& field : label_fields_of(selection_)) fields.push_back(std::move(field));
    if (project_.ontology.input_type() == InputType::geospatial)
      fields.emplace_back("geospatialExportMetadata");
    return fields;
  }

  [[nodiscard]] std::unique_ptr<AssetListing> list(api::AssetQuery query) {
    AssetsArguments listing{.disable_tqdm = true,
                            .download_media = arguments_.with_assets,
                            .fields = fields(),
                            .local_media_dir = workspace_.media_folder()};
    auto assets = std::make_unique<AssetListing>(resources_, std::move(query), std::move(listing), context_);
    assets->on_missing_response([this](const std::string& asset_id) { missing_.note(asset_id); });
    return assets;
  }

  void add(const json& listed) {
    json record = listed;
    const std::size_t labels = select_labels(record, selection_);
    const std::size_t missing = missing_.take(support::text_or_empty(record, "id"));
    if (labels == 0) return drop_media(record);
    const std::string external_id = support::text_or_empty(record, "externalId");
    const labels::LossNotes notes(losses_.losses(), {.external_id = external_id});
    // Labels that are not selected may be the ones.
    for (std::size_t i = 0; i < std::min(missing, count_without_answers(record, selection_)); ++i)
      notes.add("the answers of a label are not at their URL; it is exported without");
    if (!has_usual_places(record, notes)) return drop_media(record);
    if (is_kili(*arguments_.fmt)) {
      put_media(record);
      report_.media_files += annotation_files_.add(record);
      files_->add(Asset(std::move(record)));
    } else {
      // The files of the format are named after those on disk.
      json media{{"content", record.value("content", json())},
                 {"jsonContent", record.value("jsonContent", json())}};
      files_->add(Asset(std::move(record)));
      put_media(media);
    }
    if (sets_) sets_->add(external_id, external_id);
    ++report_.assets;
    report_.labels += labels;
  }

  /// Whether the format can express where the labels are. @throws NotCompatibleOptionsError when the answer
  /// holds for the whole export.
  [[nodiscard]] bool has_usual_places(const json& record, const labels::LossNotes& notes) const {
    const ExportFormat format = *arguments_.fmt;
    if (project_.ontology.input_type() == InputType::geospatial) return true;
    const bool must_be_geographic = format == ExportFormat::geojson;
    const bool may_be_geographic = is_kili(format) && !arguments_.normalized_coordinates;
    if (may_be_geographic) return true;
    if (project_.ontology.input_type() != InputType::image) return true;
    const bool geographic = is_geotiff(record, resources_, context_);
    if (must_be_geographic && !geographic) notes.add("it has no longitudes and latitudes");
    if (!must_be_geographic && geographic) refuse_geotiff(format);
    return geographic == must_be_geographic;
  }

  /// Puts the media of a record into the export; the record then has their names there.
  void put_media(json& record) {
    for_each_medium(record, [this](json& path) {
      path = workspace_.add_media(path.get_ref<const std::string&>());
      ++report_.media_files;
    });
  }
  /// Removes the media of an asset that is not exported.
  void drop_media(json& record) const {
    for_each_medium(record,
                    [this](const json& path) { workspace_.drop_media(path.get_ref<const std::string&>()); });
  }
  /// Calls with the path of each file of the record that was downloaded.
  template <typename Use>
  void for_each_medium(json& record, const Use& use) const {
    if (!arguments_.with_assets) return;
    for (const char* field : {"content", "jsonContent"}) {
      const auto found = record.find(field);
      if (found == record.end()) continue;
      if (!found->is_array()) {
        if (is_downloaded(*found)) use(*found);
        continue;
      }
      for (auto& frame : *found) {
        if (is_downloaded(frame)) use(frame);
      }
    }
  }
  [[nodiscard]] bool is_downloaded(const json& path) const {
    return path.is_string() &&
           path.get_ref<const std::string&>().starts_with(workspace_.media_folder().string() + "/");
  }

  [[nodiscard]] std::string readme() const {
    return fmt::format(
        "Exported Labels from KILI\n=========================\n\n- Project name: {}\n- Project identifier: "
        "{}\n- Project description: {}\n- Export date: {}\n- Exported format: {}\n- Exported labels: {}\n",
        project_.title, project_.id, project_.description,
        support::compact_date_time(resources_.clock->wall_time()), to_string(*arguments_.fmt),
        to_string(arguments_.export_type));
  }

  Resources resources_;
  const ExportLabels& arguments_;
  const ExportedProject& project_;
  const support::CallContext& context_;
  LabelSelection selection_;
  ExportWorkspace workspace_;
  LossReport losses_;
  std::unique_ptr<labels::AssetFiles> files_;
  AnnotationFiles annotation_files_;
  std::unique_ptr<labels::SetLists> sets_;  ///< Null: none are asked for, or the format has its own.
  MissingResponses missing_;
  ExportReport report_;
};

}  // namespace

ExportReport ExportLabelsOfProject::run(const ExportLabels& arguments,
                                        const support::CallContext& context) const {
  check_export_arguments(arguments);
  AssetFilters filters = arguments.asset_filter_kwargs.value_or(AssetFilters{});
  filters.label_type_in = selection_of(arguments).types;
  check_filters(arguments.project_id, filters, resources_.log);
  const ExportedProject project = read_exported_project(resources_, arguments.project_id, context);
  check_exported_project(arguments, project);
  if (const std::string why = missing_job(*arguments.fmt, project); !why.empty()) {
    resources_.log.warn(fmt::format("{}; nothing is exported as {}", why, to_string(*arguments.fmt)));
    return {};
  }
  if (arguments.asset_ids.has_elements()) filters.asset_id_in = arguments.asset_ids;
  if (arguments.external_ids.has_elements())
    filters.asset_id_in = resolve_assets(resources_, project.id, *arguments.external_ids, context);
  return Export(resources_, arguments, project, context)
      .run({.filters = std::move(filters), .project_id = project.id});
}

}  // namespace kili::use_cases
