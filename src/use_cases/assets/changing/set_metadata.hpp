#pragma once

#include <string>
#include <vector>

#include "kili/assets/set_metadata.hpp"
#include "support/call_context.hpp"
#include "use_cases/services.hpp"

namespace kili::use_cases {

/// `set_metadata` of the newest service.
class SetMetadataOfAssets {
 public:
  explicit SetMetadataOfAssets(Services services) : services_(std::move(services)) {}
  /// @return the ids of the assets as they were named.
  [[nodiscard]] std::vector<std::string> run(const SetMetadata& arguments,
                                             const support::CallContext& context) const;

 private:
  Services services_;
};

}  // namespace kili::use_cases
