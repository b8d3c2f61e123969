#pragma once

#include <cstddef>
#include <exception>
#include <functional>
#include <string>
#include <unordered_set>
#include <vector>

#include "support/call_context.hpp"
#include "support/id_set.hpp"
#include "use_cases/assets/importing/check/row_checks.hpp"
#include "use_cases/assets/importing/import_journal.hpp"
#include "use_cases/assets/importing/import_report.hpp"
#include "use_cases/assets/importing/live/asset_queue.hpp"
#include "use_cases/assets/importing/read/import_row.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// A row that is going to be imported, with its ids.
struct NumberedRow {
  std::string asset_id;
  std::string external_id;
  bool maybe_sent = false;  ///< By an earlier run, says the journal.
  support::TextHash row_hash;
  ImportRow row;
};

/// Some rows of the input, until it is known which of them exist already.
struct ImportWindow {
  std::vector<std::string> asked_asset_ids;     ///< Of rows that an earlier run may have sent.
  std::vector<std::string> asked_external_ids;  ///< Given ones.
  bool looked_up = false;
  std::size_t next = 0;  ///< First row that was not taken yet.
  std::vector<NumberedRow> rows;
};

/// Which of the asked assets exist.
struct ExistingAssets {
  std::unordered_set<std::string> asset_ids;
  std::unordered_set<std::string> external_ids;
};

/// Reads the input window by window: chooses ids, recognises what an earlier run has done, and leaves out
/// duplicates. Only look_up() may be called from another thread.
class ImportIntake {
 public:
  /// The references outlive the object; the pointers may be null.
  struct Parts {
    const CheckedRows* checked = nullptr;  ///< Null: each row is checked when it is read.
    ImportJournal* journal = nullptr;
    AssetQueue* live = nullptr;  ///< Null, or the source: of an open import.
    const std::string& project_id;
    ImportReport& report;
    detail::NewAssetSource& source;
  };

  ImportIntake(const Resources& resources, Parts parts) : resources_(resources), parts_(parts) {}

  /// Whether read() has something to read, or the end, without waiting: of an open import.
  [[nodiscard]] bool is_ready();
  /// Reads some rows, bounded in number, size and time; of an open import its batch.
  /// @param after_row is called after each, so that a slow input does not hold up everything else.
  /// @throws JournalMismatchError when the journal belongs to another import.
  [[nodiscard]] ImportWindow read(const std::function<void()>& after_row);
  [[nodiscard]] bool at_end() const noexcept { return at_end_; }

  /// Asks the service which of the window's assets exist.
  [[nodiscard]] ExistingAssets look_up(const ImportWindow& window, const support::CallContext& context) const;
  /// Takes the answer into account: reports what exists and leaves it out.
  void leave_out(ImportWindow& window, const ExistingAssets& existing);

  /// What is wrong with the first row that is not fit for import, or what the input threw, or null.
  [[nodiscard]] std::exception_ptr first_error() const noexcept { return first_error_; }
  /// True when each asset was given an external id, so that importing them again is harmless.
  [[nodiscard]] bool all_have_external_ids() const noexcept { return all_have_external_ids_; }
  /// An asset was not imported: of an open import another one may have its external id.
  void forget(const std::string& external_id) { external_ids_.erase(external_id); }
  /// Takes note of what an open import has dropped.
  void report_dropped();
  /// The same of everything whose turn did not come.
  void report_rest();
  [[nodiscard]] std::size_t dropped() const noexcept { return dropped_; }
  /// To be called in the end: an asset whose external id stood before it in the input was left out for
  /// nothing when that one was not imported.
  void reconsider_repeated();
  /// External ids that stand more than once in the input, and that are in the project already; the first ones
  /// of each, and how many there are.
  struct Names {
    std::size_t count = 0;
    std::vector<std::string> first;
  };
  [[nodiscard]] const Names& repeated() const noexcept { return repeated_; }
  [[nodiscard]] const Names& existing() const noexcept { return existing_; }

 private:
  [[nodiscard]] bool next(NewAsset& asset);
  void take_row(ImportWindow& window, NewAsset asset);
  [[nodiscard]] bool is_fit(const ImportRow& row);
  /// What an earlier run noted about the row, or null.
  [[nodiscard]] const ImportJournal::Entry* find_in_journal(NumberedRow& row) const;
  [[nodiscard]] bool is_done(const ImportJournal::Entry& entry, std::size_t index);

  const Resources& resources_;
  Parts parts_;

  bool all_have_external_ids_ = true;
  bool at_end_ = false;
  std::size_t dropped_ = 0;
  Names existing_;
  support::IdSet external_ids_;
  std::exception_ptr first_error_;
  Names repeated_;
  std::vector<std::size_t> repeated_indexes_;
};

}  // namespace kili::use_cases
