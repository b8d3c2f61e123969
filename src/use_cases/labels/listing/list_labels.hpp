#pragma once

#include <memory>
#include <string_view>
#include <utility>

#include "kili/labels/label.hpp"
#include "kili/labels/label_filters.hpp"
#include "kili/labels/labels_arguments.hpp"
#include "support/call_context.hpp"
#include "types/record_stream.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// `labels`, `predictions` and `inferences` of the Python SDK: check everything that can be checked before
/// the first request.
class ListLabels {
 public:
  explicit ListLabels(Resources resources) : resources_(std::move(resources)) {}
  /// Labels of all types, or of those that the filters name.
  [[nodiscard]] std::unique_ptr<detail::RecordStream<Label>> run(std::string_view project_id,
                                                                 const LabelFilters& filters,
                                                                 const LabelsArguments& arguments,
                                                                 support::CallContext context) const;
  /// Labels of models.
  /// @param type prediction or inference. @param method of kili::Client that lists them, a literal.
  /// @throws ValidationError the filters name types.
  [[nodiscard]] std::unique_ptr<detail::RecordStream<Label>> run_of_models(
      LabelType type, std::string_view method, std::string_view project_id, LabelFilters filters,
      const LabelsArguments& arguments, support::CallContext context) const;

 private:
  Resources resources_;
};

}  // namespace kili::use_cases
