#include "use_cases/users/list_users.hpp"

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "support/immortal.hpp"
#include "use_cases/argument_checks.hpp"
#include "use_cases/filters_fingerprint.hpp"
#include "use_cases/listing_arguments.hpp"

namespace kili::use_cases {
namespace {

const std::vector<std::string>& default_user_fields() {
  static const auto& fields =
      support::immortal(std::vector<std::string>{"email", "id", "firstname", "lastname"});
  return fields;
}

void check_user_filters(const UserFilters& filters) {
  if (filters.api_key) check_text("api_key", *filters.api_key);
  if (filters.email) check_text("email", *filters.email);
  if (filters.organization_id) check_text("organization_id", *filters.organization_id);
}

}  // namespace

std::unique_ptr<detail::RecordStream<User>> ListUsers::run(const UserFilters& filters,
                                                           const UsersArguments& arguments,
                                                           support::CallContext context) const {
  check_user_filters(filters);
  ListingRequest request =
      listing_request(arguments, "users", "users", default_user_fields(), fingerprint_of(filters));
  RecordSource<User> source;
  source.count = [api = resources_.api, filters](const support::CallContext& inner) {
    return api->users.count_users(filters, inner);
  };
  source.page = [api = resources_.api, filters, fields = request.fields](std::size_t skip, std::size_t first,
                                                                         const support::CallContext& inner) {
    return api->users.users(filters, fields, first, skip, inner);
  };
  source.make = [](nlohmann::json record) { return User(std::move(record)); };
  return std::make_unique<RecordListing<User>>(resources_, std::move(request), std::move(source),
                                               std::move(context));
}

std::size_t CountUsers::run(const UserFilters& filters, const support::CallContext& context) const {
  check_user_filters(filters);
  return resources_.api->users.count_users(filters, context);
}

User ReadCurrentUser::run(const GetCurrentUser& arguments, const support::CallContext& context) const {
  return User(resources_.api->users.viewer(fields_or(arguments.fields, default_user_fields()), context));
}

}  // namespace kili::use_cases
