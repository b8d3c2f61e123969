#pragma once

#include "kili/assets/asset_action_outcome.hpp"
#include "kili/assets/set_assets_priority.hpp"
#include "support/call_context.hpp"
#include "use_cases/services.hpp"

namespace kili::use_cases {

/// `set_assets_priority` of the newest service.
class SetPriority {
 public:
  explicit SetPriority(Services services) : services_(std::move(services)) {}
  [[nodiscard]] AssetActionOutcome run(const SetAssetsPriority& arguments,
                                       const support::CallContext& context) const;

 private:
  Services services_;
};

}  // namespace kili::use_cases
