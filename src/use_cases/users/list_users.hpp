#pragma once

#include <cstddef>
#include <memory>

#include <utility>

#include "kili/users/get_current_user.hpp"
#include "kili/users/user.hpp"
#include "kili/users/user_filters.hpp"
#include "kili/users/users_arguments.hpp"
#include "support/call_context.hpp"
#include "types/record_stream.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// `users`.
class ListUsers {
 public:
  explicit ListUsers(Resources resources) : resources_(std::move(resources)) {}
  /// Sends nothing.
  [[nodiscard]] std::unique_ptr<detail::RecordStream<User>> run(const UserFilters& filters,
                                                                const UsersArguments& arguments,
                                                                support::CallContext context) const;

 private:
  Resources resources_;
};

/// `count_users`.
class CountUsers {
 public:
  explicit CountUsers(Resources resources) : resources_(std::move(resources)) {}
  [[nodiscard]] std::size_t run(const UserFilters& filters, const support::CallContext& context) const;

 private:
  Resources resources_;
};

/// `get_current_user`.
class ReadCurrentUser {
 public:
  explicit ReadCurrentUser(Resources resources) : resources_(std::move(resources)) {}
  [[nodiscard]] User run(const GetCurrentUser& arguments, const support::CallContext& context) const;

 private:
  Resources resources_;
};

}  // namespace kili::use_cases
