#pragma once

#include <string>
#include <utility>

#include "kili/users/update_properties_in_user.hpp"
#include "support/call_context.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// `update_properties_in_user`.
class ChangeUser {
 public:
  explicit ChangeUser(Resources resources) : resources_(std::move(resources)) {}
  /// @return the id of the user.
  [[nodiscard]] std::string run(const UpdatePropertiesInUser& arguments,
                                const support::CallContext& context) const;

 private:
  Resources resources_;
};

}  // namespace kili::use_cases
