#include "use_cases/assets/importing/journal_content.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <exception>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "kili/errors.hpp"
#include "support/shown_text.hpp"

namespace kili::use_cases {
namespace {

using nlohmann::json;

constexpr std::size_t checksum_size = 8;

std::string checksum(std::string_view text) {
  return fmt::format("{:08x}", support::hash_of(text).high & 0xffffffffU);
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

JournalHeader header_of(const json& record) {
  // Not copied before it is known to be one of these: nested deep, a copy would overflow the stack.
  const json& rows = record.at("rows");
  const bool is_word = rows.is_string() && rows.get_ref<const std::string&>() == journal_of_open_import;
  if (!rows.is_null() && !is_word) static_cast<void>(count_in(rows));
  return {.project_id = record.at("project").get<std::string>(), .rows = rows};
}

void read_sent(const json& record, JournalContent& content) {
  for (const json& asset : record.at("sent")) {
    content.entries[count_in(asset.at(0))] = {.asset_id = asset.at(1).get<std::string>(),
                                              .asynchronous = record.at("asynchronous").get<bool>(),
                                              .external_id = asset.at(2).get<std::string>(),
                                              .notification_id = {},
                                              .row_hash = hash_from(asset.at(3).get<std::string>())};
  }
}

void read_finished(const json& record, JournalContent& content) {
  const auto state = record.at("state") == "c"   ? JournaledOutcome::created
                     : record.at("state") == "f" ? JournaledOutcome::failed
                                                 : JournaledOutcome::accepted;
  for (const json& index : record.at("finished")) {
    const auto entry = content.entries.find(count_in(index));
    if (entry == content.entries.end()) continue;
    entry->second.state = state;
    entry->second.notification_id = record.value("notification", "");
  }
}

void read_record(const json& record, JournalContent& content) {
  if (!content.header) {
    content.header = header_of(record);
  } else if (record.contains("complete")) {
    content.complete = true;
  } else if (record.contains("sent")) {
    read_sent(record, content);
  } else {
    read_finished(record, content);
  }
}

}  // namespace

std::string journal_line(const json& record) {
  const std::string text = record.dump();
  return fmt::format("{} {}\n", checksum(text), text);
}

std::string journal_text(const support::TextHash& hash) {
  return fmt::format("{:016x}{:016x}", hash.high, hash.low);
}

JournalContent read_journal(const support::File& file, const std::string& path) {
  std::error_code error;
  const std::string text = content_of(file, error);
  if (error) {
    throw FileError(
        fmt::format("journal: {} cannot be read: {}", support::shown_path(path), error.message()));
  }
  JournalContent content;
  if (journal_first_line.starts_with(text)) return content;
  if (!text.starts_with(journal_first_line)) {
    throw ValidationError(fmt::format(
        "journal: {} is not the journal of an import; give the path of a new file, or of a journal",
        support::shown_path(path)));
  }
  content.whole = journal_first_line.size();
  while (content.whole < text.size()) {
    const auto end = text.find('\n', content.whole);
    const auto record = end == std::string::npos
                            ? std::nullopt
                            : record_of(std::string_view(text).substr(content.whole, end - content.whole));
    // Only the last line can be incomplete.
    if (!record && (end == std::string::npos || end + 1 == text.size())) break;
    try {
      if (!record) throw std::invalid_argument("not a record");
      read_record(*record, content);
    } catch (const std::exception&) {
      throw ValidationError(
          fmt::format("journal: {} is damaged at byte {}", support::shown_path(path), content.whole));
    }
    content.whole = end + 1;
  }
  return content;
}

}  // namespace kili::use_cases
