#pragma once

#include "kili/assets/add_to_review.hpp"
#include "kili/assets/asset_action_outcome.hpp"
#include "support/call_context.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// `add_to_review` of the specification.
class AddAssetsToReview {
 public:
  explicit AddAssetsToReview(Resources resources) : resources_(std::move(resources)) {}
  [[nodiscard]] MovedAssets run(const AddToReview& arguments, const support::CallContext& context) const;

 private:
  Resources resources_;
};

}  // namespace kili::use_cases
