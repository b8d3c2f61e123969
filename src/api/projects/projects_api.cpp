#include "api/projects/projects_api.hpp"

#include <fmt/format.h>

#include <optional>
#include <stdexcept>

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

void ProjectsApi::read_interface(
    std::string_view project_id, const support::CallContext& context,
    const std::function<void(const nlohmann::json& project, support::JsonBudget& budget)>& read) const {
  static const auto& operation = support::immortal(project_operation("    inputType\n    jsonInterface\n"));
  static_cast<void>(graphql_->execute(operation, variables_of(project_id), context,
                                      [&](nlohmann::json& projects, support::JsonBudget& budget) {
                                        read(only_project(projects, operation.name, project_id), budget);
                                      }));
}

Ontology ProjectsApi::ontology(std::string_view project_id, const support::CallContext& context) const {
  std::optional<Ontology> ontology;
  read_interface(project_id, context, [&](const nlohmann::json& project, support::JsonBudget& budget) {
    const auto input_type = from_string<InputType>(text_member(project, "inputType", projects_operation));
    const auto& json_interface = member(project, "jsonInterface", projects_operation);
    const auto* const text = json_interface.get_ptr<const std::string*>();
    if (text == nullptr) {
      ontology.emplace(json_interface, input_type);
      return;
    }
    nlohmann::ordered_json parsed;
    try {
      parsed = support::parse_ordered_json(*text, support::WideIntegers::doubles, &budget);
    } catch (const std::invalid_argument&) {
      static_cast<void>(Ontology::parse(*text, input_type));  // throws
    }
    ontology.emplace(parsed, input_type);
  });
  return *std::move(ontology);
}

std::vector<std::string> ProjectsApi::job_names(std::string_view project_id,
                                                const support::CallContext& context) const {
  std::vector<std::string> names;
  read_interface(project_id, context, [&](const nlohmann::json& project, support::JsonBudget& budget) {
    names.clear();
    nlohmann::json json_interface = member(project, "jsonInterface", projects_operation);
    if (const auto* const text = json_interface.get_ptr<const std::string*>()) {
      try {
        json_interface = support::parse_json(*text, support::WideIntegers::doubles, &budget);
      } catch (const std::invalid_argument&) {
        return;
      }
    }
    const auto jobs = json_interface.is_object() ? json_interface.find("jobs") : json_interface.end();
    if (jobs == json_interface.end() || !jobs->is_object()) return;
    for (const auto& [name, job] : jobs->items()) names.push_back(name);
  });
  return names;
}

}  // namespace kili::api
