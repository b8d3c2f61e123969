#pragma once

#include "kili/assets/asset_action_outcome.hpp"
#include "kili/assets/send_back_to_queue.hpp"
#include "support/call_context.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// `send_back_to_queue` of the specification.
class SendAssetsBackToQueue {
 public:
  explicit SendAssetsBackToQueue(Resources resources) : resources_(std::move(resources)) {}
  [[nodiscard]] MovedAssets run(const SendBackToQueue& arguments, const support::CallContext& context) const;

 private:
  Resources resources_;
};

}  // namespace kili::use_cases
