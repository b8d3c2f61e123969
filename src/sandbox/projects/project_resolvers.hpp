#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "sandbox/module_resolvers.hpp"
#include "sandbox/store/store.hpp"

namespace kili::sandbox {

/// Projects: listing, creating, changing and deleting them.
class ProjectResolvers final : public ModuleResolvers {
 public:
  /// @param hidden_queries so many queries do not see a project that createProject makes. Both outlive the
  /// object.
  ProjectResolvers(Store& store, const std::atomic<std::size_t>& hidden_queries)
      : hidden_queries_(hidden_queries), store_(store) {}

  [[nodiscard]] std::optional<nlohmann::json> query(const Store& store, std::string_view field,
                                                    const nlohmann::json& arguments,
                                                    const graphql::Selection& selection) const override;
  [[nodiscard]] std::optional<nlohmann::json> mutate(std::string_view field, const nlohmann::json& arguments,
                                                     const graphql::Selection& selection) override;

 private:
  using json = nlohmann::json;

  [[nodiscard]] std::vector<const Project*> select(const Store& store, const json& where) const;
  /// Whether a project that matches is not seen yet; counts the queries.
  [[nodiscard]] bool is_hidden(const std::string& project_id) const;
  [[nodiscard]] json create(const json& data);
  [[nodiscard]] json update(const json& arguments);
  [[nodiscard]] json remove(const json& where);
  [[nodiscard]] json anonymize(const json& input);
  /// Stores a project whose position is known, with the members that it gets. @return it, as the schema's
  /// type.
  json commit(std::uint32_t position, ProjectInfo info, std::vector<Member> members = {});

  mutable std::map<std::string, std::size_t, std::less<>> hidden_;  ///< Queries left, by project.
  mutable std::mutex hidden_mutex_;
  const std::atomic<std::size_t>& hidden_queries_;
  Store& store_;
};

}  // namespace kili::sandbox
