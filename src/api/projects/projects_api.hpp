#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "api/projects/project_change.hpp"
#include "api/projects/project_query.hpp"
#include "api/record_queries.hpp"
#include "api/service_capabilities.hpp"
#include "graphql/graphql_client.hpp"
#include "kili/enums.hpp"
#include "kili/labels/ontology.hpp"
#include "kili/list.hpp"
#include "kili/projects/project_enums.hpp"
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

/// A project to create.
struct NewProject {
  List<ComplianceTag> compliance_tags{};
  std::string description{};
  std::optional<DemoProjectType> demo{};
  std::optional<InputType> input_type{};
  std::optional<std::string> json_interface{};  ///< JSON text.
  bool pixel_labeling = false;
  std::string title{};
};

/// A project of the same title as one to create.
struct SimilarProject {
  std::string id{};
  bool is_alike = false;  ///< It has description, type and interface in common too.
};

/// What a copy of a project gets of it.
struct ProjectTemplate {
  InputType input_type = InputType::image;
  std::string instructions{};  ///< Empty: none.
  std::string json_interface{};
  bool pixel_labeling = false;
};

/// Operations of the service on projects. All may throw what GraphQLClient::execute() throws. Thread-safe.
class ProjectsApi {
 public:
  ProjectsApi(std::shared_ptr<const graphql::GraphQLClient> graphql,
              std::shared_ptr<const ServiceCapabilities> capabilities)
      : capabilities_(std::move(capabilities)), graphql_(std::move(graphql)), records_(graphql_) {}

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

  [[nodiscard]] std::size_t count_projects(const ProjectQuery& query,
                                           const support::CallContext& context) const;
  /// At most `first` projects after the first `skip` ones.
  [[nodiscard]] std::vector<nlohmann::json> projects(const ProjectQuery& query,
                                                     std::span<const std::string> fields, std::size_t first,
                                                     std::size_t skip,
                                                     const support::CallContext& context) const;
  /// These fields of one project, or nothing when it is not seen.
  [[nodiscard]] std::optional<nlohmann::json> find_project(std::string_view project_id,
                                                           std::span<const std::string> fields,
                                                           const support::CallContext& context) const;
  /// All projects of exactly this title that are not deleted. @param fields dotted names, "id" among them.
  [[nodiscard]] std::vector<nlohmann::json> projects_of_title(std::string_view title,
                                                              std::span<const std::string> fields,
                                                              const support::CallContext& context) const;
  /// The projects that have the title of `project`.
  [[nodiscard]] std::vector<SimilarProject> projects_similar_to(const NewProject& project,
                                                                const support::CallContext& context) const;
  /// The steps of the workflow: fields below "steps". Nothing when there is no such project.
  /// @throws UnsupportedByServiceError of a service that has no workflows yet.
  [[nodiscard]] std::optional<std::vector<nlohmann::json>> steps(std::string_view project_id,
                                                                 std::span<const std::string> fields,
                                                                 const support::CallContext& context) const;
  /// @throws NotFoundError when there is none with that id.
  [[nodiscard]] ProjectTemplate project_template(std::string_view project_id,
                                                 const support::CallContext& context) const;

  // Mutations. An answer that cannot be read leaves open what was done: ErrorContext::outcome_unknown.

  /// @return the id of the new project. @throws UnsupportedByServiceError naming the argument.
  [[nodiscard]] std::string create_project(const NewProject& project,
                                           const support::CallContext& context) const;
  /// @return the changed fields and "id". @throws UnsupportedByServiceError naming the argument.
  [[nodiscard]] nlohmann::json change_project(std::string_view project_id, const ProjectChange& change,
                                              const support::CallContext& context) const;
  void set_archived(std::string_view project_id, bool archived, const support::CallContext& context) const;
  void set_anonymized(std::string_view project_id, bool anonymized,
                      const support::CallContext& context) const;
  /// @return what the service says: the id of the project.
  [[nodiscard]] std::string delete_project(std::string_view project_id,
                                           const support::CallContext& context) const;

  /// Whether the service remembers only the types of metadata.
  [[nodiscard]] bool has_only_metadata_types() const {
    return capabilities_->lacks(metadata_properties_name);
  }

 private:
  static constexpr std::string_view metadata_properties_name = "metadataProperties";

  /// Reads the project with "inputType" and "jsonInterface".
  void read_interface(
      std::string_view project_id, const support::CallContext& context,
      const std::function<void(const nlohmann::json& project, support::JsonBudget& budget)>& read) const;

  std::shared_ptr<const ServiceCapabilities> capabilities_;
  std::shared_ptr<const graphql::GraphQLClient> graphql_;
  RecordQueries records_;
};

}  // namespace kili::api
