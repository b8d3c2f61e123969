#pragma once

#include <string>
#include <vector>

#include "kili/assets/change_asset_external_ids.hpp"
#include "support/call_context.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// `change_asset_external_ids` of the specification. In input order, for a name may have to become free
/// before another asset can have it.
class ChangeExternalIds {
 public:
  explicit ChangeExternalIds(Resources resources) : resources_(std::move(resources)) {}
  /// @return the ids of the assets as they were named.
  [[nodiscard]] std::vector<std::string> run(const ChangeAssetExternalIds& arguments,
                                             const support::CallContext& context) const;

 private:
  Resources resources_;
};

}  // namespace kili::use_cases
