#pragma once

#include <string>
#include <vector>

#include "kili/assets/add_metadata.hpp"
#include "support/call_context.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// `add_metadata` of the newest service.
class AddMetadataToAssets {
 public:
  explicit AddMetadataToAssets(Resources resources) : resources_(std::move(resources)) {}
  /// @return the ids of the assets as they were named.
  [[nodiscard]] std::vector<std::string> run(const AddMetadata& arguments,
                                             const support::CallContext& context) const;

 private:
  Resources resources_;
};

}  // namespace kili::use_cases
