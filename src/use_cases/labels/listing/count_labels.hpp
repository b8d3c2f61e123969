#pragma once

#include <cstddef>
#include <string_view>
#include <utility>

#include "kili/labels/label_filters.hpp"
#include "support/call_context.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// `count_labels` of the Python SDK.
class CountLabels {
 public:
  explicit CountLabels(Resources resources) : resources_(std::move(resources)) {}
  [[nodiscard]] std::size_t run(std::string_view project_id, const LabelFilters& filters,
                                const support::CallContext& context) const;

 private:
  Resources resources_;
};

}  // namespace kili::use_cases
