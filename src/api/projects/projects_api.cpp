#include "api/projects/projects_api.hpp"

#include <fmt/format.h>

#include "api/checked_answer.hpp"
#include "kili/errors.hpp"
#include "support/immortal.hpp"
#include "support/json_text.hpp"

namespace kili::api {
namespace {

constexpr std::string_view projects_operation = "projects";

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

/// A query of the projects that match, with these fields.
graphql::Operation project_operation(std::string_view selection) {
  return {
      .document = fmt::format("query projects($where: ProjectWhere!, $first: PageSize!, $skip: Int!) {{\n"
                              "  data: projects(where: $where, first: $first, skip: $skip) {{\n{}  }}\n}}",
                              selection),
      .idempotent = true,
      .name = projects_operation};
}

}  // namespace

Project ProjectsApi::project(std::string_view project_id, const support::CallContext& context) const {
  static const auto& with_workflow = support::immortal(project_operation(
      "    dataConnections {\n      id\n    }\n    inputType\n    steps {\n      id\n      name\n    }\n"
      "    workflowVersion\n"));
  static const auto& without_workflow =
      support::immortal(project_operation("    dataConnections {\n      id\n    }\n    inputType\n"));
  const auto ask = [&](const graphql::Operation& operation) {
    return graphql_->execute(operation, variables_of(project_id), context);
  };
  const auto projects = capabilities_->choose(
      "workflowVersion", [&] { return ask(with_workflow); }, [&] { return ask(without_workflow); });
  const std::string_view operation = with_workflow.name;
  const auto& found = only_project(projects, operation, project_id);
  Project project{
      .has_data_connections = !array(member(found, "dataConnections", operation), operation).empty(),
      .input_type = from_string<InputType>(text_member(found, "inputType", operation)),
      .steps = {},
      .workflow_version = "V1"};
  if (!found.contains("workflowVersion")) return project;  // the service is older than workflows
  project.workflow_version = text_member(found, "workflowVersion", operation);
  for (const auto& step : array(member(found, "steps", operation), operation)) {
    project.steps.push_back(
        {.id = text_member(step, "id", operation), .name = text_member(step, "name", operation)});
  }
  return project;
}

nlohmann::json ProjectsApi::with_interface(std::string_view project_id,
                                           const support::CallContext& context) const {
  static const auto& operation = support::immortal(project_operation("    inputType\n    jsonInterface\n"));
  const auto projects = graphql_->execute(operation, variables_of(project_id), context);
  return only_project(projects, operation.name, project_id);
}

Ontology ProjectsApi::ontology(std::string_view project_id, const support::CallContext& context) const {
  const auto found = with_interface(project_id, context);
  const auto input_type = from_string<InputType>(text_member(found, "inputType", projects_operation));
  const auto& json_interface = member(found, "jsonInterface", projects_operation);
  if (json_interface.is_string())
    return Ontology::parse(json_interface.get_ref<const std::string&>(), input_type);
  return {json_interface, input_type};
}

std::vector<std::string> ProjectsApi::job_names(std::string_view project_id,
                                                const support::CallContext& context) const {
  const auto found = with_interface(project_id, context);
  nlohmann::json json_interface = member(found, "jsonInterface", projects_operation);
  if (json_interface.is_string()) {
    try {
      json_interface = support::parse_json(json_interface.get_ref<const std::string&>());
    } catch (const std::exception&) {
      return {};
    }
  }
  std::vector<std::string> names;
  const auto jobs = json_interface.is_object() ? json_interface.find("jobs") : json_interface.end();
  if (jobs == json_interface.end() || !jobs->is_object()) return names;
  for (const auto& [name, job] : jobs->items()) names.push_back(name);
  return names;
}

}  // namespace kili::api
