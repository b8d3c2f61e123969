#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "in_process_sandbox.hpp"
#include "kili/kili.hpp"

namespace kili::test {

/// Assets "asset_0", "asset_1", ... with these statuses.
[[nodiscard]] inline nlohmann::json assets_with_statuses(const std::vector<std::string>& statuses) {
  nlohmann::json assets = nlohmann::json::array();
  for (std::size_t i = 0; i < statuses.size(); ++i) {
    assets.push_back({{"externalId", "asset_" + std::to_string(i)}, {"status", statuses[i]}});
  }
  return assets;
}

/// A project in a sandbox with these assets, and a client on a virtual clock.
struct ProjectInSandbox {
  explicit ProjectInSandbox(const nlohmann::json& assets,
                            sandbox::ServiceVersion version = sandbox::ServiceVersion::v26_2,
                            const SandboxProject& project = {})
      : sandbox(project, version), fake(sandbox.handler()) {
    sandbox.use_clock(fake.clock);
    ids = sandbox.add_assets(assets);
    client.emplace(fake.client({.calls_per_minute = 0}));
  }

  /// A member of each asset, in order.
  [[nodiscard]] nlohmann::json all(const char* member) const {
    nlohmann::json values = nlohmann::json::array();
    for (const auto& asset : sandbox.state()) values.push_back(asset[member]);
    return values;
  }

  InProcessSandbox sandbox;
  FakeWorld fake;
  std::vector<std::string> ids;
  std::optional<Client> client;
};

/// How many assets of a failed mutation have that outcome.
[[nodiscard]] inline std::size_t count_of(const MutationError& error, MutationOutcome outcome) {
  return static_cast<std::size_t>(
      std::count_if(error.assets().begin(), error.assets().end(),
                    [outcome](const MutatedAsset& asset) { return asset.outcome == outcome; }));
}

}  // namespace kili::test
