#pragma once

#include <string>
#include <vector>

#include "kili/assets/update_properties_in_assets.hpp"
#include "support/call_context.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// `update_properties_in_assets` of the specification.
class UpdateProperties {
 public:
  explicit UpdateProperties(Resources resources) : resources_(std::move(resources)) {}
  /// @return the ids of the assets as they were named.
  [[nodiscard]] std::vector<std::string> run(const UpdatePropertiesInAssets& arguments,
                                             const support::CallContext& context) const;

 private:
  Resources resources_;
};

}  // namespace kili::use_cases
