#include "cli/import_journal.hpp"

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "cli/read_check.hpp"
#include "kili/errors.hpp"

namespace kili::cli {
namespace {

using nlohmann::json;

constexpr std::string_view journal_first_line = "kili import journal 1";
/// Eight digits of a checksum and a blank stand before each record.
constexpr std::size_t before_record = 9;

using Entries = std::map<std::size_t, JournalAsset>;

void read_sent(const json& record, Entries& entries) {
  for (const json& asset : record.at("sent")) {
    entries[asset.at(0).get<std::size_t>()] = {.asset_id = asset.at(1).get<std::string>(),
                                               .external_id = asset.at(2).get<std::string>()};
  }
}

void read_finished(const json& record, Entries& entries) {
  const auto state = record.at("state").get<std::string>();
  for (const json& index : record.at("finished")) {
    const auto entry = entries.find(index.get<std::size_t>());
    if (entry == entries.end()) continue;
    entry->second.state = state == "c"   ? JournalState::created
                          : state == "f" ? JournalState::failed
                                         : JournalState::accepted;
  }
}

void read_journal_line(const std::string& line, ImportJournal& journal, Entries& entries) {
  const auto record = json::parse(line.substr(std::min(line.size(), before_record)));
  if (record.contains("project")) {
    journal.project_id = record.at("project").get<std::string>();
  } else if (record.contains("sent")) {
    read_sent(record, entries);
  } else if (record.contains("finished")) {
    read_finished(record, entries);
  } else if (record.contains("complete")) {
    journal.is_complete = true;
  }
}

}  // namespace

ImportJournal read_import_journal(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) throw FileError(path.string() + " cannot be read; give the journal of an import");
  std::string line;
  const bool has_line = static_cast<bool>(std::getline(stream, line));
  require_read_to_end(stream, path.string());
  if (!has_line || line != journal_first_line) {
    throw ValidationError(path.string() + " is not the journal of an import");
  }
  ImportJournal journal;
  Entries entries;
  for (std::size_t number = 2; std::getline(stream, line); ++number) {
    const bool is_last = stream.eof();  // without a line break: not whole
    try {
      read_journal_line(line, journal, entries);
    } catch (const json::exception&) {
      if (is_last) break;
      throw ValidationError(path.string() + " is damaged in line " + std::to_string(number));
    }
  }
  require_read_to_end(stream, path.string());
  if (journal.project_id.empty())
    throw ValidationError(path.string() + " names no project: nothing was sent with it");
  for (auto& [index, asset] : entries) journal.assets.push_back(std::move(asset));
  return journal;
}

}  // namespace kili::cli
