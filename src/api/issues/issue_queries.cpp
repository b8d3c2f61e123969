#include "api/checked_answer.hpp"
#include "api/issues/issues_api.hpp"
#include "graphql/variables.hpp"
#include "support/immortal.hpp"
#include "support/json_lookup.hpp"

namespace kili::api {
namespace {

using nlohmann::json;

constexpr ListedKind issue_kind{
    .count_field = "countIssues", .list_field = "issues", .where_type = "IssueWhere!"};
constexpr ListedKind label_kind{
    .count_field = "countLabels", .list_field = "labels", .where_type = "LabelWhere!"};

json issue_where(std::string_view project_id, const IssueFilters& filters) {
  json asset = json::object();
  if (filters.asset_id) asset["id"] = *filters.asset_id;
  json where{{"asset", std::move(asset)}, {"project", {{"id", project_id}}}};
  if (filters.asset_id_in) where["assetIn"] = graphql::text_list(*filters.asset_id_in);
  if (filters.issue_type) where["type"] = to_string(*filters.issue_type);
  if (filters.status) where["status"] = to_string(*filters.status);
  return where;
}

std::optional<std::string> optional_text(const json& record, const char* name) {
  const std::string* const text = support::find_text(record, name);
  return text == nullptr ? std::nullopt : std::optional(*text);
}

}  // namespace

std::size_t IssuesApi::count_issues(std::string_view project_id, const IssueFilters& filters,
                                    const support::CallContext& context) const {
  return records_.count(issue_kind, issue_where(project_id, filters), context);
}

std::vector<json> IssuesApi::issues(std::string_view project_id, const IssueFilters& filters,
                                    std::span<const std::string> fields, std::size_t first, std::size_t skip,
                                    const support::CallContext& context) const {
  return records_.page(issue_kind, issue_where(project_id, filters), fields, first, skip, context);
}

std::map<std::string, std::string> IssuesApi::assets_of_labels(std::string_view project_id,
                                                               std::span<const std::string> label_ids,
                                                               const support::CallContext& context) const {
  static const auto& fields = support::immortal(std::vector<std::string>{"assetId", "id"});
  std::map<std::string, std::string> assets;
  const json where{{"idIn", graphql::text_list(label_ids)}, {"project", {{"id", project_id}}}};
  for (const auto& label : records_.page(label_kind, where, fields, label_ids.size(), 0, context)) {
    assets.emplace(text_member(label, "id", label_kind.list_field),
                   text_member(label, "assetId", label_kind.list_field));
  }
  return assets;
}

std::vector<IssueOnLabel> IssuesApi::issues_on_labels(std::string_view project_id,
                                                      std::span<const std::string> asset_ids,
                                                      const support::CallContext& context) const {
  static const auto& fields =
      support::immortal(std::vector<std::string>{"createdAt", "id", "labelId", "objectMid", "text", "type"});
  const IssueFilters filters{.asset_id_in = std::vector<std::string>(asset_ids.begin(), asset_ids.end())};
  std::vector<IssueOnLabel> found;
  for (std::size_t skip = 0;;) {
    const auto page = issues(project_id, filters, fields, issues_per_request, skip, context);
    // A page may have fewer than asked for before the last one.
    if (page.empty()) return found;
    skip += page.size();
    for (const auto& record : page) {
      auto label_id = optional_text(record, "labelId");
      if (!label_id) continue;
      const std::string type = text_member(record, "type", issue_kind.list_field);
      found.push_back({.created_at = text_member(record, "createdAt", issue_kind.list_field),
                       .id = text_member(record, "id", issue_kind.list_field),
                       .issue = {.label_id = *std::move(label_id),
                                 .object_mid = optional_text(record, "objectMid"),
                                 .text = optional_text(record, "text"),
                                 .type = type == to_string(IssueType::question) ? IssueType::question
                                                                                : IssueType::issue}});
    }
  }
}

}  // namespace kili::api
