#include "kili/users/user.hpp"

#include <nlohmann/json.hpp>
#include <utility>

namespace kili {
inline namespace v0_1 {

User::User(nlohmann::json record) : RecordFields(std::move(record), "user", "UsersArguments::fields") {}

std::string_view User::id() const { return text("id"); }
std::string_view User::email() const { return text("email"); }
std::optional<bool> User::activated() const { return optional_flag("activated"); }
std::optional<std::string_view> User::firstname() const { return optional_text("firstname"); }
std::optional<std::string_view> User::lastname() const { return optional_text("lastname"); }

std::optional<OrganizationRole> User::organization_role() const {
  const auto word = optional_text("organizationRole");
  return word ? std::optional(from_string<OrganizationRole>(*word)) : std::nullopt;
}

}  // namespace v0_1
}  // namespace kili
