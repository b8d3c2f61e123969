#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/asset_source.hpp"
#include "cli/commands/commands.hpp"
#include "cli/exit_codes.hpp"
#include "cli/import_plan.hpp"
#include "cli/shown_text.hpp"
#include "kili/errors.hpp"

namespace kili::cli {
namespace {

using nlohmann::json;

struct ImportOptions {
  bool dry_run = false;
  std::string journal{};
  bool no_journal = false;
  bool no_wait = false;
  bool plan = false;
  ProjectChoice project{};
  std::string separator = ",";
  std::filesystem::path source{};
};

std::string_view to_word(ImportOutcome outcome) {
  switch (outcome) {
    case ImportOutcome::accepted:
      return "accepted";
    case ImportOutcome::created:
      return "created";
    case ImportOutcome::skipped:
      return "skipped";
    case ImportOutcome::failed:
      return "failed";
    case ImportOutcome::not_sent:
      return "not sent";
    case ImportOutcome::unknown:
      break;
  }
  return "unknown";
}

/// Whether the service may have an asset of that id, which the client chooses before anything is sent.
bool may_exist(const ImportedAsset& asset) {
  return asset.outcome != ImportOutcome::failed && asset.outcome != ImportOutcome::not_sent;
}

json import_record(const ImportedAsset& asset) {
  return {{"externalId", asset.external_id},
          {"id", may_exist(asset) ? asset.asset_id : std::string()},
          {"outcome", to_word(asset.outcome)},
          {"reason", asset.reason}};
}

std::vector<std::string> import_columns() { return {"externalId", "outcome", "reason"}; }

/// Names files that are not imported; the first ones, so that a folder of thousands stays readable.
void tell_left_out(const Session& session, const AssetSource& source) {
  constexpr std::size_t most = 20;
  const auto& sentences = source.left_out();
  for (std::size_t i = 0; i < sentences.size() && i < most; ++i)
    session.errors().say("left out: " + sentences[i]);
  if (sentences.size() > most) {
    session.errors().say("left out: " + std::to_string(sentences.size() - most) + " more");
  }
}

/// Beside the source, so that it is not a part of it.
std::string journal_for(const ImportOptions& options, const std::string& project) {
  if (!options.journal.empty()) return options.journal;
  auto source = options.source.lexically_normal();
  if (!source.has_filename()) source = source.parent_path();
  if (source.filename() == "." || source.filename() == "..")
    source = std::filesystem::absolute(source).lexically_normal();
  if (!source.has_filename()) source = source.parent_path();
  return source.string() + "." + project + ".kili-journal";
}

int dry_run_import(Session& session, AssetSource& source) {
  RecordWriter writer(session.output(), {"externalId", "content", "jsonMetadata"});
  while (const auto asset = source.next()) {
    json record{
        {"content", asset->content.is_json() ? asset->content.json().get() : json(asset->content.text())},
        {"externalId", asset->external_id ? json(*asset->external_id) : json()}};
    if (!asset->json_metadata.is_null()) record["jsonMetadata"] = asset->json_metadata.get();
    writer.add(record);
  }
  writer.finish();
  tell_left_out(session, source);
  session.note(std::to_string(writer.count()) + " assets would be imported; nothing was sent");
  return exit_code::ok;
}

void write_import_failure(Session& session, const ImportError& error) {
  RecordWriter writer(session.output(), import_columns(), LastColumn::wrapped);
  std::map<std::string_view, std::size_t> counts;
  for (const auto& asset : error.assets()) {
    ++counts[to_word(asset.outcome)];
    if (asset.outcome != ImportOutcome::created) writer.add(import_record(asset));
  }
  writer.finish();
  session.note(counts_text(counts));
}

/// What the journal is good for after an error.
void tell_about_journal(const Session& session, const std::optional<std::string>& journal,
                        const Error& error) {
  if (!journal) return;
  // Not of one that is in use, for example, which must not be removed. It may have stopped an import too.
  if (error.type() == "JournalMismatchError") {
    session.note("the source is not what it was when " + *journal +
                 " was written; name another --journal, or remove this one: what is in the project under its "
                 "external id is skipped then, and assets without external ids are imported again");
  } else if (dynamic_cast<const ImportError*>(&error) != nullptr) {
    session.note("the same command goes on where this one ended; its journal is " + *journal);
  }
}

/// Reads a list to its end, so that a line that cannot be meant is found before anything is sent.
void check_source(const ImportOptions& options) {
  const auto source = open_asset_source(options.source, options.separator.front());
  while (source->next()) {
  }
}

int import_assets(Session& session, const ImportOptions& options) {
  if (options.separator.size() != 1 || options.separator.find_first_of("\"\r\n") != std::string::npos) {
    throw ValidationError("--csv-separator: '" + options.separator +
                          "' is not one character; give one that is neither a quote nor a line break");
  }
  const auto source = open_asset_source(options.source, options.separator.front());
  if (options.dry_run) return dry_run_import(session, *source);
  const std::string project = options.project.id(session);
  if (options.plan) {
    const int code = write_import_plan(session, project, *source);
    tell_left_out(session, *source);
    return code;
  }
  AppendSettings settings;
  settings.disable_tqdm = true;
  if (!options.no_journal) settings.journal = journal_for(options, project);
  settings.wait_until_availability = !options.no_wait;
  check_source(options);
  tell_left_out(session, *source);
  AppendResult result;
  try {
    result =
        session.client().append_many_to_dataset(project, AssetSourceRange(*source), settings, session.call());
  } catch (const ImportError& error) {
    write_import_failure(session, error);
    tell_about_journal(session, settings.journal, error);
    throw;
  } catch (const ValidationError& error) {
    tell_about_journal(session, settings.journal, error);
    throw;
  }
  RecordWriter writer(session.output(), import_columns(), LastColumn::wrapped);
  for (const auto& asset : result.skipped) writer.add(import_record(asset));
  for (const auto& asset : result.accepted) {
    if (asset.outcome != ImportOutcome::created) writer.add(import_record(asset));
  }
  writer.finish();
  const auto is_created = [](const ImportedAsset& asset) { return asset.outcome == ImportOutcome::created; };
  const auto awaited =
      static_cast<std::size_t>(std::count_if(result.accepted.begin(), result.accepted.end(), is_created));
  session.note(std::to_string(result.asset_ids.size() + awaited) + " created, " +
               std::to_string(result.accepted.size() - awaited) + " accepted, " +
               std::to_string(result.skipped.size()) + " skipped" +
               (settings.journal ? "; journal: " + *settings.journal : ""));
  return exit_code::ok;
}

}  // namespace

void add_import_command(CLI::App& program, Action& chosen) {
  const auto options = std::make_shared<ImportOptions>();
  CLI::App* const command = program.add_subcommand(
      "import", "Imports the files of a folder, or the assets that a CSV or JSON lines file lists");
  command->add_option("source", options->source, "A folder, or a file that ends with .csv, .jsonl or .ndjson")
      ->type_name("DIR|FILE")
      ->required();
  options->project.add_to(*command);
  auto* const plan = command->add_flag(
      "--plan", options->plan,
      "Says how many calls it takes and how long, what is there already and what will be refused; "
      "changes nothing");
  command->add_flag("--dry-run", options->dry_run, "Lists what would be imported; sends nothing at all")
      ->excludes(plan);
  auto* const journal =
      command
          ->add_option(
              "--journal", options->journal,
              "Notes what was sent, so that the same command goes on after an interruption; default: "
              "SOURCE.PROJECT.kili-journal")
          ->type_name("FILE");
  command->add_flag("--no-journal", options->no_journal, "Keeps no journal")->excludes(journal);
  command->add_flag("--no-wait", options->no_wait,
                    "Does not wait for assets that the service imports later, such as videos");
  command->add_option("--csv-separator", options->separator, "Between the fields of CSV")
      ->type_name("CHARACTER");
  command->callback([options, &chosen] {
    chosen = [options](Session& session) { return import_assets(session, *options); };
  });
}

}  // namespace kili::cli
