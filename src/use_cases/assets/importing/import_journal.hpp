#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "support/text_hash.hpp"
#include "use_cases/assets/importing/planned_asset.hpp"

namespace kili::use_cases {

/// The file in which an import notes what it is about to send, so that it can go on after it was killed.
///
/// Lines are only appended: one that names the project and the number of assets, one before each mutation
/// with the ids chosen for its assets and a fingerprint of what was given for them, written through to the
/// disk before the mutation is sent, one after each mutation, and one at the end. Every line has a checksum;
/// a last line that was cut is dropped. The file is locked while it is open.
///
/// find() and note_*() may be called from several threads.
class ImportJournal {
 public:
  enum class State {
    sent,      ///< It was about to be sent; whether it was is not known.
    accepted,  ///< Accepted for an asynchronous import, whose end is not known.
    created,
    failed  ///< The service refused it; something else may be given for it.
  };
  /// An asset that an earlier run has at least begun to send.
  struct Entry {
    std::string asset_id;
    bool asynchronous = false;
    std::string external_id;
    std::string notification_id;  ///< Of an accepted one.
    support::TextHash row_hash;
    State state = State::sent;
  };

  /// Opens the journal of an import, or begins one.
  /// @param rows number of assets, when it is known.
  /// @throws ValidationError when the file is no journal, belongs to another import or is in use; FileError
  /// when it cannot be read or written.
  ImportJournal(std::string path, std::string_view project_id, std::optional<std::size_t> rows);
  ~ImportJournal();
  ImportJournal(const ImportJournal&) = delete;
  ImportJournal& operator=(const ImportJournal&) = delete;

  /// What earlier runs noted about an asset; null when it was never sent.
  /// @throws ValidationError when something else was given for it then.
  [[nodiscard]] const Entry* find(std::size_t index, const support::TextHash& row_hash) const;

  /// Whether nothing needs to be sent for an asset.
  [[nodiscard]] bool is_finished(std::size_t index) const;
  /// Index and id of the assets that an asynchronous import of an earlier run has accepted, by its
  /// notification.
  using Accepted = std::map<std::string, std::vector<std::pair<std::size_t, std::string>>>;
  [[nodiscard]] Accepted accepted() const;
  /// Notes what became of such assets. To be called before the import begins.
  void settle(std::span<const std::size_t> indexes, State state);

  /// Must have returned before the mutation with these assets is sent. @throws FileError.
  void note_sent(const std::vector<PlannedAsset>& assets, std::span<const std::size_t> positions);
  void note_finished(std::span<const std::size_t> indexes, State state,
                     std::string_view notification_id = {});
  /// The import is at its end, with nothing left to do.
  void note_complete();

 private:
  void begin(std::string_view project_id, std::optional<std::size_t> rows);
  void load(std::string_view content, std::string_view project_id, std::optional<std::size_t> rows);
  void read_record(const nlohmann::json& record);
  void write(const nlohmann::json& record, bool through);
  void append(std::string_view text);
  [[noreturn]] void fail(std::string_view what) const;

  bool complete_ = false;
  int file_ = -1;
  std::unordered_map<std::size_t, Entry> entries_;
  std::mutex mutex_;  // of the file
  std::string path_;
  std::size_t size_ = 0;  ///< Of the file, up to the end of the last whole line.
};

}  // namespace kili::use_cases
