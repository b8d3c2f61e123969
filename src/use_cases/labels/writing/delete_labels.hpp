#pragma once

#include <string>
#include <utility>
#include <vector>

#include "kili/labels/delete_labels.hpp"
#include "support/call_context.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// `delete_labels` of the specification.
class DeleteLabelsByIds {
 public:
  explicit DeleteLabelsByIds(Resources resources) : resources_(std::move(resources)) {}
  /// @return the ids that were deleted.
  [[nodiscard]] std::vector<std::string> run(const DeleteLabels& arguments,
                                             const support::CallContext& context) const;

 private:
  Resources resources_;
};

}  // namespace kili::use_cases
