#pragma once

#include <string>
#include <utility>

#include "kili/users/create_user.hpp"
#include "support/call_context.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// `create_user`.
class AddUser {
 public:
  explicit AddUser(Resources resources) : resources_(std::move(resources)) {}
  /// @return the id of the user.
  [[nodiscard]] std::string run(const CreateUser& arguments, const support::CallContext& context) const;

 private:
  Resources resources_;
};

}  // namespace kili::use_cases
