#pragma once

#include "kili/assets/asset_action_outcome.hpp"
#include "kili/assets/set_assets_priority.hpp"
#include "support/call_context.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// `set_assets_priority` of the newest service.
class SetPriority {
 public:
  explicit SetPriority(Resources resources) : resources_(std::move(resources)) {}
  [[nodiscard]] AssetActionOutcome run(const SetAssetsPriority& arguments,
                                       const support::CallContext& context) const;

 private:
  Resources resources_;
};

}  // namespace kili::use_cases
