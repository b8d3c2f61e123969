#pragma once

#include <memory>

#include "engine/recent_changes.hpp"
#include "engine/transfer_budget.hpp"
#include "support/clock.hpp"
#include "support/id_locks.hpp"
#include "support/message_log.hpp"
#include "support/worker_pool.hpp"

namespace kili::engine {

/// What the machinery works with, whatever the module: time, threads, locks and messages. One for each
/// client; cheap to copy.
struct Runtime {
  std::shared_ptr<const support::Clock> clock;
  /// What calls of this client have changed a moment ago.
  std::shared_ptr<RecentChanges> changes = std::make_shared<RecentChanges>();
  /// Of the objects that calls of this client are changing.
  std::shared_ptr<support::IdLocks> locks = std::make_shared<support::IdLocks>();
  support::MessageLog log;
  std::shared_ptr<support::WorkerPool> pool;
  /// Of pages and batches.
  std::shared_ptr<TransferSizes> sizes = std::make_shared<TransferSizes>();
};

}  // namespace kili::engine
