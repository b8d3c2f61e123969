#include <CLI/CLI.hpp>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <type_traits>
#include <vector>

#include "cli/commands/commands.hpp"
#include "cli/exit_codes.hpp"
#include "cli/file_to_read.hpp"
#include "cli/option_names.hpp"
#include "kili/errors.hpp"
#include "kili/readers/coco_reader.hpp"
#include "kili/readers/geojson_reader.hpp"
#include "kili/readers/pascal_voc_reader.hpp"
#include "kili/readers/yolo_reader.hpp"

namespace kili::cli {
namespace {

using nlohmann::json;

struct PredictOptions {
  std::filesystem::path classes{};
  bool dry_run = false;
  std::string job{};
  bool no_check = false;
  PredictionSettings settings{};
  ProjectChoice project{};
  std::filesystem::path source{};
  std::string source_format = "jsonl";
};

[[noreturn]] void refuse_line(const std::string& file, std::size_t line, const std::string& what) {
  throw ValidationError(file + ", line " + std::to_string(line) + ": " + what);
}

/// Predictions of a file of JSON lines. They are read before anything is sent, so that a bad line is found
/// early.
std::vector<NewLabel> predictions_in(const std::filesystem::path& path) {
  const std::string name = path.string();
  std::ifstream stream = open_to_read(path, name, "give a file of JSON lines, or --source-format");
  std::vector<NewLabel> labels;
  std::size_t number = 0;
  for (std::string line; std::getline(stream, line);) {
    ++number;
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    Json value;
    try {
      value = Json::parse(line);
    } catch (const ValidationError& error) {
      refuse_line(name, number, error.what());
    }
    const auto* const object = value.ordered();
    if (object == nullptr || !object->is_object() || !object->contains("jsonResponse")) {
      refuse_line(name, number, "no jsonResponse; give {\"externalId\": ..., \"jsonResponse\": {...}}");
    }
    NewLabel label;
    label.json_response = Json(object->at("jsonResponse"));
    for (const auto& [key, target] :
         {std::pair{"externalId", &label.external_id}, {"assetId", &label.asset_id}}) {
      if (!object->contains(key)) continue;
      if (!object->at(key).is_string()) refuse_line(name, number, std::string(key) + ": not a text");
      *target = object->at(key).get<std::string>();
    }
    if (label.external_id.empty() == label.asset_id.empty()) {
      refuse_line(name, number, "one of externalId and assetId is needed");
    }
    labels.push_back(std::move(label));
  }
  require_read_to_end(stream, name);
  return labels;
}

std::vector<std::string> external_ids_of(Session& session, const std::string& project) {
  AssetsArguments arguments;
  arguments.disable_tqdm = true;
  arguments.fields = {"externalId"};
  std::vector<std::string> ids;
  for (const auto& asset : session.client().assets(project, {}, arguments, session.call())) {
    ids.emplace_back(asset.external_id());
  }
  return ids;
}

template <typename Reader, typename ReaderOptions>
std::vector<NewLabel> read_all(Session& session, const PredictOptions& options, const std::string& project,
                               const Ontology& ontology) {
  ReaderOptions settings;
  settings.external_ids = external_ids_of(session, project);
  if (!options.job.empty()) settings.job = options.job;
  if constexpr (std::is_same_v<Reader, YoloReader>) settings.classes = options.classes;
  Reader reader(options.source, ontology, settings);
  std::vector<NewLabel> labels;
  for (const NewLabel& label : reader) labels.push_back(label);
  constexpr std::size_t most = 20;
  const auto& skipped = reader.skipped();
  for (std::size_t i = 0; i < skipped.size() && i < most; ++i)
    session.errors().say("left out: " + skipped[i]);
  if (skipped.size() > most) {
    session.errors().say("left out: " + std::to_string(skipped.size() - most) + " more");
  }
  return labels;
}

std::vector<NewLabel> read_predictions(Session& session, const PredictOptions& options,
                                       const std::string& project) {
  if (options.source_format == "jsonl") return predictions_in(options.source);
  ProjectFilters filters;
  filters.project_id = project;
  ProjectsArguments arguments;
  arguments.disable_tqdm = true;
  arguments.fields = {"id", "inputType", "jsonInterface"};
  const auto found = session.client().projects(filters, arguments, session.call()).to_vector();
  if (found.empty())
    throw NotFoundError("project " + project + " does not exist or is not accessible with this key");
  const Ontology& ontology = found.front().ontology();
  if (options.source_format == "coco") {
    return read_all<CocoReader, CocoReaderOptions>(session, options, project, ontology);
  }
  if (options.source_format == "yolo") {
    return read_all<YoloReader, YoloReaderOptions>(session, options, project, ontology);
  }
  if (options.source_format == "pascal_voc") {
    return read_all<PascalVocReader, PascalVocReaderOptions>(session, options, project, ontology);
  }
  return read_all<GeoJsonReader, GeoJsonReaderOptions>(session, options, project, ontology);
}

json response_of(const NewLabel& label) {
  return label.json_response.is_text() ? json::parse(label.json_response.text())
                                       : label.json_response.json().get();
}

std::string_view word_of(MutationOutcome outcome) {
  switch (outcome) {
    case MutationOutcome::done:
      return "created";
    case MutationOutcome::failed:
      return "failed";
    case MutationOutcome::not_sent:
      return "not sent";
    case MutationOutcome::declined:
      return "declined";
    case MutationOutcome::unknown:
      break;
  }
  return "unknown";
}

/// What became of each prediction that was not created.
void write_failures(Session& session, const std::vector<NewLabel>& predictions, const MutationError& error) {
  RecordWriter writer(session.output(), {"index", "externalId", "assetId", "outcome", "reason"},
                      LastColumn::wrapped);
  std::map<std::string_view, std::size_t> counts;
  for (const auto& label : error.assets()) {
    ++counts[word_of(label.outcome)];
    if (label.outcome == MutationOutcome::done || label.index >= predictions.size()) continue;
    const NewLabel& given = predictions[label.index];
    writer.add({{"assetId", given.asset_id},
                {"externalId", given.external_id},
                {"index", label.index},
                {"outcome", word_of(label.outcome)},
                {"reason", with_option_names(label.reason)}});
  }
  writer.finish();
  session.note(counts_text(counts));
}

int predict(Session& session, const PredictOptions& options) {
  if (!options.classes.empty() && options.source_format != "yolo") {
    throw IncompatibleArgumentsError("--classes is for --source-format yolo");
  }
  // Of JSON lines nothing is asked for that a dry run does not need.
  const bool needs_project = !options.dry_run || options.source_format != "jsonl";
  const std::string project = needs_project ? options.project.id(session) : std::string();
  const auto predictions = read_predictions(session, options, project);
  if (options.dry_run) {
    RecordWriter writer(session.output(), {"externalId", "assetId", "jsonResponse"});
    for (const auto& label : predictions) {
      writer.add({{"assetId", label.asset_id},
                  {"externalId", label.external_id},
                  {"jsonResponse", response_of(label)}});
    }
    writer.finish();
    session.note(
        std::to_string(predictions.size()) +
        " predictions would be sent; the answers were not checked, and nothing was sent that changes "
        "anything");
    return exit_code::ok;
  }
  PredictionSettings settings = options.settings;
  settings.check_ontology = !options.no_check;
  settings.disable_tqdm = true;
  CreatedPredictions created;
  try {
    created = session.client().create_predictions(project, predictions, settings, session.call());
  } catch (const MutationError& error) {
    write_failures(session, predictions, error);
    throw;
  }
  RecordWriter writer(session.output(), {"project", "created"});
  writer.add({{"created", created.count}, {"project", project}});
  writer.finish();
  return exit_code::ok;
}

}  // namespace

void add_predict_command(CLI::App& program, Action& chosen) {
  const auto options = std::make_shared<PredictOptions>();
  CLI::App* const command = program.add_subcommand("predict", "Creates predictions of a model");
  command
      ->add_option("source", options->source,
                   "JSON lines with externalId (or assetId) and jsonResponse, or label files")
      ->type_name("FILE|DIR")
      ->required();
  options->project.add_to(*command);
  command->add_option("--model-name", options->settings.model_name, "Name of the model")
      ->type_name("NAME")
      ->required();
  command->add_option("--source-format", options->source_format, "What the source is")
      ->check(CLI::IsMember({"jsonl", "coco", "yolo", "pascal_voc", "geojson"}));
  command->add_option("--job", options->job, "Of label files: the job that the objects are of")
      ->type_name("JOB");
  command->add_option("--classes", options->classes, "Of YOLO: the file with the names of the classes")
      ->type_name("FILE");
  command->add_flag("--overwrite", options->settings.overwrite,
                    "Removes the predictions of the same model on these assets first");
  command->add_flag("--no-check", options->no_check, "Does not check the answers against the interface");
  command->add_flag("--dry-run", options->dry_run,
                    "Says what would be sent, and sends nothing that changes anything");
  command->callback(
      [options, &chosen] { chosen = [options](Session& session) { return predict(session, *options); }; });
}

}  // namespace kili::cli
