#pragma once

#include <string>

#include "kili/assets/skip_or_unskip.hpp"
#include "support/call_context.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// `skip_or_unskip` of the newest service.
class SkipOrUnskipAsset {
 public:
  explicit SkipOrUnskipAsset(Resources resources) : resources_(std::move(resources)) {}
  /// @return the id of the asset.
  [[nodiscard]] std::string run(const SkipOrUnskip& arguments, const support::CallContext& context) const;

 private:
  Resources resources_;
};

}  // namespace kili::use_cases
