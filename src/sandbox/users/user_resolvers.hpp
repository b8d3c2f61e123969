#pragma once

#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "sandbox/module_resolvers.hpp"
#include "sandbox/store/store.hpp"

namespace kili::sandbox {

/// Users of the organisation, and their passwords.
class UserResolvers final : public ModuleResolvers {
 public:
  /// @param store outlives the object. @param api_key of its first user.
  UserResolvers(Store& store, std::string api_key) : api_key_(std::move(api_key)), store_(store) {}

  [[nodiscard]] std::optional<nlohmann::json> query(const Store& store, std::string_view field,
                                                    const nlohmann::json& arguments,
                                                    const graphql::Selection& selection) const override;
  [[nodiscard]] std::optional<nlohmann::json> mutate(std::string_view field, const nlohmann::json& arguments,
                                                     const graphql::Selection& selection) override;

 private:
  using json = nlohmann::json;

  [[nodiscard]] json create(const json& data);
  [[nodiscard]] json update(const json& arguments);
  [[nodiscard]] json update_password(const json& arguments);
  /// Who `where` names. @throws graphql::ResolverError when there is nobody.
  [[nodiscard]] const User& only_user(const json& where) const;

  std::string api_key_;
  /// By id of the user. Kept while the sandbox runs; that of a user who is not in here is not known, and any
  /// old one is taken for it.
  std::map<std::string, std::string, std::less<>> passwords_;
  Store& store_;
};

}  // namespace kili::sandbox
