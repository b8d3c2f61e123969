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

constexpr std::string_view first_line = "kili import journal 1\n";
constexpr std::size_t checksum_size = 8;
constexpr std::string_view open_import_rows = "open";  // in place of a number

std::string checksum(std::string_view text) {
  return fmt::format("{:08x}", support::hash_of(text).high & 0xffffffffU);
}

std::string to_text(const support::TextHash& hash) {
  return fmt::format("{:016x}{:016x}", hash.high, hash.low);
}

support::TextHash hash_from(const std::string& text) {
  constexpr std::size_t digits = 16;
  return {.high = std::stoull(text.substr(0, digits), nullptr, 16),
          .low = std::stoull(text.substr(digits), nullptr, 16)};
}

/// @throws std::invalid_argument for what counts or numbers nothing: a conversion of it is undefined.
std::size_t count_in(const json& value) {
  if (!value.is_number_unsigned()) throw std::invalid_argument("not a number of rows");
  return value.get<std::size_t>();
}

/// The record of a line; nothing when the line is incomplete or damaged.
std::optional<json> record_of(std::string_view line) {
  if (line.size() < checksum_size + 2 || line[checksum_size] != ' ') return std::nullopt;
  const std::string_view text = line.substr(checksum_size + 1);
  if (line.substr(0, checksum_size) != checksum(text)) return std::nullopt;
  auto record = json::parse(text, nullptr, false);
  if (record.is_discarded()) return std::nullopt;
  return record;
}

char letter_of(ImportJournal::State state) {
  if (state == ImportJournal::State::created) return 'c';
  return state == ImportJournal::State::accepted ? 'a' : 'f';
}

std::string content_of(const support::File& file, std::error_code& error) {
  std::string content;
  constexpr std::size_t piece = std::size_t{1} << 20U;
  for (;;) {
    const std::size_t size = content.size();
    content.resize(size + piece);
    const std::size_t got = file.read_at(size, content.data() + size, piece, error);
    content.resize(size + got);
    if (got == 0) return content;
  }
}

}  // namespace

ImportJournal::ImportJournal(std::string path, std::string_view project_id, std::optional<std::size_t> rows)
    : path_(std::move(path)) {
  open(project_id, rows ? json(*rows) : json());
}

ImportJournal::ImportJournal(std::string path, std::string_view project_id, OpenImport /*form*/)
    : path_(std::move(path)) {
  open(project_id, open_import_rows);
  if (complete_) {  // nothing was left open
    entries_.clear();
    complete_ = false;
    begin(project_id, open_import_rows);
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
  const std::string content = content_of(file_, error);
  check(error, "cannot be read");
  if (first_line.starts_with(content)) {  // new, or the program was killed while it wrote the first line
    begin(project_id, rows);
  } else {
    load(content, project_id, rows);
  }
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
  append(first_line);
  write({{"project", project_id}, {"rows", rows}}, true);
  // Without that the new file may be missing after a power failure. Some file systems cannot flush a folder.
  static_cast<void>(support::flush_directory(std::filesystem::absolute(path_).parent_path()));
}

void ImportJournal::load(std::string_view content, std::string_view project_id, const json& rows) {
  if (!content.starts_with(first_line)) {
    throw ValidationError(
        fmt::format("journal: {} is not the journal of an import; give the path of a new file",
                    support::shown_path(path_)));
  }
  std::size_t position = first_line.size();
  bool has_header = false;
  std::optional<ValidationError> other_import;
  while (position < content.size()) {
    const auto end = content.find('\n', position);
    const auto record =
        end == std::string_view::npos ? std::nullopt : record_of(content.substr(position, end - position));
    if (!record) {
      // Only the last line can be incomplete.
      if (end != std::string_view::npos && end + 1 < content.size()) {
        throw ValidationError(
            fmt::format("journal: {} is damaged at byte {}", support::shown_path(path_), position));
      }
      check_written(file_.resize(position));
      break;
    }
    try {
      if (has_header) {
        read_record(*record);
      } else {
        other_import = error_of_header(*record, project_id, rows);
        has_header = true;
      }
    } catch (const std::exception&) {
      throw ValidationError(
          fmt::format("journal: {} is damaged at byte {}", support::shown_path(path_), position));
    }
    position = end + 1;
  }
  size_ = position;
  // An import that sent nothing leaves nothing to resume.
  const bool sent_nothing = entries_.empty() && !complete_;
  if (other_import && !sent_nothing) throw ValidationError(*other_import);
  if (!has_header || other_import) begin(project_id, rows);
}

/// @return the error when the journal belongs to another import.
std::optional<ValidationError> ImportJournal::error_of_header(const json& record, std::string_view project_id,
                                                              const json& rows) const {
  const auto& project = record.at("project").get_ref<const std::string&>();
  const auto& noted = record.at("rows");
  const bool is_count = !noted.is_null() && noted != open_import_rows;
  const std::string noted_rows = is_count          ? std::to_string(count_in(noted))
                                 : noted.is_null() ? "a range of"
                                                   : "an open import of";
  if (project == project_id && noted == rows) return std::nullopt;
  return ValidationError(
      fmt::format("journal: {} belongs to another import ({} assets into project {}); give each import a "
                  "journal of its own",
                  support::shown_path(path_), noted_rows, support::shown_text(project)));
}

void ImportJournal::read_record(const json& record) {
  if (record.contains("complete")) {
    complete_ = true;
    return;
  }
  if (record.contains("sent")) {
    for (const json& asset : record.at("sent")) {
      entries_[count_in(asset.at(0))] = {.asset_id = asset.at(1).get<std::string>(),
                                         .asynchronous = record.at("asynchronous").get<bool>(),
                                         .external_id = asset.at(2).get<std::string>(),
                                         .notification_id = {},
                                         .row_hash = hash_from(asset.at(3).get<std::string>())};
    }
    return;
  }
  const State state = record.at("state") == "c"   ? State::created
                      : record.at("state") == "f" ? State::failed
                                                  : State::accepted;
  for (const json& index : record.at("finished")) {
    const auto entry = entries_.find(count_in(index));
    if (entry == entries_.end()) continue;
    entry->second.state = state;
    entry->second.notification_id = record.value("notification", "");
  }
}

const ImportJournal::Entry* ImportJournal::find(std::size_t index, const support::TextHash& row_hash) const {
  const auto entry = entries_.find(index);
  if (entry == entries_.end()) return nullptr;
  if (!(entry->second.row_hash == row_hash)) {
    if (entry->second.state == State::failed) return nullptr;
    throw ValidationError(fmt::format(
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
    list.push_back({first_index_ + asset.index, asset.asset_id, asset.external_id, to_text(asset.row_hash)});
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
  const std::string text = record.dump();
  const std::scoped_lock lock(mutex_);
  append(fmt::format("{} {}\n", checksum(text), text));
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
