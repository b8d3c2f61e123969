#include "client/client_implementation.hpp"
#include "kili/client.hpp"
#include "use_cases/issues/append_to_issues.hpp"
#include "use_cases/issues/create_issues.hpp"
#include "use_cases/issues/list_issues.hpp"
#include "use_cases/issues/update_issue_status.hpp"

namespace kili {
inline namespace v0_1 {

IssueRange Client::issues(std::string_view project_id, const IssueFilters& filters,
                          const IssuesArguments& arguments, const CallOptions& options) const {
  return IssueRange(use_cases::ListIssues(connection().resources())
                        .run(project_id, filters, arguments, connection().begin_call("issues", options)));
}

std::size_t Client::count_issues(std::string_view project_id, const IssueFilters& filters,
                                 const CallOptions& options) const {
  return use_cases::CountIssues(connection().resources())
      .run(project_id, filters, connection().begin_call("count_issues", options));
}

std::vector<std::string> Client::create_issues(std::string_view project_id, const CreateIssues& arguments,
                                               const CallOptions& options) const {
  return use_cases::CreateIssuesOnLabels(connection().resources())
      .run(project_id, arguments, connection().begin_call("create_issues", options));
}

std::string Client::append_to_issues(const AppendToIssues& arguments, const CallOptions& options) const {
  return use_cases::AppendIssue(connection().resources())
      .run(arguments, connection().begin_call("append_to_issues", options));
}

std::string Client::update_issue_status(const UpdateIssueStatus& arguments,
                                        const CallOptions& options) const {
  return use_cases::SetIssueStatus(connection().resources())
      .run(arguments, connection().begin_call("update_issue_status", options));
}

}  // namespace v0_1
}  // namespace kili
