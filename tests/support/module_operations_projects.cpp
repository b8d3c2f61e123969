#include <nlohmann/json.hpp>

#include "module_operations.hpp"

namespace kili::test {
namespace {

/// An interface of one job.
Json small_interface() {
  return Json::parse(R"({"jobs": {"JOB": {"mlTask": "CLASSIFICATION", "required": 1, "isChild": false,
    "content": {"input": "radio", "categories": {"YES": {"children": [], "name": "Yes"}}}}}})");
}

}  // namespace

void add_project_operations(std::vector<ModuleOperation>& operations) {
  operations.push_back(
      {.method = "projects",
       .is_query = true,
       .service_operations = {"countProjects", "projects"},
       .perform = [](const Client& client, const CallOptions& options, const ModuleTargets& targets) {
         for (const Project& project : client.projects({.project_id = targets.project_id}, {}, options))
           static_cast<void>(project.id());
       }});
  operations.push_back(
      {.method = "count_projects",
       .is_query = true,
       .service_operations = {"countProjects"},
       .perform = [](const Client& client, const CallOptions& options, const ModuleTargets& targets) {
         static_cast<void>(client.count_projects({.project_id = targets.project_id}, options));
       }});
  operations.push_back(
      {.method = "find_project_by_title",
       .service_operations = {"createProject", "projects"},
       .perform = [](const Client& client, const CallOptions& options, const ModuleTargets& targets) {
         const std::string title = "to be found " + targets.mark;
         static_cast<void>(client.create_project(
             {.input_type = InputType::image, .json_interface = small_interface(), .title = title}, options));
         static_cast<void>(client.find_project_by_title(title, {}, options).id());
       }});
  operations.push_back(
      {.method = "create_project",
       .service_operations = {"createProject", "projects"},
       .perform = [](const Client& client, const CallOptions& options, const ModuleTargets& targets) {
         static_cast<void>(client.create_project({.input_type = InputType::image,
                                                  .json_interface = small_interface(),
                                                  .title = "created " + targets.mark},
                                                 options));
       }});
  operations.push_back(
      {.method = "create_project",
       .variant = "copy",
       .service_operations = {"checkTag", "createProject", "listTagsByProject", "projects",
                              "updatePropertiesInProject"},
       .perform = [](const Client& client, const CallOptions& options, const ModuleTargets& targets) {
         static_cast<void>(client.create_project(
             {.project_id = targets.project_id, .title = "copied " + targets.mark}, options));
       }});
  operations.push_back(
      {.method = "update_properties_in_project",
       .service_operations = {"projects", "updatePropertiesInProject"},
       .perform = [](const Client& client, const CallOptions& options, const ModuleTargets& targets) {
         static_cast<void>(client.update_properties_in_project({.consensus_tot_coverage = 50,
                                                                .description = "changed " + targets.mark,
                                                                .project_id = targets.project_id},
                                                               options));
       }});
  operations.push_back(
      {.method = "archive_project",
       .service_operations = {"projects", "updatePropertiesInProject"},
       .perform = [](const Client& client, const CallOptions& options, const ModuleTargets& targets) {
         static_cast<void>(client.archive_project(targets.project_id, options));
       }});
  operations.push_back(
      {.method = "unarchive_project",
       .service_operations = {"projects", "updatePropertiesInProject"},
       .perform = [](const Client& client, const CallOptions& options, const ModuleTargets& targets) {
         static_cast<void>(client.unarchive_project(targets.project_id, options));
       }});
  operations.push_back(
      {.method = "update_project_anonymization",
       .service_operations = {"projects", "updateProjectAnonymization"},
       .perform = [](const Client& client, const CallOptions& options, const ModuleTargets& targets) {
         static_cast<void>(client.update_project_anonymization(targets.project_id, true, options));
       }});
  operations.push_back(
      {.method = "get_steps",
       .is_query = true,
       .service_operations = {"projects"},
       .perform = [](const Client& client, const CallOptions& options, const ModuleTargets& targets) {
         for (const ProjectStep& step : client.get_steps(targets.project_id, {}, options))
           static_cast<void>(step.id());
       }});
  operations.push_back(
      {.method = "execute",
       .variant = "query",
       .is_query = true,
       .service_operations = {"countProjects"},
       .perform = [](const Client& client, const CallOptions& options, const ModuleTargets&) {
         static_cast<void>(client.execute("query { number: countProjects(where: {}) }", {}, {}, options));
       }});
  operations.push_back(
      {.method = "execute",
       .variant = "mutation",
       .service_operations = {"updateProjectAnonymization"},
       .perform = [](const Client& client, const CallOptions& options, const ModuleTargets& targets) {
         static_cast<void>(client.execute(
             "mutation ($input: UpdateProjectAnonymizationInput!) { data: updateProjectAnonymization(input: "
             "$input) "
             "{ id } }",
             nlohmann::json{{"input", {{"id", targets.project_id}, {"shouldAnonymize", true}}}}, {},
             options));
       }});
  operations.push_back(
      {.method = "pages",
       .is_query = true,
       .service_operations = {"projects"},
       .perform = [](const Client& client, const CallOptions& options, const ModuleTargets&) {
         for (const JsonPage& page : client.pages(
                  "query ($first: PageSize!, $skip: Int!) { data: projects(where: {}, first: $first, "
                  "skip: $skip) { id } }",
                  {}, {}, options))
           static_cast<void>(page.elements);
       }});
  operations.push_back(
      {.method = "delete_project",
       .service_operations = {"deleteProjectAsynchronously", "projects"},
       .perform = [](const Client& client, const CallOptions& options, const ModuleTargets& targets) {
         static_cast<void>(client.delete_project(targets.project_id, options));
       }});
}

}  // namespace kili::test
