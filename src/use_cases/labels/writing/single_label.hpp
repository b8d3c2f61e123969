#pragma once

#include <string>
#include <utility>

#include "kili/labels/append_to_labels.hpp"
#include "kili/labels/create_honeypot.hpp"
#include "support/call_context.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// `append_to_labels` of the specification.
class AppendLabelToAsset {
 public:
  explicit AppendLabelToAsset(Resources resources) : resources_(std::move(resources)) {}
  /// @return the id of the label.
  [[nodiscard]] std::string run(const AppendToLabels& arguments, const support::CallContext& context) const;

 private:
  Resources resources_;
};

/// `create_honeypot` of the specification.
class CreateHoneypotOfAsset {
 public:
  explicit CreateHoneypotOfAsset(Resources resources) : resources_(std::move(resources)) {}
  /// @return the id of the label.
  [[nodiscard]] std::string run(const CreateHoneypot& arguments, const support::CallContext& context) const;

 private:
  Resources resources_;
};

}  // namespace kili::use_cases
