#pragma once

#include <string>
#include <utility>

#include "kili/labels/update_properties_in_label.hpp"
#include "support/call_context.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// `update_properties_in_label` of version 2.164.
class UpdatePropertiesOfLabel {
 public:
  explicit UpdatePropertiesOfLabel(Resources resources) : resources_(std::move(resources)) {}
  /// @return the id of the label.
  [[nodiscard]] std::string run(const UpdatePropertiesInLabel& arguments,
                                const support::CallContext& context) const;

 private:
  Resources resources_;
};

}  // namespace kili::use_cases
