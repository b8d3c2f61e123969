#include "kili/tags/tag.hpp"

#include <nlohmann/json.hpp>
#include <utility>

namespace kili {
inline namespace v0_1 {

Tag::Tag(nlohmann::json record) : RecordFields(std::move(record), "tag", "TagsArguments::fields") {}

std::string_view Tag::id() const { return text("id"); }
std::string_view Tag::label() const { return text("label"); }
std::string_view Tag::color() const { return text("color"); }
std::string_view Tag::organization_id() const { return text("organizationId"); }

std::vector<std::string> Tag::checked_for_projects() const {
  const auto& projects = field("checkedForProjects");
  if (!projects.is_array()) throw_wrong_type("checkedForProjects", projects);
  std::vector<std::string> ids;
  for (const auto& id : projects) {
    if (!id.is_string()) throw_wrong_type("checkedForProjects", id);
    ids.push_back(id.get<std::string>());
  }
  return ids;
}

}  // namespace v0_1
}  // namespace kili
