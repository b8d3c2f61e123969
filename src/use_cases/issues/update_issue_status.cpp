#include "use_cases/issues/update_issue_status.hpp"

#include "use_cases/argument_checks.hpp"
#include "use_cases/single_mutation.hpp"

namespace kili::use_cases {

std::string SetIssueStatus::run(const UpdateIssueStatus& arguments,
                                const support::CallContext& context) const {
  check_given("issue_id", arguments.issue_id);
  std::string id;
  const auto send = [&](const support::CallContext& inner) {
    id = resources_.api->issues.set_issue_status(arguments.issue_id, arguments.status, inner);
    return true;
  };
  // An issue is listed with its project, which is not known here; the status is set once more instead.
  const auto is_done = [](const support::CallContext& /*inner*/) { return false; };
  SingleMutation(send, is_done).run(resources_, arguments.issue_id, engine::RepairPolicy::repeat, context);
  return id;
}

}  // namespace kili::use_cases
