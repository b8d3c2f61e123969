#include <fmt/format.h>

#include <array>
#include <utility>

#include "api/checked_answer.hpp"
#include "api/mutation_answer.hpp"
#include "api/projects/projects_api.hpp"
#include "graphql/field_selection.hpp"
#include "support/immortal.hpp"

namespace kili::api {
namespace {

using nlohmann::json;

json data_of(const NewProject& project) {
  json data{{"description", project.description}, {"title", project.title}};
  if (project.compliance_tags.has_elements()) {
    json& tags = data["complianceTags"] = json::array();
    for (const ComplianceTag tag : *project.compliance_tags) tags.push_back(to_string(tag));
  }
  if (project.input_type) data["inputType"] = to_string(*project.input_type);
  if (project.json_interface) data["jsonInterface"] = *project.json_interface;
  if (project.pixel_labeling) data["pixelLabeling"] = true;
  if (project.demo) {
    data["fromDemoProject"] = to_string(*project.demo);
    data["jsonInterface"] = "null";
  }
  return data;
}

/// What the service must know for a project.
std::vector<Requirement> requirements_of(const NewProject& project) {
  std::vector<Requirement> requirements;
  if (project.demo) requirements.push_back({.name = "fromDemoProject", .argument = "from_demo_project"});
  if (project.pixel_labeling) requirements.push_back({.name = "pixelLabeling", .argument = "pixel_labeling"});
  return requirements;
}

}  // namespace

std::string ProjectsApi::create_project(const NewProject& project,
                                        const support::CallContext& context) const {
  static const auto& operation = support::immortal(graphql::Operation{
      .document =
          "mutation ($data: CreateProjectData!) {\n  data: createProject(data: $data) {\n    id\n  }\n}",
      .idempotent = false,
      .name = "createProject"});
  const auto requirements = requirements_of(project);
  const json answer = capabilities_->require(requirements, [&] {
    return graphql_->execute(operation, {{"data", data_of(project)}}, context);
  });
  return read_outcome(operation, [&] { return text_member(answer, "id", operation.name); });
}

json ProjectsApi::change_project(std::string_view project_id, const ProjectChange& change,
                                 const support::CallContext& context) const {
  const auto send = [&](const ProjectChange& sent) {
    const graphql::Operation operation{
        .document =
            fmt::format("mutation updatePropertiesInProject($data: ProjectData!, $where: ProjectWhere!) {{\n"
                        "  data: updatePropertiesInProject(data: $data, where: $where) {{\n{}  }}\n}}",
                        graphql::selection_of(sent.fields(), 4)),
        .idempotent = false,
        .name = "updatePropertiesInProject"};
    json answer =
        graphql_->execute(operation, {{"data", sent.data()}, {"where", {{"id", project_id}}}}, context);
    return read_outcome(operation, [&] {
      static_cast<void>(text_member(answer, "id", operation.name));
      return std::move(answer);
    });
  };
  if (!change.has_metadata()) return send(change);
  return capabilities_->choose(
      metadata_properties_name, [&] { return send(change); },
      [&] { return send(change.with_metadata_types()); });
}

void ProjectsApi::set_archived(std::string_view project_id, bool archived,
                               const support::CallContext& context) const {
  static const auto& operation = support::immortal(graphql::Operation{
      .document =
          "mutation ($archived: Boolean, $projectID: ID!) {\n"
          "  data: updatePropertiesInProject(data: {archived: $archived}, where: {id: $projectID}) {\n"
          "    id\n  }\n}",
      .idempotent = false,
      .name = "updatePropertiesInProject"});
  const json answer =
      graphql_->execute(operation, {{"archived", archived}, {"projectID", project_id}}, context);
  static_cast<void>(read_outcome(operation, [&] { return text_member(answer, "id", operation.name); }));
}

void ProjectsApi::set_anonymized(std::string_view project_id, bool anonymized,
                                 const support::CallContext& context) const {
  static const auto& operation = support::immortal(
      graphql::Operation{.document = "mutation ($input: UpdateProjectAnonymizationInput!) {\n"
                                     "  data: updateProjectAnonymization(input: $input) {\n    id\n  }\n}",
                         .idempotent = false,
                         .name = "updateProjectAnonymization"});
  const json answer = graphql_->execute(
      operation, {{"input", {{"id", project_id}, {"shouldAnonymize", anonymized}}}}, context);
  static_cast<void>(read_outcome(operation, [&] { return text_member(answer, "id", operation.name); }));
}

std::string ProjectsApi::delete_project(std::string_view project_id,
                                        const support::CallContext& context) const {
  static const auto& operation = support::immortal(graphql::Operation{
      .document = "mutation ($where: ProjectWhere!) {\n  data: deleteProjectAsynchronously(where: $where)\n}",
      .idempotent = false,
      .name = "deleteProjectAsynchronously"});
  const json answer = graphql_->execute(operation, {{"where", {{"id", project_id}}}}, context);
  // The service may say nothing: the answer has no error, so it was done.
  const auto* const id = answer.get_ptr<const std::string*>();
  return id != nullptr ? *id : std::string(project_id);
}

}  // namespace kili::api
