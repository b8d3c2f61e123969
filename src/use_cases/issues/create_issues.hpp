#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kili/issues/create_issues.hpp"
#include "support/call_context.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// `create_issues`.
class CreateIssuesOnLabels {
 public:
  explicit CreateIssuesOnLabels(Resources resources) : resources_(std::move(resources)) {}
  /// @return the ids of the issues, in input order. @throws MutationError with what became of each.
  [[nodiscard]] std::vector<std::string> run(std::string_view project_id, const CreateIssues& arguments,
                                             const support::CallContext& context) const;

 private:
  Resources resources_;
};

}  // namespace kili::use_cases
