#include "api/checked_answer.hpp"
#include "api/members/members_api.hpp"
#include "graphql/variables.hpp"
#include "kili/errors.hpp"
#include "support/immortal.hpp"

namespace kili::api {
namespace {

using nlohmann::json;

constexpr ListedKind member_kind{
    .count_field = "countProjectUsers", .list_field = "projectUsers", .where_type = "ProjectUserWhere!"};
/// A criterion that came with 26.2. Other filters have one of that name too.
constexpr std::string_view deleted = "deleted";
constexpr std::string_view deleted_members = "ProjectUserWhere.deleted";

json member_where(const MemberQuery& query) {
  json where{{"user",
              {{"email", graphql::value_or_null(query.email)},
               {"organization", {{"id", graphql::value_or_null(query.organization_id)}}}}}};
  if (query.id) where["id"] = *query.id;
  if (query.project_id) where["project"] = {{"id", *query.project_id}};
  if (query.status) where["status"] = to_string(*query.status);
  return where;
}

}  // namespace

/// Asks without those who were removed; a service of before 26.2 does not give them.
template <typename Ask>
auto MembersApi::ask(json where, const Ask& question) const {
  if (!capabilities_->lacks(deleted_members)) {
    json present = where;
    present[deleted] = false;
    try {
      return question(std::move(present));
    } catch (const GraphQLError& error) {
      if (!names_unknown(error, deleted)) throw;
    }
    capabilities_->note_lack(deleted_members);
  }
  return question(std::move(where));
}

std::size_t MembersApi::count_members(const MemberQuery& query, const support::CallContext& context) const {
  return ask(member_where(query),
             [&](json where) { return records_.count(member_kind, std::move(where), context); });
}

std::vector<json> MembersApi::members(const MemberQuery& query, std::span<const std::string> fields,
                                      std::size_t first, std::size_t skip,
                                      const support::CallContext& context) const {
  return ask(member_where(query), [&](json where) {
    return records_.page(member_kind, std::move(where), fields, first, skip, context);
  });
}

std::optional<json> MembersApi::find_member(const MemberQuery& query,
                                            const support::CallContext& context) const {
  static const auto& fields =
      support::immortal(std::vector<std::string>{"id", "role", "user.email", "user.id"});
  auto found = members(query, fields, 1, 0, context);
  return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

std::optional<std::string> MembersApi::project_of_removed(std::string_view role_id,
                                                          const support::CallContext& context) const {
  static const auto& fields = support::immortal(std::vector<std::string>{"project.id"});
  if (capabilities_->lacks(deleted_members)) return std::nullopt;
  const auto found = records_.page(member_kind, {{"id", role_id}, {deleted, true}}, fields, 1, 0, context);
  if (found.empty()) return std::nullopt;
  const auto& project = member(found.front(), "project", member_kind.list_field);
  if (project.is_null()) return std::nullopt;
  return text_member(project, "id", member_kind.list_field);
}

}  // namespace kili::api
