#include <CLI/CLI.hpp>
#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "cli/commands/commands.hpp"
#include "cli/exit_codes.hpp"
#include "cli/selection.hpp"
#include "cli/whole_number.hpp"
#include "kili/errors.hpp"

namespace kili::cli {
namespace {

using nlohmann::json;

struct UpdateOptions {
  std::string add_metadata{};
  std::optional<double> consensus_mark{};
  bool dry_run = false;
  std::optional<double> honeypot_mark{};
  std::optional<bool> is_honeypot{};
  std::optional<bool> is_used_for_consensus{};
  std::optional<std::int32_t> priority{};
  AssetSelection selection{};
  std::string set_metadata{};
};

Json metadata_of(const char* option, const std::string& text) {
  if (text.empty()) return {};
  Json value;
  try {
    value = Json::parse(text);
  } catch (const ValidationError& error) {
    throw ValidationError(std::string(option) + ": " + error.what());
  }
  if (!value.get().is_object()) {
    throw ValidationError(std::string(option) + ": not an object; give one such as {\"camera\": \"left\"}");
  }
  return value;
}

/// The changes, as --dry-run shows them.
json changes_of(const UpdateOptions& options, const Json& added, const Json& set) {
  json changes = json::object();
  if (!added.is_null()) changes["addMetadata"] = added.get();
  if (!set.is_null()) changes["jsonMetadata"] = set.get();
  if (options.consensus_mark) changes["consensusMark"] = *options.consensus_mark;
  if (options.honeypot_mark) changes["honeypotMark"] = *options.honeypot_mark;
  if (options.is_honeypot) changes["isHoneypot"] = *options.is_honeypot;
  if (options.is_used_for_consensus) changes["isUsedForConsensus"] = *options.is_used_for_consensus;
  if (options.priority) changes["priority"] = *options.priority;
  return changes;
}

template <typename T>
void repeat(List<std::optional<T>>& list, const std::optional<T>& value, std::size_t count) {
  if (value) list = std::vector<std::optional<T>>(count, value);
}

UpdatePropertiesInAssets properties_of(const UpdateOptions& options, const Json& set,
                                       const AssetSelection::Chosen& chosen) {
  const std::size_t count = chosen.references.size();
  UpdatePropertiesInAssets arguments;
  chosen.name_assets(arguments);
  repeat(arguments.consensus_marks, options.consensus_mark, count);
  repeat(arguments.honeypot_marks, options.honeypot_mark, count);
  repeat(arguments.is_honeypot_array, options.is_honeypot, count);
  repeat(arguments.is_used_for_consensus_array, options.is_used_for_consensus, count);
  if (!set.is_null()) arguments.json_metadatas = std::vector<Json>(count, set);
  return arguments;
}

int update(Session& session, const UpdateOptions& options) {
  const Json added = metadata_of("--add-metadata", options.add_metadata);
  const Json set = metadata_of("--set-metadata", options.set_metadata);
  const json changes = changes_of(options, added, set);
  if (changes.empty()) {
    throw MissingArgumentError(
        "no change is given; give --priority, --set-metadata, --add-metadata, --consensus-mark, "
        "--honeypot-mark, --is-honeypot or --is-used-for-consensus");
  }
  const AssetSelection::Chosen chosen = options.selection.choose(session);
  if (!added.is_null() && chosen.project_id.empty()) {
    throw MissingArgumentError(
        "--add-metadata needs the project; give --project ID or --project-title TITLE");
  }
  if (options.dry_run) {
    write_dry_run(session, chosen, "update", changes);
    return exit_code::ok;
  }
  if (chosen.references.empty()) {
    session.note("no asset matches; nothing was sent");
    return exit_code::ok;
  }
  const bool has_properties = changes.size() > (added.is_null() ? 0U : 1U) + (options.priority ? 1U : 0U);
  std::size_t changed = 0;
  if (has_properties) {
    changed = session.client()
                  .update_properties_in_assets(properties_of(options, set, chosen), session.call())
                  .size();
  }
  if (!added.is_null()) {
    AddMetadata arguments;
    chosen.name_assets(arguments);
    arguments.json_metadata = std::vector<Json>(chosen.references.size(), added);
    changed = session.client().add_metadata(arguments, session.call()).size();
  }
  if (has_properties || !added.is_null()) {
    session.note(std::to_string(changed) + " assets have the properties and metadata that were given");
  }
  if (!options.priority) {
    RecordWriter writer(session.output(), {"updated", "change"});
    writer.add({{"change", changes}, {"updated", changed}});
    writer.finish();
    return exit_code::ok;
  }
  SetAssetsPriority arguments;
  chosen.name_assets(arguments);
  arguments.priority = *options.priority;
  return write_outcome(session, session.client().set_assets_priority(arguments, session.call()));
}

}  // namespace

void add_update_command(CLI::App& program, Action& chosen) {
  const auto options = std::make_shared<UpdateOptions>();
  CLI::App* const command = program.add_subcommand("update", "Changes properties of assets");
  command->add_flag("--dry-run", options->dry_run,
                    "Says what would be sent, and sends nothing that changes anything");
  take_signed_number(
      command->add_option("--priority", options->priority, "Those with a higher one are labelled first")
          ->type_name("NUMBER"));
  auto* const set = command->add_option("--set-metadata", options->set_metadata, "Replaces the metadata")
                        ->type_name("JSON");
  command->add_option("--add-metadata", options->add_metadata, "Adds to the metadata")
      ->type_name("JSON")
      ->excludes(set);
  command->add_option("--consensus-mark", options->consensus_mark, "0 to 1")->type_name("NUMBER");
  command->add_option("--honeypot-mark", options->honeypot_mark, "0 to 1")->type_name("NUMBER");
  command->add_option("--is-honeypot", options->is_honeypot, "true or false")->type_name("true|false");
  command->add_option("--is-used-for-consensus", options->is_used_for_consensus, "true or false")
      ->type_name("true|false");
  options->selection.add_to(*command);
  command->callback(
      [options, &chosen] { chosen = [options](Session& session) { return update(session, *options); }; });
}

}  // namespace kili::cli
