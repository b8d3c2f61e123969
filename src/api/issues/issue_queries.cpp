#include "api/checked_answer.hpp"
#include "api/issues/issues_api.hpp"
#include "api/label_kind.hpp"
#include "graphql/variables.hpp"
#include "support/json_lookup.hpp"

namespace kili::api {
namespace {

using nlohmann::json;

constexpr ListedKind issue_kind{
    .count_field = "countIssues", .list_field = "issues", .where_type = "IssueWhere!"};

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
  const RecordLookup lookup{
      .where = {{"idIn", graphql::text_list(label_ids)}, {"project", {{"id", project_id}}}},
      .fields = {"assetId", "id"},
      .expected = label_ids.size(),
      .at_most = true};
  std::map<std::string, std::string> assets;
  records_.for_each(labels_kind, lookup, context, [&](json&& label) {
    assets.emplace(text_member(label, "id", labels_kind.list_field),
                   text_member(label, "assetId", labels_kind.list_field));
  });
  return assets;
}

std::vector<IssueOnLabel> IssuesApi::issues_on_labels(std::string_view project_id,
                                                      std::span<const std::string> asset_ids,
                                                      const support::CallContext& context) const {
  const IssueFilters filters{.asset_id_in = std::vector<std::string>(asset_ids.begin(), asset_ids.end())};
  const RecordLookup lookup{.where = issue_where(project_id, filters),
                            .fields = {"createdAt", "id", "labelId", "objectMid", "text", "type"},
                            .page_size = issues_per_request};
  std::vector<IssueOnLabel> found;
  records_.for_each(issue_kind, lookup, context, [&](json&& record) {
    auto label_id = optional_text(record, "labelId");
    if (!label_id) return;
    const std::string type = text_member(record, "type", issue_kind.list_field);
    found.push_back(
        {.created_at = text_member(record, "createdAt", issue_kind.list_field),
         .id = text_member(record, "id", issue_kind.list_field),
         .issue = {.label_id = *std::move(label_id),
                   .object_mid = optional_text(record, "objectMid"),
                   .text = optional_text(record, "text"),
                   .type = type == to_string(IssueType::question) ? IssueType::question : IssueType::issue}});
  });
  return found;
}

}  // namespace kili::api
