#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "api/checked_answer.hpp"
#include "api/issues/issues_api.hpp"
#include "api/mutation_answer.hpp"
#include "graphql/variables.hpp"
#include "kili/errors.hpp"
#include "support/immortal.hpp"
#include "support/shown_text.hpp"

namespace kili::api {
namespace {

using nlohmann::json;

/// What a service of before 26.1 lacks: it does not take an issue without these.
constexpr std::string_view asset_of_label = "asset of the label of an issue";
constexpr std::array<std::string_view, 2> members_of_before{"assetId", "issueNumber"};

bool asks_for_members_of_before(const GraphQLError& error) {
  return !error.context().outcome_unknown &&
         std::any_of(error.messages().begin(), error.messages().end(), [](const std::string& message) {
           return std::any_of(members_of_before.begin(), members_of_before.end(),
                              [&](std::string_view name) { return message.find(name) != std::string::npos; });
         });
}

json issue_data(const NewIssue& issue, json asset_id, bool with_members_of_before) {
  json data{{"assetId", std::move(asset_id)},
            {"labelID", issue.label_id},
            {"objectMid", graphql::value_or_null(issue.object_mid)},
            {"text", graphql::value_or_null(issue.text)},
            {"type", to_string(issue.type)}};
  if (with_members_of_before) data["issueNumber"] = 0;
  return data;
}

}  // namespace

/// Calls `send(false)`, or `send(true)` for a service that needs the members of before.
template <typename Send>
std::vector<std::string> IssuesApi::send_as_known(const Send& send) const {
  if (capabilities_->lacks(asset_of_label)) return send(true);
  try {
    return send(false);
  } catch (const GraphQLError& error) {
    if (!asks_for_members_of_before(error)) throw;
  }
  capabilities_->note_lack(asset_of_label);
  return send(true);
}

std::vector<std::string> IssuesApi::send(json issues, json where, const support::CallContext& context) const {
  static const auto& operation = support::immortal(graphql::Operation{
      .document = "mutation createIssues($issues: [IssueToCreate!]!, $where: AssetWhere!) {\n"
                  "  data: createIssues(issues: $issues, where: $where) {\n    id\n  }\n}",
      .idempotent = false,
      .name = "createIssues"});
  const std::size_t count = issues.size();
  const json answer =
      graphql_->execute(operation, {{"issues", std::move(issues)}, {"where", std::move(where)}}, context);
  return read_outcome(operation, [&] {
    std::vector<std::string> ids;
    for (const auto& issue : array(answer, operation.name))
      ids.push_back(text_member(issue, "id", operation.name));
    if (ids.size() != count) throw_unexpected_answer(operation.name, "another number of issues");
    return ids;
  });
}

std::vector<std::string> IssuesApi::create_issues(std::string_view project_id,
                                                  std::span<const NewIssue> issues,
                                                  const support::CallContext& context) const {
  return send_as_known([&](bool with_members_of_before) {
    json data = json::array();
    if (!with_members_of_before) {
      for (const auto& issue : issues) data.push_back(issue_data(issue, nullptr, false));
      return send(std::move(data), {{"project", {{"id", project_id}}}}, context);
    }
    std::vector<std::string> labels;
    for (const auto& issue : issues) labels.push_back(issue.label_id);
    const auto assets = assets_of_labels(project_id, labels, context);
    std::erase_if(labels, [&](const std::string& label) { return assets.contains(label); });
    if (!labels.empty()) {
      throw NotFoundError(fmt::format("the project {} has no labels {}; check label_id_array",
                                      support::shown_text(project_id, 100), support::shown_list(labels)));
    }
    std::vector<std::string> named;
    for (const auto& issue : issues) {
      named.push_back(assets.at(issue.label_id));
      data.push_back(issue_data(issue, named.back(), true));
    }
    return send(std::move(data), {{"idIn", graphql::text_list(named)}}, context);
  });
}

std::string IssuesApi::create_issue(std::string_view asset_id, const NewIssue& issue,
                                    const support::CallContext& context) const {
  const auto ids = send_as_known([&](bool with_members_of_before) {
    return send(json::array({issue_data(issue, asset_id, with_members_of_before)}), {{"id", asset_id}},
                context);
  });
  return ids.front();
}

std::string IssuesApi::set_issue_status(std::string_view issue_id, IssueStatus status,
                                        const support::CallContext& context) const {
  static const auto& operation = support::immortal(graphql::Operation{
      .document = "mutation UpdatePropertiesInIssue($data: IssueData!, $where: IssueWhere!) {\n"
                  "  updatePropertiesInIssue(data: $data, where: $where) {\n    id\n  }\n}",
      .idempotent = false,
      .name = "updatePropertiesInIssue",
      .result = "updatePropertiesInIssue"});
  const json answer = graphql_->execute(
      operation, {{"data", {{"status", to_string(status)}}}, {"where", {{"id", issue_id}}}}, context);
  return read_outcome(operation, [&] { return text_member(answer, "id", operation.name); });
}

}  // namespace kili::api
