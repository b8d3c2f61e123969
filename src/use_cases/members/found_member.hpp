#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>

#include "api/members/members_api.hpp"
#include "kili/members/project_user.hpp"
#include "support/call_context.hpp"
#include "support/json_lookup.hpp"
#include "support/text.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// The member whom a change of a role is about, once he has the role.
class FoundMember {
 public:
  /// @param resources outlive the object. @param query finds the member; its address is in lower case.
  FoundMember(const Resources& resources, api::MemberQuery query, ProjectRole role)
      : query_(std::move(query)), resources_(resources), role_(to_string(role)) {}

  /// Keeps a member of the project. @return whether it is the one, and has the role.
  bool take(nlohmann::json member) {
    if (support::text_or_empty(member, "role") != role_) return false;
    const auto* const user = support::find_member(member, "user");
    if (user == nullptr) return false;
    if (query_.email && support::to_lower(support::text_or_empty(*user, "email")) != *query_.email)
      return false;
    member_ = std::move(member);
    return true;
  }
  /// Asks the service. @return whether the member has the role.
  bool look_up(const support::CallContext& context) {
    auto member = resources_.api->members.find_member(query_, context);
    return member && take(*std::move(member));
  }
  /// Call after one of the others has returned true.
  [[nodiscard]] ProjectUser result() const { return ProjectUser(member_); }

 private:
  nlohmann::json member_;
  api::MemberQuery query_;
  const Resources& resources_;
  std::string role_;
};

}  // namespace kili::use_cases
