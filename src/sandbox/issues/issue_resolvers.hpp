#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "sandbox/module_resolvers.hpp"
#include "sandbox/store/store.hpp"

namespace kili::sandbox {

/// Issues and questions on assets.
class IssueResolvers final : public ModuleResolvers {
 public:
  /// @param store outlives the object.
  explicit IssueResolvers(Store& store) : store_(store) {}

  [[nodiscard]] std::optional<nlohmann::json> query(const Store& store, std::string_view field,
                                                    const nlohmann::json& arguments,
                                                    const graphql::Selection& selection) const override;
  [[nodiscard]] std::optional<nlohmann::json> mutate(std::string_view field, const nlohmann::json& arguments,
                                                     const graphql::Selection& selection) override;

 private:
  using json = nlohmann::json;

  [[nodiscard]] json create(const json& arguments);
  [[nodiscard]] json update(const json& arguments);

  Store& store_;
};

}  // namespace kili::sandbox
