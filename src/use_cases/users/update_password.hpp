#pragma once

#include <string>
#include <utility>

#include "kili/users/update_password.hpp"
#include "support/call_context.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// `update_password`.
class ChangePassword {
 public:
  explicit ChangePassword(Resources resources) : resources_(std::move(resources)) {}
  /// @return the id of the user.
  [[nodiscard]] std::string run(const UpdatePassword& arguments, const support::CallContext& context) const;

 private:
  Resources resources_;
};

}  // namespace kili::use_cases
