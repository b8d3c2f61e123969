#pragma once

#include <utility>

#include "kili/exports/export_labels.hpp"
#include "support/call_context.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// `export_labels`.
class ExportLabelsOfProject {
 public:
  explicit ExportLabelsOfProject(Resources resources) : resources_(std::move(resources)) {}
  [[nodiscard]] ExportReport run(const ExportLabels& arguments, const support::CallContext& context) const;

 private:
  Resources resources_;
};

}  // namespace kili::use_cases
