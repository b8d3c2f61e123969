#include "use_cases/assets/importing/import_journal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include "kili/errors.hpp"
#include "support/os/directories.hpp"
#include "support/shown_text.hpp"

namespace kili::use_cases {
namespace {

using nlohmann::json;

char letter_of(ImportJournal::State state) {
  if (state == ImportJournal::State::created) return 'c';
  return state == ImportJournal::State::accepted ? 'a' : 'f';
}

}  // namespace

ImportJournal::ImportJournal(std::string path, std::string_view project_id, std::optional<std::size_t> rows)
    : path_(std::move(path)) {
  open(project_id, rows ? json(*rows) : json());
}

ImportJournal::ImportJournal(std::string path, std::string_view project_id, OpenImport /*form*/)
    : path_(std::move(path)) {
  open(project_id, journal_of_open_import);
  if (complete_) {  // nothing was left open
    entries_.clear();
    complete_ = false;
    begin(project_id, journal_of_open_import);
  }
  keep_what_is_open();
}

void ImportJournal::open(std::string_view project_id, const json& rows) {
  std::error_code error;
  file_ = support::File::open(path_,
                              {.access = support::FileAccess::read_write,
                               .append = true,
                               .creation = support::FileCreation::if_missing,
                               .rights = support::FileRights::owner_writes},
                              error);
  check(error, "cannot be opened");
  if (file_.try_lock()) {
    throw ValidationError(
        fmt::format("journal: {} is in use by another import; wait for its end", support::shown_path(path_)));
  }
  const auto status = file_.status(error);
  check(error, "cannot be read");
  if (status.kind != support::FileKind::regular) {  // a device may have no end
    throw FileWriteError(fmt::format("journal: {} is not a regular file; give the path of a file on a disk",
                                     support::shown_path(path_)));
  }
  load(read_journal(file_, path_), status.size, project_id, rows);
}

void ImportJournal::check(const std::error_code& error, std::string_view what) const {
  if (error)
    throw FileError(fmt::format("journal: {} {}: {}", support::shown_path(path_), what, error.message()));
}

void ImportJournal::check_written(const std::error_code& error) const {
  if (!error) return;
  throw FileWriteError(
      fmt::format("journal: {} cannot be written: {}; give its disk room and this user the right to write, "
                  "then call again "
                  "with the same journal: it tells what was done",
                  support::shown_path(path_), error.message()));
}

void ImportJournal::begin(std::string_view project_id, const json& rows) {
  check_written(file_.resize(0));
  size_ = 0;
  append(journal_first_line);
  write({{"project", project_id}, {"rows", rows}}, true);
  // Without that the new file may be missing after a power failure. Some file systems cannot flush a folder.
  static_cast<void>(support::flush_directory(std::filesystem::absolute(path_).parent_path()));
}

void ImportJournal::load(JournalContent content, std::uint64_t file_size, std::string_view project_id,
                         const json& rows) {
  // An import that sent nothing leaves nothing to resume.
  const bool sent_nothing = content.entries.empty() && !content.complete;
  const auto other_import =
      content.header ? error_of_header(*content.header, project_id, rows) : std::nullopt;
  if (other_import && !sent_nothing) throw JournalMismatchError(*other_import);
  if (!content.header || other_import) {  // new, or the program was killed while it began the journal
    begin(project_id, rows);
    return;
  }
  if (content.whole < file_size) check_written(file_.resize(content.whole));
  size_ = content.whole;
  complete_ = content.complete;
  entries_ = std::move(content.entries);
}

/// @return the error when the journal belongs to another import.
std::optional<JournalMismatchError> ImportJournal::error_of_header(const JournalHeader& header,
                                                                   std::string_view project_id,
                                                                   const json& rows) const {
  if (header.project_id == project_id && header.rows == rows) return std::nullopt;
  const std::string noted_rows = header.rows.is_null()                   ? "a range of"
                                 : header.rows == journal_of_open_import ? "an open import of"
                                                                         : header.rows.dump();
  return JournalMismatchError(
      fmt::format("journal: {} belongs to another import ({} assets into project {}); give each import a "
                  "journal of its own",
                  support::shown_path(path_), noted_rows, support::shown_text(header.project_id)));
}

const ImportJournal::Entry* ImportJournal::find(std::size_t index, const support::TextHash& row_hash) const {
  const auto entry = entries_.find(index);
  if (entry == entries_.end()) return nullptr;
  if (!(entry->second.row_hash == row_hash)) {
    if (entry->second.state == State::failed) return nullptr;
    throw JournalMismatchError(fmt::format(
        "journal: {} belongs to another import: asset {} was '{}' there and something else was given for "
        "it; give each import a journal of its own",
        support::shown_path(path_), index, support::shown_text(entry->second.external_id)));
  }
  return &entry->second;
}

const ImportJournal::Entry* ImportJournal::find(const std::optional<std::string>& external_id,
                                                const support::TextHash& row_hash) const {
  const auto index = external_id ? by_external_id_.find(*external_id) : by_external_id_.end();
  if (index == by_external_id_.end()) return nullptr;
  const Entry& entry = entries_.at(index->second);
  return entry.row_hash == row_hash ? &entry : nullptr;
}

/// What is finished is in the project, and found there.
void ImportJournal::keep_what_is_open() {
  for (const auto& [index, entry] : entries_) first_index_ = std::max(first_index_, index + 1);
  std::erase_if(entries_, [](const auto& each) {
    return each.second.state == State::created || each.second.state == State::failed;
  });
  for (const auto& [index, entry] : entries_) by_external_id_[entry.external_id] = index;
}

std::vector<std::pair<std::size_t, std::string>> ImportJournal::sent() const {
  std::vector<std::pair<std::size_t, std::string>> result;
  for (const auto& [index, entry] : entries_) {
    if (entry.state == State::sent) result.emplace_back(index, entry.asset_id);
  }
  return result;
}

bool ImportJournal::is_finished(std::size_t index) const {
  const auto entry = entries_.find(index);
  if (entry == entries_.end()) return false;
  return entry->second.state == State::created || entry->second.state == State::accepted;
}

ImportJournal::Accepted ImportJournal::accepted() const {
  Accepted result;
  for (const auto& [index, entry] : entries_) {
    const bool can_be_followed = entry.state == State::accepted && !entry.notification_id.empty();
    if (can_be_followed) result[entry.notification_id].emplace_back(index, entry.asset_id);
  }
  return result;
}

void ImportJournal::settle(std::span<const std::size_t> indexes, State state) {
  write_finished(indexes, state, {});
  for (const std::size_t index : indexes) entries_.at(index).state = state;
}

void ImportJournal::note_sent(const std::vector<PlannedAsset>& assets,
                              std::span<const std::size_t> positions) {
  if (positions.empty()) return;
  json list = json::array();
  for (const std::size_t position : positions) {
    const PlannedAsset& asset = assets[position];
    list.push_back(
        {first_index_ + asset.index, asset.asset_id, asset.external_id, journal_text(asset.row_hash)});
  }
  write({{"asynchronous", assets[positions.front()].lane.asynchronous}, {"sent", std::move(list)}}, true);
}

void ImportJournal::note_finished(std::span<const std::size_t> indexes, State state,
                                  std::string_view notification_id) {
  std::vector<std::size_t> noted(indexes.begin(), indexes.end());
  for (std::size_t& index : noted) index += first_index_;
  write_finished(noted, state, notification_id);
}

void ImportJournal::write_finished(std::span<const std::size_t> indexes, State state,
                                   std::string_view notification_id) {
  if (indexes.empty()) return;
  json record{{"finished", std::vector<std::size_t>(indexes.begin(), indexes.end())},
              {"state", std::string(1, letter_of(state))}};
  if (!notification_id.empty()) record["notification"] = notification_id;
  write(record, false);
}

void ImportJournal::note_complete() {
  if (!complete_) write({{"complete", true}}, true);
  complete_ = true;
}

void ImportJournal::write(const json& record, bool through) {
  process_.check();
  const std::string line = journal_line(record);
  const std::scoped_lock lock(mutex_);
  append(line);
  if (through) check_written(file_.flush_content());
}

void ImportJournal::append(std::string_view text) {
  if (const auto error = file_.write(text)) {
    // No line may follow an incomplete one. When removing it fails too, the next run reports a damaged
    // journal.
    static_cast<void>(file_.resize(size_));
    check_written(error);
  }
  size_ += text.size();
}

}  // namespace kili::use_cases
