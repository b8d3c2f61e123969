#include "sandbox/tags/tag_resolvers.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "sandbox/store/json_access.hpp"
#include "sandbox/store/project_json.hpp"

namespace kili::sandbox {
namespace {

using nlohmann::json;

bool is_checked(const Tag& tag, const std::string& project_id) {
  const auto& projects = tag.checked_for_projects;
  return std::find(projects.begin(), projects.end(), project_id) != projects.end();
}

const Tag& known_tag(const Store& store, const std::string& id) {
  const auto found =
      std::find_if(store.tags().begin(), store.tags().end(), [&](const Tag& tag) { return tag.id == id; });
  if (found == store.tags().end()) throw graphql::ResolverError(fmt::format("[notFound] tag {}", id));
  return *found;
}

void check_accessible(const Store& store, const std::string& project_id) {
  const Project* const project = store.find_project(project_id);
  if (project == nullptr || project->info.is_set("deleted"))
    throw graphql::ResolverError(fmt::format("[accessDenied] No access to project {}", project_id));
}

void check_free(const Store& store, const std::string& label) {
  const bool is_taken = std::any_of(store.tags().begin(), store.tags().end(),
                                    [&](const Tag& tag) { return tag.label == label; });
  if (is_taken) throw graphql::ResolverError(fmt::format("[uniqueConstraint] tag {}", label));
}

}  // namespace

std::optional<json> TagResolvers::query(const Store& store, std::string_view field, const json& arguments,
                                        const graphql::Selection& /*selection*/) const {
  if (field != "listTagsByOrg" && field != "listTagsByProject") return std::nullopt;
  const bool of_project = field == "listTagsByProject";
  const std::string project_id = of_project ? arguments.at("projectId").get<std::string>() : std::string();
  if (of_project) check_accessible(store, project_id);
  json found = json::array();
  for (const Tag& tag : store.tags()) {
    if (!of_project || is_checked(tag, project_id)) found.push_back(tag_to_json(tag));
  }
  return found;
}

std::optional<json> TagResolvers::mutate(std::string_view field, const json& arguments,
                                         const graphql::Selection& /*selection*/) {
  const auto text = [](const json& object, const char* name) -> const std::string& {
    return object.at(name).get_ref<const std::string&>();
  };
  if (field == "createTag") return create(arguments.at("data"));
  if (field == "updateTag") return rename(arguments);
  if (field == "deleteTag") return remove(text(arguments, "tagId"));
  if (field == "checkTag") {
    const json& data = arguments.at("data");
    return set_checked(text(data, "tagId"), text(data, "projectId"), true);
  }
  if (field == "uncheckTag") {
    return set_checked(text(arguments, "tagId"), text(arguments, "projectId"), false);
  }
  return std::nullopt;
}

json TagResolvers::commit(Tag tag) {
  json committed = tag_to_json(tag);
  Changes changes;
  changes.tags.push_back(std::move(tag));
  store_.commit(std::move(changes));
  return committed;
}

json TagResolvers::create(const json& data) {
  Tag tag;
  data.at("label").get_to(tag.label);
  if (tag.label.empty()) throw graphql::ResolverError("[invalidInput] a tag needs a label");
  check_free(store_, tag.label);
  if (const json* const color = present(data, "color")) color->get_to(tag.color);
  tag.id = store_.make_id('t');
  return commit(std::move(tag));
}

json TagResolvers::rename(const json& arguments) {
  Tag tag = known_tag(store_, arguments.at("tagId").get_ref<const std::string&>());
  const auto& label = arguments.at("data").at("label").get_ref<const std::string&>();
  if (label != tag.label) check_free(store_, label);
  tag.label = label;
  return {{"affectedRows", 1}, {"updatedTag", commit(std::move(tag))}};
}

json TagResolvers::remove(const std::string& tag_id) {
  static_cast<void>(known_tag(store_, tag_id));
  Changes changes;
  changes.deleted_tags.push_back(tag_id);
  store_.commit(std::move(changes));
  return true;
}

json TagResolvers::set_checked(const std::string& tag_id, const std::string& project_id, bool checked) {
  Tag tag = known_tag(store_, tag_id);
  check_accessible(store_, project_id);
  if (is_checked(tag, project_id) == checked) return tag_to_json(tag);
  if (checked) {
    tag.checked_for_projects.push_back(project_id);
  } else {
    std::erase(tag.checked_for_projects, project_id);
  }
  return commit(std::move(tag));
}

}  // namespace kili::sandbox
