#pragma once

#include <utility>

#include "kili/members/project_user.hpp"
#include "kili/members/update_properties_in_project_user.hpp"
#include "kili/members/update_properties_in_role.hpp"
#include "support/call_context.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// `update_properties_in_role` and `update_properties_in_project_user`.
class ChangeRole {
 public:
  explicit ChangeRole(Resources resources) : resources_(std::move(resources)) {}
  /// @return the member.
  [[nodiscard]] ProjectUser run(const UpdatePropertiesInRole& arguments,
                                const support::CallContext& context) const;
  [[nodiscard]] ProjectUser run(const UpdatePropertiesInProjectUser& arguments,
                                const support::CallContext& context) const;

 private:
  Resources resources_;
};

}  // namespace kili::use_cases
