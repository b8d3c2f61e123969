#include "sandbox/members/member_resolvers.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "sandbox/arguments.hpp"
#include "sandbox/email.hpp"
#include "sandbox/members/member_view.hpp"
#include "sandbox/store/organization.hpp"

namespace kili::sandbox {
namespace {

using nlohmann::json;

/// Those who were removed are found only when they are asked for.
bool matches(const Member& member, const json& where, const Store& store) {
  const std::string* const email = text_under(where, {"user", "email"});
  const std::string* const id = text_under(where, {"id"});
  const std::string* const organization = text_under(where, {"user", "organization", "id"});
  const std::string* const project = text_under(where, {"project", "id"});
  const std::string* const status = text_under(where, {"status"});
  const json* const active = present(where, "activeInProject");
  const json* const deleted = present(where, "deleted");
  const User* const user = store.find_user(member.user_id);
  return member.deleted == (deleted != nullptr && deleted->get<bool>()) &&
         (id == nullptr || *id == member.id) && (project == nullptr || *project == member.project_id) &&
         (status == nullptr || *status == member.status) &&
         (active == nullptr || active->get<bool>() == member.activated) &&
         (organization == nullptr || *organization == organization_id) &&
         (email == nullptr || (user != nullptr && lower_case(user->email) == lower_case(*email)));
}

json members_of(const json& where, const Store& store) {
  if (const std::string* const project = text_under(where, {"project", "id"}))
    accessible_project(store, *project);
  json found = json::array();
  for (const Member& member : store.members()) {
    if (matches(member, where, store)) found.push_back(member_view(member, store));
  }
  return found;
}

const char* status_of(const User& user) {
  if (!user.activated) return "ORG_SUSPENDED";
  return user.organization_role == "ADMIN" ? "ORG_ADMIN" : "ACTIVATED";
}

}  // namespace

std::optional<json> MemberResolvers::query(const Store& store, std::string_view field, const json& arguments,
                                           const graphql::Selection& /*selection*/) const {
  if (field == "projectUsers") return page_of(members_of(arguments.at("where"), store), arguments);
  if (field == "countProjectUsers") return members_of(arguments.at("where"), store).size();
  return std::nullopt;
}

std::optional<json> MemberResolvers::mutate(std::string_view field, const json& arguments,
                                            const graphql::Selection& /*selection*/) {
  if (field == "appendToRoles") return append(arguments);
  if (field == "updatePropertiesInRole") return update(arguments);
  if (field == "deleteFromRoles") return remove(arguments.at("where"));
  return std::nullopt;
}

json MemberResolvers::project_with_members(const std::string& id) const {
  const ProjectInfo& project = accessible_project(store_, id).info;
  return {{"description", project.description},
          {"id", project.id},
          {"inputType", project.input_type},
          {"jsonInterface", project.json_interface},
          {"roles", members_of({{"project", {{"id", id}}}}, store_)},
          {"title", project.title}};
}

Member MemberResolvers::only_member(const json& where) const {
  if (present(where, "id") == nullptr &&
      (text_under(where, {"project", "id"}) == nullptr || text_under(where, {"user", "email"}) == nullptr)) {
    throw graphql::ResolverError("[invalidInput] where must have an id, or a project and an address");
  }
  const auto& members = store_.members();
  const auto found = std::find_if(members.begin(), members.end(),
                                  [&](const Member& each) { return matches(each, where, store_); });
  if (found == members.end()) throw graphql::ResolverError(fmt::format("[notFound] role {}", where.dump()));
  return *found;
}

json MemberResolvers::append(const json& arguments) {
  const auto* const project = text_under(arguments, {"where", "id"});
  if (project == nullptr) throw graphql::ResolverError("[invalidInput] where must name a project by its id");
  accessible_project(store_, *project);
  const json& data = arguments.at("data");
  const std::string email = lower_case(checked_email(data.at("userEmail").get_ref<const std::string&>()));
  Changes changes;
  User user;
  if (const User* const known = store_.find_user(email)) {
    user = *known;
  } else {
    user.email = email;
    user.id = store_.make_id('u');
    changes.users.push_back(user);
  }
  const auto& members = store_.members();
  const auto there = std::find_if(members.begin(), members.end(), [&](const Member& each) {
    return each.project_id == *project && each.user_id == user.id;
  });
  Member member;
  if (there != members.end()) {
    member = *there;
  } else {
    member.id = store_.make_id('r');
    member.project_id = *project;
    member.status = status_of(user);
    member.user_id = user.id;
  }
  member.deleted = false;
  member.role = data.at("role").get<std::string>();
  changes.members.push_back(std::move(member));
  store_.commit(std::move(changes));
  return project_with_members(*project);
}

json MemberResolvers::update(const json& arguments) {
  Member member = only_member(arguments.at("where"));
  const json& data = arguments.at("data");
  if (const std::string* const project = text_under(data, {"projectID"});
      project != nullptr && *project != member.project_id) {
    throw graphql::ResolverError(fmt::format("[notFound] role {} in project {}", member.id, *project));
  }
  if (const std::string* const name = text_under(data, {"userID"})) {
    const User* const user = store_.find_user(*name);
    if (user == nullptr || user->id != member.user_id)
      throw graphql::ResolverError(fmt::format("[notFound] role {} of user {}", member.id, *name));
  }
  member.role = data.at("role").get<std::string>();
  json view = member_view(member, store_);
  Changes changes;
  changes.members.push_back(std::move(member));
  store_.commit(std::move(changes));
  return view;
}

json MemberResolvers::remove(const json& where) {
  Member member = only_member(where);
  member.deleted = true;
  const std::string project = member.project_id;
  Changes changes;
  changes.members.push_back(std::move(member));
  store_.commit(std::move(changes));
  return project_with_members(project);
}

}  // namespace kili::sandbox
