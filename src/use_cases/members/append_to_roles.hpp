#pragma once

#include <string>
#include <utility>

#include "kili/members/append_to_roles.hpp"
#include "kili/members/project_user.hpp"
#include "support/call_context.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// `append_to_roles`.
class AppendMember {
 public:
  explicit AppendMember(Resources resources) : resources_(std::move(resources)) {}
  /// @return the member.
  [[nodiscard]] ProjectUser run(const AppendToRoles& arguments, const support::CallContext& context) const;

 private:
  Resources resources_;
};

}  // namespace kili::use_cases
