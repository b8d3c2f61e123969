#pragma once

#include <string>
#include <utility>

#include "kili/issues/append_to_issues.hpp"
#include "support/call_context.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// `append_to_issues`.
class AppendIssue {
 public:
  explicit AppendIssue(Resources resources) : resources_(std::move(resources)) {}
  /// @return the id of the issue.
  [[nodiscard]] std::string run(const AppendToIssues& arguments, const support::CallContext& context) const;

 private:
  Resources resources_;
};

}  // namespace kili::use_cases
