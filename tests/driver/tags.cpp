#include "methods.hpp"

namespace kili::driver {
namespace {

nlohmann::json tags(const Client& client, Arguments& arguments, const SdkShapes& /*shapes*/) {
  const TagsArguments how{.fields = arguments.texts("fields"), .project_id = arguments.text("project_id")};
  arguments.check_all_known();
  nlohmann::json result = nlohmann::json::array();
  for (const Tag& tag : client.tags(how)) result.push_back(tag.json());
  return result;
}

nlohmann::json tag_project(const Client& client, Arguments& arguments, const SdkShapes& /*shapes*/) {
  const TagProject tagging{.disable_tqdm = arguments.flag("disable_tqdm"),
                           .project_id = arguments.required_text("project_id"),
                           .tag_ids = arguments.texts("tag_ids"),
                           .tags = arguments.texts("tags")};
  arguments.check_all_known();
  return list_of_ids(client.tag_project(tagging));
}

nlohmann::json untag_project(const Client& client, Arguments& arguments, const SdkShapes& /*shapes*/) {
  const UntagProject untagging{.all = arguments.flag("all").value_or(false),
                               .disable_tqdm = arguments.flag("disable_tqdm"),
                               .project_id = arguments.required_text("project_id"),
                               .tag_ids = arguments.texts("tag_ids"),
                               .tags = arguments.texts("tags")};
  arguments.check_all_known();
  return list_of_ids(client.untag_project(untagging));
}

nlohmann::json create_tag(const Client& client, Arguments& arguments, const SdkShapes& /*shapes*/) {
  const CreateTag tag{.color = arguments.text("color"), .name = arguments.required_text("name")};
  arguments.check_all_known();
  return client.create_tag(tag).json();
}

nlohmann::json update_tag(const Client& client, Arguments& arguments, const SdkShapes& /*shapes*/) {
  const UpdateTag change{.new_tag_name = arguments.required_text("new_tag_name"),
                         .tag_name = arguments.required_text("tag_name")};
  arguments.check_all_known();
  return {{"id", client.update_tag(change)}};
}

nlohmann::json delete_tag(const Client& client, Arguments& arguments, const SdkShapes& /*shapes*/) {
  const DeleteTag tag{.tag_id = arguments.text("tag_id"), .tag_name = arguments.text("tag_name")};
  arguments.check_all_known();
  return client.delete_tag(tag);
}

}  // namespace

void tag_methods(Methods& methods) {
  methods.insert({{"create_tag", create_tag},
                  {"delete_tag", delete_tag},
                  {"tag_project", tag_project},
                  {"tags", tags},
                  {"untag_project", untag_project},
                  {"update_tag", update_tag}});
}

}  // namespace kili::driver
