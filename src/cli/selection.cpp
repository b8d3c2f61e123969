#include "cli/selection.hpp"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <utility>

#include "cli/exit_codes.hpp"
#include "cli/file_to_read.hpp"
#include "cli/filters.hpp"
#include "kili/errors.hpp"

namespace kili::cli {
namespace {

using nlohmann::json;

std::vector<std::string> lines_of(const std::string& path) {
  std::ifstream file;
  if (path != "-") {
    file = open_to_read(path, "--external-ids-from: " + path, "give a file with an external id on each line");
  }
  std::istream& stream = path == "-" ? std::cin : file;
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (!line.empty()) lines.push_back(std::move(line));
  }
  require_read_to_end(stream, "--external-ids-from: " + path);
  // std::cin does not tell an error from the end.
  if (path == "-" && std::ferror(stdin) != 0) {
    throw FileError("--external-ids-from: the standard input cannot be read");
  }
  return lines;
}

json outcome_record(const AssetReference& asset, std::string_view outcome, std::string_view details) {
  return {
      {"details", details}, {"externalId", asset.external_id}, {"id", asset.asset_id}, {"outcome", outcome}};
}

}  // namespace

void AssetSelection::add_to(CLI::App& app) {
  project_.add_to(app);
  app.add_option("--asset-ids", asset_ids_, "Id of an asset; may be repeated")
      ->type_name("ID")
      ->allow_extra_args(false);
  app.add_option("--external-ids", external_ids_, "External id of an asset; may be repeated")
      ->type_name("EXTERNAL_ID")
      ->allow_extra_args(false);
  app.add_option("--external-ids-from", ids_from_, "File with an external id on each line; -: standard input")
      ->type_name("FILE");
  app.add_flag("--all", all_, "All assets of the project");
  add_filters(app, filters_);
}

AssetSelection::Chosen AssetSelection::choose(Session& session) const {
  const bool has_filter = has_filters(filters_);
  const int ways = (asset_ids_.empty() ? 0 : 1) + (external_ids_.empty() && ids_from_.empty() ? 0 : 1) +
                   (has_filter ? 1 : 0) + (all_ ? 1 : 0);
  if (ways == 0) {
    throw MissingArgumentError(
        "no assets are named; give --asset-ids, --external-ids, --external-ids-from, filters or --all");
  }
  if (ways > 1) {
    throw IncompatibleArgumentsError(
        "assets are named in several ways; give one of --asset-ids, --external-ids, filters and --all");
  }
  Chosen chosen;
  if (project_.is_given() || asset_ids_.empty()) chosen.project_id = project_.id(session);
  chosen.asset_ids = asset_ids_;
  for (const auto& id : asset_ids_) chosen.references.push_back({.asset_id = id, .external_id = {}});
  chosen.external_ids = external_ids_;
  if (!ids_from_.empty()) {
    for (auto& id : lines_of(ids_from_)) chosen.external_ids.push_back(std::move(id));
  }
  for (const auto& id : chosen.external_ids) chosen.references.push_back({.asset_id = {}, .external_id = id});
  if (has_filter || all_) {
    AssetsArguments arguments;
    arguments.disable_tqdm = true;
    arguments.fields = {"id", "externalId"};
    for (const auto& asset :
         session.client().assets(chosen.project_id, filters_, arguments, session.call())) {
      chosen.asset_ids.emplace_back(asset.id());
      chosen.references.push_back(
          {.asset_id = std::string(asset.id()), .external_id = std::string(asset.external_id())});
    }
  }
  return chosen;
}

void write_dry_run(Session& session, const AssetSelection::Chosen& chosen, std::string_view change,
                   const json& details) {
  RecordWriter writer(session.output(), {"id", "externalId", "would", "change"});
  for (const auto& asset : chosen.references) {
    writer.add(
        {{"change", details}, {"externalId", asset.external_id}, {"id", asset.asset_id}, {"would", change}});
  }
  writer.finish();
  session.note(std::to_string(chosen.references.size()) + " assets; nothing was sent that changes anything");
}

int write_outcome(Session& session, const AssetActionOutcome& outcome) {
  RecordWriter writer(session.output(), {"id", "externalId", "outcome", "details"});
  for (const auto& asset : outcome.succeeded) writer.add(outcome_record(asset, "done", ""));
  for (const auto& asset : outcome.declined) {
    writer.add(outcome_record(asset, "declined",
                              "the service did not change it: it does not apply to the asset in its state, "
                              "or there is no such asset"));
  }
  for (const auto& failure : outcome.failed)
    writer.add(outcome_record(failure.asset, "failed", failure.details));
  writer.finish();
  session.note(std::to_string(outcome.succeeded.size()) + " done, " +
               std::to_string(outcome.declined.size()) + " declined, " +
               std::to_string(outcome.failed.size()) + " failed");
  return outcome.declined.empty() && outcome.failed.empty() ? exit_code::ok : exit_code::incomplete;
}

}  // namespace kili::cli
