#pragma once

#include <cstddef>
#include <exception>
#include <string>
#include <vector>

#include "engine/lost_answer_repair.hpp"
#include "engine/sized_mutation.hpp"
#include "kili/errors.hpp"
#include "support/call_context.hpp"
#include "use_cases/assets/importing/import_journal.hpp"
#include "use_cases/assets/importing/live/outage_patience.hpp"
#include "use_cases/assets/importing/planned_asset.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// Assets that the service has accepted for one asynchronous import.
struct AcceptedBatch {
  std::string notification_id;  ///< Tells the end.
  std::vector<std::size_t> positions;
};

/// What became of the assets of one batch.
struct BatchOutcome {
  std::vector<AcceptedBatch> accepted;
  std::exception_ptr error;             ///< Why the assets that are neither accepted nor created are missing.
  std::vector<ImportOutcome> outcomes;  ///< By the positions that were given.
  bool repaired = false;                ///< An earlier mutation may have created some of them.
};

/// Sends the mutation of one batch, so that each of its assets is created exactly once: ids are chosen
/// already; when an answer is lost, the service is asked which assets exist and the others are sent again
/// under the same ids, which it does not take twice. Before anything is sent it is noted in the journal.
class BatchAppend {
 public:
  /// @param journal may be null. The references outlive the object.
  BatchAppend(const Resources& resources, const std::string& project_id, ImportJournal* journal,
              const OutagePatience& patience, const support::CallContext& context)
      : resources_(resources),
        project_id_(project_id),
        journal_(journal),
        patience_(patience),
        context_(context) {}

  /// Appends the assets at these positions, all of one lane. Throws nothing.
  [[nodiscard]] BatchOutcome run(const std::vector<PlannedAsset>& assets,
                                 const std::vector<std::size_t>& positions) const;

 private:
  void note_outcomes(const std::vector<PlannedAsset>& assets, const std::vector<AcceptedBatch>& accepted,
                     const std::vector<std::size_t>& created, const std::vector<std::size_t>& failed) const;

  const Resources& resources_;
  const std::string& project_id_;
  ImportJournal* journal_;
  const OutagePatience& patience_;
  const support::CallContext& context_;
};

}  // namespace kili::use_cases
