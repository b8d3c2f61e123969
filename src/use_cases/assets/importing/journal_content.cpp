#include "use_cases/assets/importing/journal_content.hpp"

#include <fmt/format.h>

#include <array>
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

/// The lines of a file from a byte on, read in pieces: a journal of a million assets has a hundred megabytes.
class FileLines {
 public:
  FileLines(const support::File& file, std::uint64_t from) : file_(file), place_(from) {}

  /// The next line with its end; without one at the end of the file. Empty behind the last line, and on an
  /// error.
  std::string_view next(std::error_code& error) {
    begin_ = end_;
    for (std::size_t searched = begin_;;) {
      const auto end = buffer_.find('\n', searched);
      if (end != std::string::npos) {
        end_ = end + 1;
        break;
      }
      searched = buffer_.size() - begin_;
      if (!read_on(error)) {
        end_ = error ? begin_ : buffer_.size();
        break;
      }
    }
    return std::string_view(buffer_).substr(begin_, end_ - begin_);
  }
  /// No line follows. The line handed out last is not valid after it.
  bool at_end(std::error_code& error) {
    if (end_ < buffer_.size()) return false;
    begin_ = end_;
    return !read_on(error) && !error;
  }

 private:
  /// Reads more behind what was not handed out.
  bool read_on(std::error_code& error) {
    constexpr std::size_t piece = std::size_t{256} << 10U;
    buffer_.erase(0, begin_);
    end_ -= begin_;
    begin_ = 0;
    const std::size_t size = buffer_.size();
    buffer_.resize(size + piece);
    const std::size_t got = file_.read_at(place_, buffer_.data() + size, piece, error);
    buffer_.resize(size + got);
    place_ += got;
    return got != 0;
  }

  std::size_t begin_ = 0;  // of the line handed out last, in buffer_
  std::string buffer_;
  std::size_t end_ = 0;  // of that line
  const support::File& file_;
  std::uint64_t place_;  // behind buffer_, in the file
};

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
  const auto check = [&] {
    if (!error) return;
    throw FileError(
        fmt::format("journal: {} cannot be read: {}", support::shown_path(path), error.message()));
  };
  JournalContent content;
  // Not read as a line: what is no journal may have none for gigabytes.
  std::array<char, journal_first_line.size()> start{};
  const std::string_view first(start.data(), file.read_at(0, start.data(), start.size(), error));
  check();
  if (first != journal_first_line && journal_first_line.starts_with(first)) return content;
  if (first != journal_first_line) {
    throw ValidationError(fmt::format(
        "journal: {} is not the journal of an import; give the path of a new file, or of a journal",
        support::shown_path(path)));
  }
  FileLines lines(file, first.size());
  std::string_view line;
  for (content.whole = first.size();; content.whole += line.size()) {
    line = lines.next(error);
    check();
    if (line.empty()) return content;
    const bool has_end = line.ends_with('\n');
    const auto record = has_end ? record_of(line.substr(0, line.size() - 1)) : std::nullopt;
    // Only the last line can be incomplete.
    if (!record && (!has_end || lines.at_end(error))) return content;
    check();
    try {
      if (!record) throw std::invalid_argument("not a record");
      read_record(*record, content);
    } catch (const std::exception&) {
      throw ValidationError(
          fmt::format("journal: {} is damaged at byte {}", support::shown_path(path), content.whole));
    }
  }
}

}  // namespace kili::use_cases
