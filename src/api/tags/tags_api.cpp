#include "api/tags/tags_api.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "api/checked_answer.hpp"
#include "api/mutation_answer.hpp"
#include "graphql/field_selection.hpp"
#include "kili/errors.hpp"
#include "support/immortal.hpp"
#include "support/shown_text.hpp"

namespace kili::api {
namespace {

using nlohmann::json;

constexpr std::string_view of_organization = "listTagsByOrg";
constexpr std::string_view of_project = "listTagsByProject";
/// Labels that a message names at most.
constexpr std::size_t most_named = 10;

std::vector<json> records_of(json answer, std::string_view operation) {
  for (const auto& tag : array(answer, operation)) {
    if (!tag.is_object()) throw_unexpected_answer(operation, "a tag that is not an object");
  }
  return std::move(*answer.get_ptr<json::array_t*>());
}

std::vector<std::string> ids_in(const std::vector<json>& tags, std::string_view operation) {
  std::vector<std::string> ids;
  ids.reserve(tags.size());
  for (const auto& tag : tags) ids.push_back(text_member(tag, "id", operation));
  return ids;
}

[[noreturn]] void throw_unknown_label(std::string_view argument, const std::string& label,
                                      const std::vector<json>& tags) {
  std::vector<std::string> labels;
  labels.reserve(tags.size());
  for (const auto& tag : tags)
    labels.push_back(support::shown_text(text_member(tag, "label", of_organization), 60));
  const bool all = labels.size() <= most_named;
  if (!all) labels.resize(most_named);
  throw ValidationError(fmt::format(
      "{}: no tag of the organisation has the label '{}'; {}{}{}", argument, support::shown_text(label, 60),
      labels.empty() ? "it has no tags, create one with create_tag" : "its tags are ",
      fmt::join(labels, ", "), all ? "" : ", ..."));
}

const std::vector<std::string>& id_alone() {
  static const auto& fields = support::immortal(std::vector<std::string>{"id"});
  return fields;
}

/// Asks for the tag that a mutation was about.
graphql::Operation operation_on_tag(std::string_view name, std::string_view parameters,
                                    std::string_view arguments) {
  return {.document = fmt::format("mutation {0}({1}) {{\n  data: {0}({2}) {{\n    id\n  }}\n}}", name,
                                  parameters, arguments),
          .idempotent = false,
          .name = name};
}

}  // namespace

std::vector<json> TagsApi::tags(std::span<const std::string> fields,
                                const support::CallContext& context) const {
  const graphql::Operation operation{
      .document = fmt::format("query listTagsByOrg {{\n  data: listTagsByOrg {{\n{}  }}\n}}",
                              graphql::selection_of(fields, 4)),
      .idempotent = true,
      .name = of_organization};
  return records_of(graphql_->execute(operation, json::object(), context), operation.name);
}

std::vector<json> TagsApi::tags_of_project(std::string_view project_id, std::span<const std::string> fields,
                                           const support::CallContext& context) const {
  const graphql::Operation operation{
      .document = fmt::format("query listTagsByProject($projectId: ID!) {{\n"
                              "  data: listTagsByProject(projectId: $projectId) {{\n{}  }}\n}}",
                              graphql::selection_of(fields, 4)),
      .idempotent = true,
      .name = of_project};
  return records_of(graphql_->execute(operation, {{"projectId", project_id}}, context), operation.name);
}

std::vector<std::string> TagsApi::ids(const support::CallContext& context) const {
  return ids_in(tags(id_alone(), context), of_organization);
}

std::vector<std::string> TagsApi::ids_of_project(std::string_view project_id,
                                                 const support::CallContext& context) const {
  return ids_in(tags_of_project(project_id, id_alone(), context), of_project);
}

std::vector<std::string> TagsApi::ids_of_labels(std::string_view argument,
                                                std::span<const std::string> labels,
                                                const support::CallContext& context) const {
  static const auto& fields = support::immortal(std::vector<std::string>{"id", "label"});
  const auto known = tags(fields, context);
  std::vector<std::string> ids;
  for (const auto& label : labels) {
    std::vector<std::string> found;
    for (const auto& tag : known) {
      if (text_member(tag, "label", of_organization) == label)
        found.push_back(text_member(tag, "id", of_organization));
    }
    if (found.empty()) throw_unknown_label(argument, label, known);
    if (found.size() > 1) {
      throw ValidationError(
          fmt::format("{}: several tags have the label '{}': {}; name the tag by its id, or "
                      "rename one of them",
                      argument, support::shown_text(label, 60), fmt::join(found, ", ")));
    }
    ids.push_back(std::move(found.front()));
  }
  return ids;
}

json TagsApi::create_tag(const std::string& label, const std::optional<std::string>& color,
                         const support::CallContext& context) const {
  static const auto& operation = support::immortal(graphql::Operation{
      .document = "mutation createTag($data: TagData!) {\n  data: createTag(data: $data) {\n"
                  "    id\n    color\n    label\n  }\n}",
      .idempotent = false,
      .name = "createTag"});
  json data{{"label", label}};
  if (color) data["color"] = *color;
  json answer = graphql_->execute(operation, {{"data", std::move(data)}}, context);
  return read_outcome(operation, [&] {
    static_cast<void>(text_member(answer, "id", operation.name));
    return std::move(answer);
  });
}

void TagsApi::rename_tag(std::string_view tag_id, std::string_view label,
                         const support::CallContext& context) const {
  static const auto& operation = support::immortal(graphql::Operation{
      .document = "mutation updateTag($tagId: ID!, $data: UpdateTagData!) {\n"
                  "  data: updateTag(tagId: $tagId, data: $data) {\n    affectedRows\n    updatedTag {\n"
                  "      id\n    }\n  }\n}",
      .idempotent = false,
      .name = "updateTag"});
  const json answer =
      graphql_->execute(operation, {{"data", {{"label", label}}}, {"tagId", tag_id}}, context);
  static_cast<void>(read_outcome(operation, [&] {
    return text_member(member(answer, "updatedTag", operation.name), "id", operation.name);
  }));
}

bool TagsApi::delete_tag(std::string_view tag_id, const support::CallContext& context) const {
  static const auto& operation = support::immortal(
      graphql::Operation{.document = "mutation deleteTag($tagId: ID!) {\n  data: deleteTag(tagId: $tagId)\n}",
                         .idempotent = false,
                         .name = "deleteTag"});
  const json answer = graphql_->execute(operation, {{"tagId", tag_id}}, context);
  return read_outcome(operation, [&] { return boolean(answer, operation.name); });
}

void TagsApi::check_tag(std::string_view project_id, std::string_view tag_id,
                        const support::CallContext& context) const {
  static const auto& operation =
      support::immortal(operation_on_tag("checkTag", "$data: CheckedTagData!", "data: $data"));
  const json answer =
      graphql_->execute(operation, {{"data", {{"projectId", project_id}, {"tagId", tag_id}}}}, context);
  static_cast<void>(read_outcome(operation, [&] { return text_member(answer, "id", operation.name); }));
}

void TagsApi::uncheck_tag(std::string_view project_id, std::string_view tag_id,
                          const support::CallContext& context) const {
  static const auto& operation = support::immortal(
      operation_on_tag("uncheckTag", "$projectId: ID!, $tagId: ID!", "projectId: $projectId, tagId: $tagId"));
  const json answer = graphql_->execute(operation, {{"projectId", project_id}, {"tagId", tag_id}}, context);
  static_cast<void>(read_outcome(operation, [&] { return text_member(answer, "id", operation.name); }));
}

}  // namespace kili::api
