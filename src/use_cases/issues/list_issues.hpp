#pragma once

#include <cstddef>
#include <memory>
#include <string_view>
#include <utility>

#include "kili/issues/issue.hpp"
#include "kili/issues/issue_filters.hpp"
#include "kili/issues/issues_arguments.hpp"
#include "support/call_context.hpp"
#include "types/record_stream.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// `issues`.
class ListIssues {
 public:
  explicit ListIssues(Resources resources) : resources_(std::move(resources)) {}
  /// Sends nothing.
  [[nodiscard]] std::unique_ptr<detail::RecordStream<Issue>> run(std::string_view project_id,
                                                                 const IssueFilters& filters,
                                                                 const IssuesArguments& arguments,
                                                                 support::CallContext context) const;

 private:
  Resources resources_;
};

/// `count_issues`.
class CountIssues {
 public:
  explicit CountIssues(Resources resources) : resources_(std::move(resources)) {}
  [[nodiscard]] std::size_t run(std::string_view project_id, const IssueFilters& filters,
                                const support::CallContext& context) const;

 private:
  Resources resources_;
};

}  // namespace kili::use_cases
