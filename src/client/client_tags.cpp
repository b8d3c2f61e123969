#include "client/client_implementation.hpp"
#include "kili/client.hpp"
#include "use_cases/known_project.hpp"
#include "use_cases/tags/organization_tags.hpp"
#include "use_cases/tags/tags_of_project.hpp"

namespace kili {
inline namespace v0_1 {

std::vector<Tag> Client::tags(const TagsArguments& arguments, const CallOptions& options) const {
  const auto& resources = connection().resources();
  const support::CallContext context = connection().begin_call("tags", options);
  return use_cases::in_known_project(resources, arguments.project_id.value_or(""), context,
                                     [&] { return use_cases::ListTags(resources).run(arguments, context); });
}

Tag Client::create_tag(const CreateTag& arguments, const CallOptions& options) const {
  return use_cases::TagCreation(connection().resources())
      .run(arguments, connection().begin_call("create_tag", options));
}

std::string Client::update_tag(const UpdateTag& arguments, const CallOptions& options) const {
  return use_cases::TagRenaming(connection().resources())
      .run(arguments, connection().begin_call("update_tag", options));
}

bool Client::delete_tag(const DeleteTag& arguments, const CallOptions& options) const {
  return use_cases::TagDeletion(connection().resources())
      .run(arguments, connection().begin_call("delete_tag", options));
}

std::vector<std::string> Client::tag_project(const TagProject& arguments, const CallOptions& options) const {
  const auto& resources = connection().resources();
  const support::CallContext context = connection().begin_call("tag_project", options);
  return use_cases::in_known_project(resources, arguments.project_id, context, [&] {
    return use_cases::ProjectTagging(resources).run(arguments, context);
  });
}

std::vector<std::string> Client::untag_project(const UntagProject& arguments,
                                               const CallOptions& options) const {
  const auto& resources = connection().resources();
  const support::CallContext context = connection().begin_call("untag_project", options);
  return use_cases::in_known_project(resources, arguments.project_id, context, [&] {
    return use_cases::ProjectUntagging(resources).run(arguments, context);
  });
}

}  // namespace v0_1
}  // namespace kili
