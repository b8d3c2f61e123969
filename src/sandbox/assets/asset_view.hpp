#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "graphql_server/engine.hpp"
#include "sandbox/service_version.hpp"
#include "sandbox/store/store.hpp"

namespace kili::sandbox {

/// A project as the schema's type Project.
[[nodiscard]] nlohmann::json project_view(const Project& project, const Store& store);

/// Turns assets into the schema's type Asset, computing only the fields that are selected.
class AssetView {
 public:
  /// @param response_url_prefix not empty: labels give their jsonResponse at this URL followed by their id.
  /// @param version the names that its schema has for the statuses of steps are given.
  AssetView(const Store& store, const graphql::Selection& selection, std::string response_url_prefix,
            ServiceVersion version);

  [[nodiscard]] nlohmann::json operator()(const Asset& asset) const;

  [[nodiscard]] nlohmann::json label(const Label& label, const Asset& asset) const;
  [[nodiscard]] nlohmann::json users(const std::vector<std::string>& ids) const;
  [[nodiscard]] const Project& project_of(const Asset& asset) const {
    return *store_.projects()[asset.project];
  }
  [[nodiscard]] nlohmann::json project(const Asset& asset) const;
  [[nodiscard]] nlohmann::json current_step(const Asset& asset) const;

 private:
  using Compute = nlohmann::json (*)(const AssetView& view, const Asset& asset);

  struct Field {
    const char* name;
    Compute compute;
  };

  static const std::vector<Field>& all_fields();

  std::vector<Field> fields_;
  std::string response_url_prefix_;
  const Store& store_;
  ServiceVersion version_;
};

}  // namespace kili::sandbox
