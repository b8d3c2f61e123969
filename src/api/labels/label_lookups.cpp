#include <fmt/format.h>

#include <array>

#include "api/checked_answer.hpp"
#include "api/label_kind.hpp"
#include "api/labels/label_mutations_api.hpp"
#include "graphql/variables.hpp"
#include "kili/errors.hpp"
#include "support/immortal.hpp"
#include "support/json_lookup.hpp"
#include "support/json_text.hpp"

namespace kili::api {
namespace {

using nlohmann::json;

constexpr std::string_view url_field = "jsonResponseUrl";

json where_of(std::span<const std::string> asset_ids, LabelType type) {
  return {{"asset", {{"idIn", graphql::text_list(asset_ids)}}}, {"typeIn", {to_string(type)}}};
}

ShownLabel shown_label(const json& record) {
  const std::string_view operation = labels_kind.list_field;
  const json& author = member(record, "author", operation);
  const json& response = member(record, "jsonResponse", operation);
  const auto* const text = response.get_ptr<const std::string*>();
  return {.asset_id = text_member(member(record, "labelOf", operation), "id", operation),
          .author_email = support::text_or_empty(author, "email"),
          .author_id = text_member(author, "id", operation),
          .id = text_member(record, "id", operation),
          .json_response = text != nullptr ? *text : support::compact_json(response),
          .json_response_url = support::text_or_empty(record, "jsonResponseUrl"),
          .model_name = support::text_or_empty(record, "modelName")};
}

}  // namespace

std::vector<std::string> LabelMutationsApi::label_ids_on(std::span<const std::string> asset_ids,
                                                         LabelType type,
                                                         const support::CallContext& context) const {
  return ids_of({.where = where_of(asset_ids, type), .fields = {"id"}}, context);
}

std::vector<ShownLabel> LabelMutationsApi::labels_on(std::span<const std::string> asset_ids, LabelType type,
                                                     const support::CallContext& context) const {
  const RecordLookup former{
      .where = where_of(asset_ids, type),
      .fields = {"author.email", "author.id", "id", "jsonResponse", "labelOf.id", "modelName"}};
  RecordLookup present = former;
  present.fields.emplace_back(url_field);
  const auto ask = [&](const RecordLookup& lookup) {
    std::vector<ShownLabel> labels;
    queries_.for_each(labels_kind, lookup, context,
                      [&](json&& record) { labels.push_back(shown_label(record)); });
    return labels;
  };
  return capabilities_->choose(
      url_field, [&] { return ask(present); }, [&] { return ask(former); });
}

std::vector<std::string> LabelMutationsApi::existing_label_ids(std::span<const std::string> ids,
                                                               const support::CallContext& context) const {
  return ids_of({.where = {{"idIn", graphql::text_list(ids)}},
                 .fields = {"id"},
                 .expected = ids.size(),
                 .at_most = true},
                context);
}

std::vector<std::string> LabelMutationsApi::ids_of(const RecordLookup& lookup,
                                                   const support::CallContext& context) const {
  std::vector<std::string> ids;
  queries_.for_each(labels_kind, lookup, context,
                    [&](json&& record) { ids.push_back(text_member(record, "id", labels_kind.list_field)); });
  return ids;
}

LabelWorkflow LabelMutationsApi::workflow(std::string_view project_id,
                                          const support::CallContext& context) const {
  static const auto& operation = support::immortal(graphql::Operation{
      .document = "query projects($where: ProjectWhere!, $first: PageSize!, $skip: Int!) {\n"
                  "  data: projects(where: $where, first: $first, skip: $skip) {\n"
                  "    steps {\n      id\n      name\n      stepGroupId\n    }\n"
                  "    stepGroups {\n      id\n      name\n    }\n    workflowVersion\n  }\n}",
      .idempotent = true,
      .name = "projects"});
  constexpr std::array requirements{Requirement{.name = "stepGroups", .argument = "step_id or step_name"},
                                    Requirement{.name = "stepGroupId", .argument = "step_id or step_name"},
                                    Requirement{.name = "steps", .argument = "step_id or step_name"}};
  const json projects = capabilities_->require(requirements, [&] {
    return graphql_->execute(operation, {{"where", {{"id", project_id}}}, {"first", 1}, {"skip", 0}},
                             context);
  });
  if (array(projects, operation.name).empty()) {
    throw NotFoundError(fmt::format(
        "project ID: {}. The project does not exist or you do not have access to it; check project_id",
        project_id));
  }
  const json& project = projects.front();
  LabelWorkflow workflow{
      .groups = {}, .steps = {}, .version = text_member(project, "workflowVersion", operation.name)};
  if (const auto* const groups = support::find_member(project, "stepGroups"); groups && groups->is_array()) {
    for (const auto& group : *groups) {
      workflow.groups.push_back(
          {.id = text_member(group, "id", operation.name), .name = support::text_or_empty(group, "name")});
    }
  }
  for (const auto& step : array(member(project, "steps", operation.name), operation.name)) {
    workflow.steps.push_back({.group_id = support::text_or_empty(step, "stepGroupId"),
                              .id = text_member(step, "id", operation.name),
                              .name = text_member(step, "name", operation.name)});
  }
  return workflow;
}

}  // namespace kili::api
