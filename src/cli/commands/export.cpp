#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/commands/commands.hpp"
#include "cli/exit_codes.hpp"
#include "cli/filters.hpp"
#include "kili/errors.hpp"

namespace kili::cli {
namespace {

struct ExportOptions {
  ExportLabels arguments{};
  AssetFilters filters{};
  std::vector<std::string> asset_ids{};
  std::vector<std::string> external_ids{};
  std::string fmt{};
  bool folder = false;
  bool merged = false;
  bool no_assets = false;
  ProjectChoice project{};
  std::string type = "latest_from_last_step";
};

int export_labels(Session& session, const ExportOptions& options) {
  ExportLabels arguments = options.arguments;
  arguments.asset_filter_kwargs = options.filters;
  if (arguments.asset_filter_kwargs->label_type_in.has_elements()) {
    arguments.label_type_in = std::exchange(arguments.asset_filter_kwargs->label_type_in, {});
  }
  if (!has_filters(*arguments.asset_filter_kwargs)) arguments.asset_filter_kwargs.reset();
  if (!options.asset_ids.empty()) arguments.asset_ids = options.asset_ids;
  if (!options.external_ids.empty()) arguments.external_ids = options.external_ids;
  arguments.container = options.folder ? ExportContainer::folder : ExportContainer::archive;
  arguments.disable_tqdm = true;
  arguments.export_type = from_string<ExportType>(options.type);
  arguments.fmt = from_string<ExportFormat>(options.fmt);
  // Formats that have nothing else.
  const bool is_always_merged =
      arguments.fmt == ExportFormat::geojson || arguments.fmt == ExportFormat::pascal_voc;
  arguments.layout = options.merged || is_always_merged ? ExportLayout::merged : ExportLayout::split;
  arguments.project_id = options.project.id(session);
  arguments.with_assets = !options.no_assets;
  const ExportReport report = session.client().export_labels(arguments, session.call());
  RecordWriter writer(session.output(), {"path", "assets", "labels", "mediaFiles", "losses"});
  writer.add({{"assets", report.assets},
              {"labels", report.labels},
              {"losses", report.loss_count},
              {"mediaFiles", report.media_files},
              {"path", report.path.string()},
              {"written", report.written}});
  writer.finish();
  if (report.written && report.labels == 0 && !arguments.label_type_in.has_elements()) {
    session.note(
        "no labels of people were found (types DEFAULT and REVIEW); --label-type-in PREDICTION exports what "
        "models have predicted");
  }
  constexpr std::size_t most = 20;
  for (std::size_t i = 0; i < report.losses.size() && i < most; ++i) {
    session.note("left out: " + report.losses[i].sentence);
  }
  if (report.loss_count > most) {
    session.note("left out: " + std::to_string(report.loss_count - most) +
                 " more, all of them in losses.kili.jsonl of the export");
  }
  return report.written ? exit_code::ok : exit_code::incomplete;
}

}  // namespace

void add_export_command(CLI::App& program, Action& chosen) {
  const auto options = std::make_shared<ExportOptions>();
  CLI::App* const command = program.add_subcommand("export", "Writes labels as files for training");
  command->add_option("filename", options->arguments.filename, "Archive, or folder, to write")
      ->type_name("PATH")
      ->required();
  options->project.add_to(*command);
  command->add_option("--fmt", options->fmt, "Format of the labels")
      ->required()
      ->check(CLI::IsMember(
          {"coco", "geojson", "kili", "pascal_voc", "raw", "yolo_v4", "yolo_v5", "yolo_v7", "yolo_v8"}));
  command->add_option("--export-type", options->type, "Which labels of an asset")
      ->check(CLI::IsMember({"latest", "latest_from_all_steps", "latest_from_last_step", "normal"}));
  command->add_flag("--folder", options->folder, "Writes a folder instead of an archive");
  command->add_flag("--merged", options->merged,
                    "All jobs together instead of a folder for each; geojson and pascal_voc always are");
  command->add_flag("--single-file", options->arguments.single_file, "Kili's own format as one file");
  command->add_flag("--no-assets", options->no_assets, "Without the media");
  command->add_flag("--fail-on-loss", options->arguments.fail_on_loss,
                    "Writes nothing when something would be left out");
  command->add_option("--asset-ids", options->asset_ids, "Id of an asset; may be repeated")
      ->type_name("ID")
      ->allow_extra_args(false);
  command->add_option("--external-ids", options->external_ids, "External id of an asset; may be repeated")
      ->type_name("EXTERNAL_ID")
      ->allow_extra_args(false);
  add_filters(*command, options->filters);
  command->callback([options, &chosen] {
    chosen = [options](Session& session) { return export_labels(session, *options); };
  });
}

}  // namespace kili::cli
