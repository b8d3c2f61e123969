#pragma once

#include <string>
#include <utility>

#include "kili/members/delete_from_roles.hpp"
#include "support/call_context.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// `delete_from_roles`.
class RemoveMember {
 public:
  explicit RemoveMember(Resources resources) : resources_(std::move(resources)) {}
  /// @return the id of the project; empty when it is not known, see Client::delete_from_roles().
  [[nodiscard]] std::string run(const DeleteFromRoles& arguments, const support::CallContext& context) const;

 private:
  Resources resources_;
};

}  // namespace kili::use_cases
