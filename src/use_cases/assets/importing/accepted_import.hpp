#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <unordered_set>
#include <vector>

#include "support/call_context.hpp"
#include "use_cases/assets/importing/import_journal.hpp"
#include "use_cases/services.hpp"

namespace kili::use_cases {

/// Assets that the service has accepted for an asynchronous import.
struct AcceptedImport {
  std::vector<std::string> asset_ids;
  std::vector<std::size_t> indexes;
  bool looked_after = false;  ///< An earlier mutation may have created some of them.
  std::string notification_id;
};

/// Which of these assets exist.
[[nodiscard]] std::unordered_set<std::string> existing_of(const Services& services,
                                                          const std::string& project_id,
                                                          std::span<const std::string> asset_ids,
                                                          const support::CallContext& context);

/// Waits for the asynchronous imports of earlier runs, and notes what became of their assets: those that are
/// missing are sent anew by the import that begins. @throws what requests throw; the journal is as it was.
void settle_accepted_imports(const Services& services, const std::string& project_id, ImportJournal& journal,
                             const support::CallContext& context);

}  // namespace kili::use_cases
