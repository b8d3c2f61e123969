#include <string>

#include "listing.hpp"
#include "literals.hpp"
#include "methods.hpp"

namespace kili::driver {
namespace {

IssueFilters issue_filters_of(Arguments& arguments, const SdkShapes& shapes) {
  IssueFilters filters;
  filters.asset_id = arguments.text("asset_id");
  filters.asset_id_in = arguments.texts("asset_id_in");
  filters.issue_type = literal<IssueType>(arguments, "issue_type");
  filters.status = literal<IssueStatus>(arguments, "status");
  if (filters.status == IssueStatus::cancelled && shapes.version() < SdkVersion::v26_2)
    throw TypeCheckError("argument \"status\" is not any of ('OPEN', 'SOLVED')");
  return filters;
}

nlohmann::json issues(const Client& client, Arguments& arguments, const SdkShapes& shapes) {
  const std::string project_id = arguments.required_text("project_id");
  const IssueFilters filters = issue_filters_of(arguments, shapes);
  return listing(arguments,
                 [&](const IssuesArguments& how) { return client.issues(project_id, filters, how); });
}

nlohmann::json count_issues(const Client& client, Arguments& arguments, const SdkShapes& shapes) {
  const std::string project_id = arguments.required_text("project_id");
  const IssueFilters filters = issue_filters_of(arguments, shapes);
  arguments.check_all_known();
  return client.count_issues(project_id, filters);
}

nlohmann::json create_issues(const Client& client, Arguments& arguments, const SdkShapes& /*shapes*/) {
  const std::string project_id = arguments.required_text("project_id");
  CreateIssues what;
  what.label_id_array = arguments.texts("label_id_array");
  what.object_mid_array = arguments.list_with_holes<std::string>("object_mid_array");
  what.text_array = arguments.list_with_holes<std::string>("text_array");
  arguments.check_all_known();
  return list_of_ids(client.create_issues(project_id, what));
}

nlohmann::json append_to_issues(const Client& client, Arguments& arguments, const SdkShapes& /*shapes*/) {
  AppendToIssues what;
  what.label_id = arguments.required_text("label_id");
  what.object_mid = arguments.text("object_mid");
  what.project_id = arguments.required_text("project_id");
  what.text = arguments.text("text");
  what.type_ = literal<IssueType>(arguments, "type_").value_or(IssueType::issue);
  arguments.check_all_known();
  return {{"id", client.append_to_issues(what)}};
}

nlohmann::json update_issue_status(const Client& client, Arguments& arguments, const SdkShapes& /*shapes*/) {
  UpdateIssueStatus what;
  what.issue_id = arguments.required_text("issue_id");
  what.status = from_string<IssueStatus>(arguments.required_text("status"));
  arguments.check_all_known();
  return {{"updatePropertiesInIssue", {{"id", client.update_issue_status(what)}}}};
}

}  // namespace

void issue_methods(Methods& methods) {
  methods["issues"] = issues;
  methods["count_issues"] = count_issues;
  methods["create_issues"] = create_issues;
  methods["append_to_issues"] = append_to_issues;
  methods["update_issue_status"] = update_issue_status;
}

}  // namespace kili::driver
