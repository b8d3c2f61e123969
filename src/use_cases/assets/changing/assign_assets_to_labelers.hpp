#pragma once

#include "kili/assets/asset_action_outcome.hpp"
#include "kili/assets/assign_assets_to_labelers.hpp"
#include "support/call_context.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// `assign_assets_to_labelers` of the specification: one request for each distinct list of users and 100
/// assets.
class AssignAssets {
 public:
  explicit AssignAssets(Resources resources) : resources_(std::move(resources)) {}
  [[nodiscard]] AssetActionOutcome run(const AssignAssetsToLabelers& arguments,
                                       const support::CallContext& context) const;

 private:
  Resources resources_;
};

}  // namespace kili::use_cases
