#pragma once

#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "support/call_context.hpp"
#include "use_cases/assets/importing/import_journal.hpp"
#include "use_cases/assets/importing/import_report.hpp"
#include "use_cases/assets/importing/live/outage_patience.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// Assets that the service has accepted for an asynchronous import.
struct AcceptedImport {
  std::vector<std::string> asset_ids;
  std::vector<std::size_t> indexes;
  bool repaired = false;  ///< An earlier mutation may have created some of them.
  std::string notification_id;
};

/// The last stage of an import: what the service has accepted is followed to its end. Used by one thread.
class AcceptedImports {
 public:
  /// @param journal may be null. The references outlive the object.
  AcceptedImports(const Resources& resources, const std::string& project_id, ImportJournal* journal,
                  const OutagePatience& patience, ImportReport& report, const support::CallContext& context)
      : resources_(resources),
        project_id_(project_id),
        journal_(journal),
        patience_(patience),
        report_(report),
        context_(context) {}

  void add(AcceptedImport import) { imports_.push_back(std::move(import)); }
  /// Waits for all of them and reports what became of their assets; those whose import cannot be followed
  /// stay accepted. @param after_each called after each of them. @return the first error, or null.
  [[nodiscard]] std::exception_ptr settle(const std::function<void()>& after_each);

  // The same one by one, while the import goes on.

  /// The one that was added first; nothing when there is none.
  [[nodiscard]] std::optional<AcceptedImport> take_next();
  /// How the service's import ended.
  struct End {
    std::unordered_set<std::string> existing;  ///< Assets of a failed one.
    bool succeeded = false;
  };
  /// Waits for the end. May be called from another thread. @throws what requests throw.
  [[nodiscard]] End wait_for_end(const AcceptedImport& import) const;
  /// @throws BatchImportFailure when it failed.
  void report(const AcceptedImport& import, const End& end);

 private:
  void report_failed(const AcceptedImport& import, const std::unordered_set<std::string>& existing);

  const Resources& resources_;
  const std::string& project_id_;
  ImportJournal* journal_;
  const OutagePatience& patience_;
  ImportReport& report_;
  const support::CallContext& context_;
  std::deque<AcceptedImport> imports_;
};

/// Waits for the asynchronous imports of earlier runs, and notes what became of their assets: those that are
/// missing are sent anew by the import that begins. @throws what requests throw; the journal is as it was.
void settle_imports_of_earlier_runs(const Resources& resources, const std::string& project_id,
                                    ImportJournal& journal, const support::CallContext& context);

}  // namespace kili::use_cases
