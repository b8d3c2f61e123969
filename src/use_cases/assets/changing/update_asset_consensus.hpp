#pragma once

#include "kili/assets/update_asset_consensus.hpp"
#include "support/call_context.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// `update_asset_consensus` of the newest service.
class UpdateConsensus {
 public:
  explicit UpdateConsensus(Resources resources) : resources_(std::move(resources)) {}
  /// @return whether consensus is on now.
  [[nodiscard]] bool run(const UpdateAssetConsensus& arguments, const support::CallContext& context) const;

 private:
  [[nodiscard]] std::string id_to_lock(const UpdateAssetConsensus& arguments,
                                       const support::CallContext& context) const;

  Resources resources_;
};

}  // namespace kili::use_cases
