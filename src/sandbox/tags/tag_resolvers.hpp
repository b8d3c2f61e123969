#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "sandbox/module_resolvers.hpp"
#include "sandbox/store/store.hpp"

namespace kili::sandbox {

/// Tags of the organisation, and which projects have them.
class TagResolvers final : public ModuleResolvers {
 public:
  /// @param store outlives the object.
  explicit TagResolvers(Store& store) : store_(store) {}

  [[nodiscard]] std::optional<nlohmann::json> query(const Store& store, std::string_view field,
                                                    const nlohmann::json& arguments,
                                                    const graphql::Selection& selection) const override;
  [[nodiscard]] std::optional<nlohmann::json> mutate(std::string_view field, const nlohmann::json& arguments,
                                                     const graphql::Selection& selection) override;

 private:
  using json = nlohmann::json;

  [[nodiscard]] json create(const json& data);
  [[nodiscard]] json rename(const json& arguments);
  [[nodiscard]] json remove(const std::string& tag_id);
  [[nodiscard]] json set_checked(const std::string& tag_id, const std::string& project_id, bool checked);
  json commit(Tag tag);

  Store& store_;
};

}  // namespace kili::sandbox
