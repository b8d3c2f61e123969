#include "api/projects/projects_api.hpp"

#include <fmt/format.h>

#include "api/checked_answer.hpp"
#include "kili/errors.hpp"

namespace kili::api {
namespace {

nlohmann::json variables_of(std::string_view project_id) {
  return {{"where", {{"id", project_id}}}, {"first", 1}, {"skip", 0}};
}

const nlohmann::json& only_project(const nlohmann::json& projects, std::string_view operation,
                                   std::string_view project_id) {
  if (array(projects, operation).empty()) {
    throw NotFoundError(fmt::format(
        "project ID: {}. The project does not exist or you do not have access to it; check project_id",
        project_id));
  }
  return projects.front();
}

}  // namespace

Project ProjectsApi::project(std::string_view project_id, const support::CallContext& context) const {
  static const graphql::Operation operation{
      .document =
          "query projects($where: ProjectWhere!, $first: PageSize!, $skip: Int!) {\n"
          "  data: projects(where: $where, first: $first, skip: $skip) {\n"
          "    dataConnections {\n      id\n    }\n    inputType\n    steps {\n      id\n      name\n    }\n"
          "    workflowVersion\n  }\n}",
      .idempotent = true,
      .name = "projects"};
  const auto projects = graphql_->execute(operation, variables_of(project_id), context);
  const auto& found = only_project(projects, operation.name, project_id);
  Project project{.has_data_connections =
                      !array(member(found, "dataConnections", operation.name), operation.name).empty(),
                  .input_type = from_string<InputType>(text_member(found, "inputType", operation.name)),
                  .steps = {},
                  .workflow_version = text_member(found, "workflowVersion", operation.name)};
  for (const auto& step : array(member(found, "steps", operation.name), operation.name)) {
    project.steps.push_back(
        {.id = text_member(step, "id", operation.name), .name = text_member(step, "name", operation.name)});
  }
  return project;
}

Ontology ProjectsApi::ontology(std::string_view project_id, const support::CallContext& context) const {
  static const graphql::Operation operation{
      .document =
          "query projects($where: ProjectWhere!, $first: PageSize!, $skip: Int!) {\n"
          "  data: projects(where: $where, first: $first, skip: $skip) {\n"
          "    inputType\n    jsonInterface\n  }\n}",
      .idempotent = true,
      .name = "projects"};
  const auto projects = graphql_->execute(operation, variables_of(project_id), context);
  const auto& found = only_project(projects, operation.name, project_id);
  const auto input_type = from_string<InputType>(text_member(found, "inputType", operation.name));
  const auto& json_interface = member(found, "jsonInterface", operation.name);
  if (json_interface.is_string())
    return Ontology::parse(json_interface.get_ref<const std::string&>(), input_type);
  return {json_interface, input_type};
}

}  // namespace kili::api
