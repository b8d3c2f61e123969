#include "use_cases/tags/organization_tags.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>

#include "api/record_queries.hpp"
#include "engine/repair_pace.hpp"
#include "kili/errors.hpp"
#include "support/immortal.hpp"
#include "support/json_lookup.hpp"
#include "use_cases/argument_checks.hpp"
#include "use_cases/creation.hpp"

namespace kili::use_cases {
namespace {

using nlohmann::json;

/// The tag with that label.
std::string id_of_label(const Resources& resources, std::string_view argument, const std::string& label,
                        const support::CallContext& context) {
  const std::span<const std::string> labels(&label, 1);
  return resources.api->tags.ids_of_labels(argument, labels, context).front();
}

/// The tag that has what was asked for, when there is exactly one.
std::optional<json> tag_like(const std::vector<json>& tags, const CreateTag& wanted) {
  std::optional<json> found;
  for (const auto& tag : tags) {
    if (support::text_or_empty(tag, "label") != wanted.name) continue;
    if (wanted.color && support::text_or_empty(tag, "color") != *wanted.color) continue;
    if (found) return std::nullopt;
    found = tag;
  }
  return found;
}

}  // namespace

std::vector<Tag> ListTags::run(const TagsArguments& arguments, const support::CallContext& context) const {
  static const auto& by_default =
      support::immortal(std::vector<std::string>{"id", "organizationId", "label", "checkedForProjects"});
  if (arguments.project_id) check_given("project_id", *arguments.project_id);
  if (arguments.fields) api::check_fields(*arguments.fields);
  const auto& fields = arguments.fields ? *arguments.fields : by_default;
  const auto& api = resources_.api->tags;
  auto records = arguments.project_id ? api.tags_of_project(*arguments.project_id, fields, context)
                                      : api.tags(fields, context);
  std::vector<Tag> tags;
  tags.reserve(records.size());
  for (auto& record : records) tags.emplace_back(std::move(record));
  return tags;
}

Tag TagCreation::run(const CreateTag& arguments, const support::CallContext& context) const {
  static const auto& fields = support::immortal(std::vector<std::string>{"id", "color", "label"});
  check_given("name", arguments.name);
  if (arguments.color) check_text("color", *arguments.color);
  json record;
  // The label tells the tag from all others, so one that is found after a loss is the one that was asked for.
  Creation creation(
      resources_,
      [&](const support::CallContext& inner) {
        record = resources_.api->tags.create_tag(arguments.name, arguments.color, inner);
        return true;
      },
      [&](const support::CallContext& inner) {
        auto found = tag_like(resources_.api->tags.tags(fields, inner), arguments);
        if (!found) return false;
        record = *std::move(found);
        return true;
      },
      engine::longest_read_lag);
  creation.run(resources_, "tag of label " + arguments.name, engine::RepairPolicy::read_only, context);
  return Tag(std::move(record));
}

std::string TagRenaming::run(const UpdateTag& arguments, const support::CallContext& context) const {
  static const auto& fields = support::immortal(std::vector<std::string>{"id", "label"});
  check_given("new_tag_name", arguments.new_tag_name);
  check_given("tag_name", arguments.tag_name);
  std::string id = id_of_label(resources_, "tag_name", arguments.tag_name, context);
  const auto send = [&](const support::CallContext& inner) {
    resources_.api->tags.rename_tag(id, arguments.new_tag_name, inner);
    return true;
  };
  const auto is_done = [&](const support::CallContext& inner) {
    const auto tags = resources_.api->tags.tags(fields, inner);
    return std::any_of(tags.begin(), tags.end(), [&](const json& tag) {
      return support::text_or_empty(tag, "id") == id &&
             support::text_or_empty(tag, "label") == arguments.new_tag_name;
    });
  };
  SingleMutation(send, is_done).run(resources_, id, engine::RepairPolicy::read_or_repeat, context);
  return id;
}

bool TagDeletion::run(const DeleteTag& arguments, const support::CallContext& context) const {
  if (!arguments.tag_id && !arguments.tag_name) {
    throw ValidationError("neither tag_name nor tag_id is given; name the tag by one of them");
  }
  if (arguments.tag_id && arguments.tag_name) {
    throw IncompatibleArgumentsError("tag_name and tag_id are given together; name the tag by one of them");
  }
  if (arguments.tag_id) check_given("tag_id", *arguments.tag_id);
  if (arguments.tag_name) check_given("tag_name", *arguments.tag_name);
  const std::string id = arguments.tag_id ? *arguments.tag_id
                                          : id_of_label(resources_, "tag_name", *arguments.tag_name, context);
  bool deleted = true;
  const auto send = [&](const support::CallContext& inner) {
    deleted = resources_.api->tags.delete_tag(id, inner);
    return true;
  };
  const auto is_done = [&](const support::CallContext& inner) {
    const auto ids = resources_.api->tags.ids(inner);
    return std::find(ids.begin(), ids.end(), id) == ids.end();
  };
  SingleMutation(send, is_done).run(resources_, id, engine::RepairPolicy::read_or_repeat, context);
  return deleted;
}

}  // namespace kili::use_cases
