#include "kili/members/project_user.hpp"

#include <nlohmann/json.hpp>
#include <utility>

namespace kili {
inline namespace v0_1 {

ProjectUser::ProjectUser(nlohmann::json record)
    : RecordFields(std::move(record), "member", "ProjectUsersArguments::fields") {}

std::string_view ProjectUser::id() const { return text("id"); }
bool ProjectUser::activated() const { return flag("activated"); }
ProjectRole ProjectUser::role() const { return from_string<ProjectRole>(text("role")); }
bool ProjectUser::starred() const { return flag("starred"); }
ProjectUserStatus ProjectUser::status() const { return from_string<ProjectUserStatus>(text("status")); }
std::string_view ProjectUser::user_email() const { return text("user.email"); }
std::string_view ProjectUser::user_id() const { return text("user.id"); }

}  // namespace v0_1
}  // namespace kili
