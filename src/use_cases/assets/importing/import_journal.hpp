#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <unordered_map>
#include <utility>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "kili/errors.hpp"
#include "support/os/file.hpp"
#include "support/process_bound.hpp"
#include "support/text_hash.hpp"
#include "use_cases/assets/importing/journal_content.hpp"
#include "use_cases/assets/importing/planned_asset.hpp"

namespace kili::use_cases {

/// The file in which an import records what it is about to send, so that it can be resumed after the program
/// was killed.
///
/// Lines are only appended. The first names the project and the number of assets. One is written before each
/// mutation, with the ids chosen for its assets and a hash of what was given for them; it is on the disk
/// before the mutation is sent. One is written after each mutation, and one at the end of the import. Every
/// line has a checksum; a last line that is incomplete is dropped. The file is locked while it is open.
///
/// find() and note_*() may be called from several threads.
class ImportJournal {
 public:
  using State = JournaledOutcome;
  /// An asset that an earlier run sent, or was about to send.
  using Entry = JournalEntry;

  /// Opens the journal of an import, or begins one.
  /// @param rows number of assets, when it is known.
  /// @throws ValidationError when the file is no journal or is in use; JournalMismatchError; FileError
  /// when it cannot be read or written.
  ImportJournal(std::string path, std::string_view project_id, std::optional<std::size_t> rows);
  /// Of an open import. Its runs need not push the same assets in the same order: they are told by their
  /// external ids, and only what an earlier run left open is remembered.
  struct OpenImport {};
  ImportJournal(std::string path, std::string_view project_id, OpenImport form);
  ImportJournal(const ImportJournal&) = delete;
  ImportJournal& operator=(const ImportJournal&) = delete;

  /// What earlier runs recorded about an asset; null when it was never sent.
  /// @throws JournalMismatchError when something different was given for it then.
  [[nodiscard]] const Entry* find(std::size_t index, const support::TextHash& row_hash) const;
  /// The same of an open import: the asset with that name that an earlier run left open, if the same was
  /// given for it then.
  [[nodiscard]] const Entry* find(const std::optional<std::string>& external_id,
                                  const support::TextHash& row_hash) const;
  /// Whether nothing needs to be sent for an asset.
  [[nodiscard]] bool is_finished(std::size_t index) const;
  /// Index and id of the assets that an asynchronous import of an earlier run has accepted, by its
  /// notification.
  using Accepted = std::map<std::string, std::vector<std::pair<std::size_t, std::string>>>;
  [[nodiscard]] Accepted accepted() const;
  /// Those that an earlier run sent, and of which it is not known whether the service created them.
  [[nodiscard]] std::vector<std::pair<std::size_t, std::string>> sent() const;
  /// Records the outcome of such assets. To be called before the import begins.
  void settle(std::span<const std::size_t> indexes, State state);

  /// Must have returned before the mutation with these assets is sent. @throws FileError.
  void note_sent(const std::vector<PlannedAsset>& assets, std::span<const std::size_t> positions);
  void note_finished(std::span<const std::size_t> indexes, State state,
                     std::string_view notification_id = {});
  /// Records that the import is finished, with nothing left to do.
  void note_complete();

 private:
  void open(std::string_view project_id, const nlohmann::json& rows);
  void begin(std::string_view project_id, const nlohmann::json& rows);
  /// @param file_size bytes of the file; what is behind the last whole line is removed.
  void load(JournalContent content, std::uint64_t file_size, std::string_view project_id,
            const nlohmann::json& rows);
  [[nodiscard]] std::optional<JournalMismatchError> error_of_header(const JournalHeader& header,
                                                                    std::string_view project_id,
                                                                    const nlohmann::json& rows) const;
  void keep_what_is_open();
  void write_finished(std::span<const std::size_t> indexes, State state, std::string_view notification_id);
  void write(const nlohmann::json& record, bool through);
  void append(std::string_view text);
  /// @throws FileError when there is an error.
  void check(const std::error_code& error, std::string_view what) const;
  void check_written(const std::error_code& error) const;

  std::unordered_map<std::string, std::size_t> by_external_id_;  ///< Of an open import.
  bool complete_ = false;
  std::unordered_map<std::size_t, Entry> entries_;
  support::File file_;
  std::size_t first_index_ = 0;   ///< What stands in the file for index 0 of this run.
  support::ProcessMark process_;  ///< A child process writes nothing: the journal is its parent's.
  std::mutex mutex_;              ///< Of `file_` and `size_`.
  std::string path_;
  std::size_t size_ = 0;  ///< Of the file, up to the end of the last whole line.
};

}  // namespace kili::use_cases
