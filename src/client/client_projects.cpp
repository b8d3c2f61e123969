#include "client/client_implementation.hpp"
#include "kili/client.hpp"
#include "use_cases/known_project.hpp"
#include "use_cases/projects/create_project.hpp"
#include "use_cases/projects/get_steps.hpp"
#include "use_cases/projects/project_listing.hpp"
#include "use_cases/projects/project_state.hpp"
#include "use_cases/projects/update_project.hpp"

namespace kili {
inline namespace v0_1 {

ProjectRange Client::projects(const ProjectFilters& filters, const ProjectsArguments& arguments,
                              const CallOptions& options) const {
  return ProjectRange(use_cases::ListProjects(connection().resources())
                          .run(filters, arguments, connection().begin_call("projects", options)));
}

std::size_t Client::count_projects(const ProjectFilters& filters, const CallOptions& options) const {
  return use_cases::CountProjects(connection().resources())
      .run(filters, connection().begin_call("count_projects", options));
}

Project Client::find_project_by_title(std::string_view title, const List<std::string>& fields,
                                      const CallOptions& options) const {
  return use_cases::FindProject(connection().resources())
      .run(title, fields, connection().begin_call("find_project_by_title", options));
}

std::string Client::create_project(const CreateProject& arguments, const CallOptions& options) const {
  return use_cases::ProjectCreation(connection().resources())
      .run(arguments, connection().begin_call("create_project", options));
}

Project Client::update_properties_in_project(const UpdatePropertiesInProject& arguments,
                                             const CallOptions& options) const {
  const auto& resources = connection().resources();
  const support::CallContext context = connection().begin_call("update_properties_in_project", options);
  return use_cases::in_known_project(resources, arguments.project_id, context, [&] {
    return use_cases::ProjectUpdate(resources).run(arguments, context);
  });
}

std::string Client::archive_project(std::string_view project_id, const CallOptions& options) const {
  const auto& resources = connection().resources();
  const support::CallContext context = connection().begin_call("archive_project", options);
  return use_cases::in_known_project(resources, project_id, context, [&] {
    use_cases::ProjectState(resources).set_archived(project_id, true, context);
    return std::string(project_id);
  });
}

std::string Client::unarchive_project(std::string_view project_id, const CallOptions& options) const {
  const auto& resources = connection().resources();
  const support::CallContext context = connection().begin_call("unarchive_project", options);
  return use_cases::in_known_project(resources, project_id, context, [&] {
    use_cases::ProjectState(resources).set_archived(project_id, false, context);
    return std::string(project_id);
  });
}

std::string Client::delete_project(std::string_view project_id, const CallOptions& options) const {
  const auto& resources = connection().resources();
  const support::CallContext context = connection().begin_call("delete_project", options);
  return use_cases::in_known_project(resources, project_id, context, [&] {
    return use_cases::ProjectState(resources).remove(project_id, context);
  });
}

std::string Client::update_project_anonymization(std::string_view project_id, bool should_anonymize,
                                                 const CallOptions& options) const {
  const auto& resources = connection().resources();
  const support::CallContext context = connection().begin_call("update_project_anonymization", options);
  return use_cases::in_known_project(resources, project_id, context, [&] {
    use_cases::ProjectState(resources).set_anonymized(project_id, should_anonymize, context);
    return std::string(project_id);
  });
}

std::vector<ProjectStep> Client::get_steps(std::string_view project_id, const GetSteps& arguments,
                                           const CallOptions& options) const {
  return use_cases::StepsOfProject(connection().resources())
      .run(project_id, arguments, connection().begin_call("get_steps", options));
}

}  // namespace v0_1
}  // namespace kili
