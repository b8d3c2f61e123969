#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <unordered_set>

#include "cli/commands/commands.hpp"
#include "cli/exit_codes.hpp"
#include "kili/assets/journaled_import.hpp"
#include "kili/errors.hpp"

namespace kili::cli {
namespace {

using nlohmann::json;

/// Which of the assets of a journal the service has.
std::unordered_set<std::string> assets_there(Session& session, const JournaledImport& journal) {
  constexpr std::size_t per_listing = 1000;
  std::unordered_set<std::string> there;
  for (std::size_t begin = 0; begin < journal.assets.size(); begin += per_listing) {
    std::vector<std::string> ids;
    for (std::size_t i = begin; i < std::min(journal.assets.size(), begin + per_listing); ++i) {
      ids.push_back(journal.assets[i].asset_id);
    }
    AssetFilters filters;
    filters.asset_id_in = std::move(ids);
    AssetsArguments arguments;
    arguments.disable_tqdm = true;
    arguments.fields = {"id"};
    for (const auto& asset :
         session.client().assets(journal.project_id, filters, arguments, session.call())) {
      there.emplace(asset.id());
    }
  }
  return there;
}

/// What to say of an asset; empty when all is as it should be.
std::string_view finding(JournaledOutcome outcome, bool is_there) {
  switch (outcome) {
    case JournaledOutcome::created:
      return is_there ? "" : "missing";
    case JournaledOutcome::accepted:
      return is_there ? "" : "accepted, not there yet";
    case JournaledOutcome::failed:
      return is_there ? "there, although it failed" : "";
    case JournaledOutcome::sent:
      break;
  }
  return is_there ? "" : "sent, not there";
}

int verify(Session& session, const std::filesystem::path& path) {
  const JournaledImport journal = read_import_journal(path);
  if (journal.project_id.empty()) {
    throw ValidationError(path.string() + " names no project: nothing was sent with it");
  }
  const auto there = assets_there(session, journal);
  RecordWriter writer(session.output(), {"externalId", "id", "finding"});
  std::size_t missing = 0;
  for (const auto& asset : journal.assets) {
    const bool is_there = there.contains(asset.asset_id);
    const auto text = finding(asset.outcome, is_there);
    if (text.empty()) continue;
    if (!is_there) ++missing;
    writer.add({{"externalId", asset.external_id}, {"finding", text}, {"id", asset.asset_id}});
  }
  writer.finish();
  session.note(
      std::to_string(there.size()) + " assets of the journal are in project " + journal.project_id + ", " +
      std::to_string(missing) + " are not" +
      (journal.is_complete ? "" : "; the import is not finished, the same import command goes on with it"));
  return missing == 0 && journal.is_complete ? exit_code::ok : exit_code::incomplete;
}

}  // namespace

void add_verify_command(CLI::App& program, Action& chosen) {
  const auto path = std::make_shared<std::filesystem::path>();
  CLI::App* const command = program.add_subcommand(
      "verify", "Holds the journal of an import against the service: is every asset there?");
  command->add_option("journal", *path, "As import has written it")->type_name("JOURNAL")->required();
  command->callback(
      [path, &chosen] { chosen = [path](Session& session) { return verify(session, *path); }; });
}

}  // namespace kili::cli
