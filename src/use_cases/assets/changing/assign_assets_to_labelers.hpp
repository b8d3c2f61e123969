#pragma once

#include <string>
#include <vector>

#include "kili/assets/assign_assets_to_labelers.hpp"
#include "support/call_context.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// `assign_assets_to_labelers` of the newest service: one request for each asset, several side by side.
class AssignAssets {
 public:
  explicit AssignAssets(Resources resources) : resources_(std::move(resources)) {}
  /// @return the ids of the assets as they were named.
  [[nodiscard]] std::vector<std::string> run(const AssignAssetsToLabelers& arguments,
                                             const support::CallContext& context) const;

 private:
  Resources resources_;
};

}  // namespace kili::use_cases
