#pragma once

#include <memory>

#include "api/service_api.hpp"
#include "engine/recent_changes.hpp"
#include "engine/recent_ids.hpp"
#include "engine/recent_texts.hpp"
#include "engine/runtime.hpp"
#include "support/ids.hpp"

namespace kili::use_cases {

/// What every use case works with: the operations of the service, ids, and the machinery's time, threads,
/// locks and messages. Cheap to copy; keeps what a range needs of its client alive.
struct Resources : engine::Runtime {
  std::shared_ptr<const api::ServiceApi> api;
  std::shared_ptr<const support::IdGenerator> ids;
  /// The issues that the client has created a moment ago.
  std::shared_ptr<engine::RecentIds> new_issues = std::make_shared<engine::RecentIds>();
  /// Labels that calls of this client have created a moment ago.
  std::shared_ptr<engine::RecentIds> new_labels = std::make_shared<engine::RecentIds>();
  /// Assets on which it is not known whether labels were created a moment ago.
  std::shared_ptr<engine::RecentChanges> doubtful_labels = std::make_shared<engine::RecentChanges>();
  /// What edits of metadata have written a moment ago.
  std::shared_ptr<engine::RecentTexts> metadata = std::make_shared<engine::RecentTexts>();
};

}  // namespace kili::use_cases
