#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include <nlohmann/json.hpp>

#include "kili/assets/journaled_import.hpp"
#include "support/os/file.hpp"
#include "support/text_hash.hpp"

namespace kili::use_cases {

/// An asset of a journal.
struct JournalEntry {
  std::string asset_id;
  bool asynchronous = false;
  std::string external_id;
  std::string notification_id;  ///< Of an accepted one.
  support::TextHash row_hash;
  JournaledOutcome state = JournaledOutcome::sent;
};

/// What its first record says of an import.
struct JournalHeader {
  std::string project_id{};
  nlohmann::json rows{};  ///< Number of assets; null when it was not known; journal_of_open_import.
};

/// All that a journal says.
struct JournalContent {
  bool complete = false;
  std::unordered_map<std::size_t, JournalEntry> entries{};
  std::optional<JournalHeader> header{};  ///< Nothing when the program was killed while it began the journal.
  std::size_t whole = 0;                  ///< Bytes up to the end of the last whole line.
};

inline constexpr std::string_view journal_first_line = "kili import journal 1\n";
/// In place of a number of rows.
inline constexpr std::string_view journal_of_open_import = "open";

/// A line of a journal, with its checksum.
[[nodiscard]] std::string journal_line(const nlohmann::json& record);
/// A hash as journals have it.
[[nodiscard]] std::string journal_text(const support::TextHash& hash);

/// Reads a journal that is open, whole.
/// @param path names it in errors.
/// @throws ValidationError when it is no journal, or is damaged; FileError.
[[nodiscard]] JournalContent read_journal(const support::File& file, const std::string& path);

}  // namespace kili::use_cases
