#pragma once

#include <string>
#include <utility>

#include "kili/issues/update_issue_status.hpp"
#include "support/call_context.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// `update_issue_status`.
class SetIssueStatus {
 public:
  explicit SetIssueStatus(Resources resources) : resources_(std::move(resources)) {}
  /// @return the id of the issue.
  [[nodiscard]] std::string run(const UpdateIssueStatus& arguments,
                                const support::CallContext& context) const;

 private:
  Resources resources_;
};

}  // namespace kili::use_cases
