#pragma once

#include "kili/assets/asset_action_outcome.hpp"
#include "kili/assets/delete_many_from_dataset.hpp"
#include "support/call_context.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// `delete_many_from_dataset` of the specification.
class DeleteAssets {
 public:
  explicit DeleteAssets(Resources resources) : resources_(std::move(resources)) {}
  [[nodiscard]] AssetActionOutcome run(const DeleteManyFromDataset& arguments,
                                       const support::CallContext& context) const;

 private:
  Resources resources_;
};

}  // namespace kili::use_cases
