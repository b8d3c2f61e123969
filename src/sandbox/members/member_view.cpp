#include "sandbox/members/member_view.hpp"

#include "sandbox/store/asset_json.hpp"

namespace kili::sandbox {

nlohmann::json member_view(const Member& member, const Store& store) {
  const User* const user = store.find_user(member.user_id);
  return {{"activated", member.activated},
          {"deleted", member.deleted},
          {"id", member.id},
          {"project", {{"id", member.project_id}}},
          {"role", member.role},
          {"starred", member.starred},
          {"status", member.status},
          {"user", user_to_json(user != nullptr ? *user : User{member.user_id, {}, member.user_id, {}})}};
}

}  // namespace kili::sandbox
