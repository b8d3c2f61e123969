#include "module_operations.hpp"

namespace kili::test {

void add_tag_operations(std::vector<ModuleOperation>& operations) {
  operations.push_back(
      {.method = "tags",
       .is_query = true,
       .service_operations = {"listTagsByOrg"},
       .perform = [](const Client& client, const CallOptions& options, const ModuleTargets& /*targets*/) {
         for (const Tag& tag : client.tags({}, options)) static_cast<void>(tag.label());
       }});
  operations.push_back(
      {.method = "tags",
       .variant = "of a project",
       .is_query = true,
       .service_operations = {"listTagsByProject", "projects"},
       .perform = [](const Client& client, const CallOptions& options, const ModuleTargets& targets) {
         for (const Tag& tag : client.tags({.project_id = targets.project_id}, options))
           static_cast<void>(tag.label());
       }});
  operations.push_back(
      {.method = "tag_project",
       .service_operations = {"checkTag", "listTagsByOrg", "listTagsByProject", "projects"},
       .perform = [](const Client& client, const CallOptions& options, const ModuleTargets& targets) {
         static_cast<void>(
             client.tag_project({.project_id = targets.project_id, .tag_ids = {targets.tag_id}}, options));
       }});
  operations.push_back(
      {.method = "untag_project",
       .service_operations = {"listTagsByProject", "projects", "uncheckTag"},
       .perform = [](const Client& client, const CallOptions& options, const ModuleTargets& targets) {
         static_cast<void>(client.untag_project({.all = true, .project_id = targets.project_id}, options));
       }});
  operations.push_back(
      {.method = "create_tag",
       .service_operations = {"createTag", "listTagsByOrg"},
       .perform = [](const Client& client, const CallOptions& options, const ModuleTargets& targets) {
         static_cast<void>(
             client.create_tag({.color = "#00ff00", .name = "created " + targets.mark}, options).id());
       }});
  operations.push_back(
      {.method = "update_tag",
       .service_operations = {"createTag", "listTagsByOrg", "updateTag"},
       .perform = [](const Client& client, const CallOptions& options, const ModuleTargets& targets) {
         const std::string name = "renamed " + targets.mark;
         static_cast<void>(client.create_tag({.name = name}, options));
         static_cast<void>(client.update_tag({.new_tag_name = name + " again", .tag_name = name}, options));
       }});
  operations.push_back(
      {.method = "delete_tag",
       .service_operations = {"deleteTag", "listTagsByOrg"},
       .perform = [](const Client& client, const CallOptions& options, const ModuleTargets& targets) {
         static_cast<void>(client.delete_tag({.tag_id = targets.tag_id}, options));
       }});
}

}  // namespace kili::test
