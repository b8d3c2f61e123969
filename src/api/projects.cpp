#include <fmt/format.h>

#include "api/answer.hpp"
#include "api/gateway.hpp"
#include "kili/errors.hpp"

namespace kili::api {

Project Gateway::project(std::string_view project_id, const support::CallContext& context) const {
  static const graphql::Operation operation{
      .document =
          "query projects($where: ProjectWhere!, $first: PageSize!, $skip: Int!) {\n"
          "  data: projects(where: $where, first: $first, skip: $skip) {\n"
          "    inputType\n    workflowVersion\n  }\n}",
      .idempotent = true,
      .name = "projects"};
  const auto projects =
      graphql_->execute(operation, {{"where", {{"id", project_id}}}, {"first", 1}, {"skip", 0}}, context);
  if (array(projects, operation.name).empty()) {
    throw NotFoundError(fmt::format(
        "project ID: {}. The project does not exist or you do not have access to it; check project_id",
        project_id));
  }
  return {.input_type = from_string<InputType>(text_member(projects.front(), "inputType", operation.name)),
          .workflow_version = text_member(projects.front(), "workflowVersion", operation.name)};
}

}  // namespace kili::api
