#pragma once

#include <string>
#include <vector>

#include "kili/assets/set_metadata.hpp"
#include "support/call_context.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// `set_metadata` of the newest service.
class SetMetadataOfAssets {
 public:
  explicit SetMetadataOfAssets(Resources resources) : resources_(std::move(resources)) {}
  /// @return the ids of the assets as they were named.
  [[nodiscard]] std::vector<std::string> run(const SetMetadata& arguments,
                                             const support::CallContext& context) const;

 private:
  Resources resources_;
};

}  // namespace kili::use_cases
