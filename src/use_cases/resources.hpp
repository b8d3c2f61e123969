#pragma once

#include <memory>

#include "api/service_api.hpp"
#include "engine/runtime.hpp"
#include "support/ids.hpp"

namespace kili::use_cases {

/// What every use case works with: the operations of the service, ids, and the machinery's time, threads,
/// locks and messages. Cheap to copy; keeps what a range needs of its client alive.
struct Resources : engine::Runtime {
  std::shared_ptr<const api::ServiceApi> api;
  std::shared_ptr<const support::IdGenerator> ids;
};

}  // namespace kili::use_cases
