#pragma once

#include <memory>

#include "api/gateway.hpp"
#include "support/clock.hpp"
#include "support/id_locks.hpp"
#include "support/ids.hpp"
#include "support/message_log.hpp"
#include "support/worker_pool.hpp"

namespace kili::use_cases {

/// What every use case works with: the service, time, ids, threads and the way to the user's eyes. Cheap to
/// copy; keeps what a range needs of its client alive.
struct Services {
  std::shared_ptr<support::IdLocks> asset_locks = std::make_shared<support::IdLocks>();
  std::shared_ptr<const support::Clock> clock;
  std::shared_ptr<const api::Gateway> gateway;
  std::shared_ptr<const support::IdGenerator> ids;
  support::MessageLog log;
  std::shared_ptr<support::WorkerPool> pool;
};

}  // namespace kili::use_cases
