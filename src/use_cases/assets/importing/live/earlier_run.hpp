#pragma once

#include <string>

#include "support/call_context.hpp"
#include "use_cases/assets/importing/import_journal.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// Finds out which assets the service has created that an earlier run of an open import sent without learning
/// what became of them, and notes it. Warns of the others: they are imported when they are pushed again.
/// @throws what requests throw.
void settle_what_was_sent_earlier(const Resources& resources, const std::string& project_id,
                                  ImportJournal& journal, const support::CallContext& context);

}  // namespace kili::use_cases
