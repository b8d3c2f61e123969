#pragma once

#include <optional>
#include <string_view>

#include <nlohmann/json.hpp>

#include "graphql_server/engine.hpp"
#include "sandbox/store/store.hpp"

namespace kili::sandbox {

/// Operations of one module of the service: projects, labels, tags ... Thread-safe.
class ModuleResolvers {
 public:
  ModuleResolvers() = default;
  ModuleResolvers(const ModuleResolvers&) = delete;
  ModuleResolvers& operator=(const ModuleResolvers&) = delete;
  virtual ~ModuleResolvers() = default;

  /// The value of a root field of a query, or nothing when the module does not have it.
  /// @param store the state to read, locked for reading; it may be behind the newest one.
  /// @throws graphql::ResolverError as the service refuses.
  [[nodiscard]] virtual std::optional<nlohmann::json> query(const Store& store, std::string_view field,
                                                            const nlohmann::json& arguments,
                                                            const graphql::Selection& selection) const = 0;
  /// The same of a mutation. The newest store is locked for writing.
  [[nodiscard]] virtual std::optional<nlohmann::json> mutate(std::string_view field,
                                                             const nlohmann::json& arguments,
                                                             const graphql::Selection& selection) = 0;
};

}  // namespace kili::sandbox
