#pragma once

#include <string>
#include <vector>

#include "kili/assets/assign_assets_to_labelers.hpp"
#include "support/call_context.hpp"
#include "use_cases/services.hpp"

namespace kili::use_cases {

/// `assign_assets_to_labelers` of the newest service: one request for each asset, several side by side.
class AssignAssets {
 public:
  explicit AssignAssets(Services services) : services_(std::move(services)) {}
  /// @return the ids of the assets as they were named.
  [[nodiscard]] std::vector<std::string> run(const AssignAssetsToLabelers& arguments,
                                             const support::CallContext& context) const;

 private:
  Services services_;
};

}  // namespace kili::use_cases
