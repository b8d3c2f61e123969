#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "sandbox/module_resolvers.hpp"
#include "sandbox/store/store.hpp"

namespace kili::sandbox {

/// Users in projects, and their roles.
class MemberResolvers final : public ModuleResolvers {
 public:
  /// @param store outlives the object.
  explicit MemberResolvers(Store& store) : store_(store) {}

  [[nodiscard]] std::optional<nlohmann::json> query(const Store& store, std::string_view field,
                                                    const nlohmann::json& arguments,
                                                    const graphql::Selection& selection) const override;
  [[nodiscard]] std::optional<nlohmann::json> mutate(std::string_view field, const nlohmann::json& arguments,
                                                     const graphql::Selection& selection) override;

 private:
  using json = nlohmann::json;

  [[nodiscard]] json append(const json& arguments);
  [[nodiscard]] json update(const json& arguments);
  [[nodiscard]] json remove(const json& where);
  /// Whom `where` names. @throws graphql::ResolverError when there is nobody.
  [[nodiscard]] Member only_member(const json& where) const;
  [[nodiscard]] json project_with_members(const std::string& id) const;

  Store& store_;
};

}  // namespace kili::sandbox
