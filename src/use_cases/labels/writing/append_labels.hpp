#pragma once

#include <string>
#include <utility>
#include <vector>

#include "kili/labels/append_labels.hpp"
#include "support/call_context.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// `append_labels` of the specification.
class AppendLabelsToAssets {
 public:
  explicit AppendLabelsToAssets(Resources resources) : resources_(std::move(resources)) {}

  /// Parallel arrays: all of them are checked before anything is sent.
  /// @return the ids of the labels.
  [[nodiscard]] std::vector<std::string> run(const AppendLabels& arguments,
                                             const support::CallContext& context) const;
  /// A range, which is read once: each label is checked when it is read.
  [[nodiscard]] std::vector<std::string> run(detail::NewLabelSource& labels,
                                             const AppendLabelsSettings& settings,
                                             const support::CallContext& context) const;

 private:
  Resources resources_;
};

}  // namespace kili::use_cases
