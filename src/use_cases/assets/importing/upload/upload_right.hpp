#pragma once

#include <optional>

#include "support/call_context.hpp"
#include "support/task_scope.hpp"
#include "use_cases/assets/importing/live/outage_patience.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// Whether the organisation allows uploads; asked at most once, ahead where it will be needed. Used by one
/// thread.
class UploadRight {
 public:
  /// The references outlive the object.
  UploadRight(const Resources& resources, const OutagePatience& patience,
              const support::CallContext& context);

  /// Asks without waiting for the answer.
  void ask();
  /// Waits for the answer. @throws UploadForbiddenError, and what the requests throw.
  void require();

 private:
  const Resources& resources_;
  const OutagePatience& patience_;
  support::CallContext context_;
  std::optional<bool> allowed_;
  support::Outcome<bool> answer_;
  bool asked_ = false;
  support::TaskScope scope_;  // last: its destructor waits for the job, which uses the rest
};

}  // namespace kili::use_cases
