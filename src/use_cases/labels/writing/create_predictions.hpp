#pragma once

#include <string_view>
#include <utility>

#include "kili/labels/create_predictions.hpp"
#include "support/call_context.hpp"
#include "use_cases/resources.hpp"

namespace kili::use_cases {

/// `create_predictions` of the specification.
class CreatePredictionsOfModel {
 public:
  explicit CreatePredictionsOfModel(Resources resources) : resources_(std::move(resources)) {}

  /// Parallel arrays: all of them are checked before anything is sent.
  [[nodiscard]] CreatedPredictions run(std::string_view project_id, const CreatePredictions& arguments,
                                       const support::CallContext& context) const;
  /// A range, which is read once: each prediction is checked when it is read.
  [[nodiscard]] CreatedPredictions run(std::string_view project_id, detail::NewLabelSource& predictions,
                                       const PredictionSettings& settings,
                                       const support::CallContext& context) const;

 private:
  Resources resources_;
};

}  // namespace kili::use_cases
