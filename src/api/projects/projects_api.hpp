#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "api/service_capabilities.hpp"
#include "graphql/graphql_client.hpp"
#include "kili/enums.hpp"
#include "kili/labels/ontology.hpp"
#include "support/call_context.hpp"
#include "support/json_text.hpp"

namespace kili::api {

/// A step of the workflow of a project.
struct ProjectStep {
  std::string id;
  std::string name;
};

/// What listing and importing need to know of a project.
struct Project {
  /// Its media are in the customer's own cloud storage and may not be downloaded.
  bool has_data_connections = false;
  InputType input_type = InputType::image;
  std::vector<ProjectStep> steps;
  std::string workflow_version;

  /// True when assets go through workflow steps; false when each has a status instead (workflow V1).
  [[nodiscard]] bool has_steps() const noexcept { return workflow_version != "V1"; }
  /// True when the steps are in groups (workflow V3): a name of a step may then stand for several.
  [[nodiscard]] bool has_step_groups() const noexcept { return has_steps() && workflow_version != "V2"; }
};

/// Operations of the service on projects. All may throw what GraphQLClient::execute() throws. Thread-safe.
class ProjectsApi {
 public:
  ProjectsApi(std::shared_ptr<const graphql::GraphQLClient> graphql,
              std::shared_ptr<const ServiceCapabilities> capabilities)
      : capabilities_(std::move(capabilities)), graphql_(std::move(graphql)) {}

  /// Of a service that has no workflows yet, a project of workflow V1.
  /// @throws NotFoundError when there is none with that id.
  [[nodiscard]] Project project(std::string_view project_id, const support::CallContext& context) const;
  /// The project's interface ("jsonInterface") and the type of its assets.
  /// @throws NotFoundError when there is none with that id.
  [[nodiscard]] Ontology ontology(std::string_view project_id, const support::CallContext& context) const;
  /// Names of all jobs of the project's interface; none when it cannot be read.
  /// @throws NotFoundError when there is no project with that id.
  [[nodiscard]] std::vector<std::string> job_names(std::string_view project_id,
                                                   const support::CallContext& context) const;

 private:
  /// Reads the project with "inputType" and "jsonInterface".
  void read_interface(
      std::string_view project_id, const support::CallContext& context,
      const std::function<void(const nlohmann::json& project, support::JsonBudget& budget)>& read) const;

  std::shared_ptr<const ServiceCapabilities> capabilities_;
  std::shared_ptr<const graphql::GraphQLClient> graphql_;
};

}  // namespace kili::api
